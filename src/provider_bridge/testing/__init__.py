"""The conformance suite: what every provider has to hold to, as tests that a provider's own tests inherit.

class TestAcme(ProviderConformance):
    def simulation(self) -> Simulation:
        return Simulation(PROVIDER, AcmeSettings(...), SimulatedAcme().answer)

``FaultTransport`` injects what networks and vendors do wrong into a client of httpx, as a ``FaultPlan`` has it.

It needs the extra ``testing``, which is pytest. Never run it against an account that counts: it deletes.
"""

from __future__ import annotations

from provider_bridge.testing.arguments import Examples
from provider_bridge.testing.fault_transport import FaultTransport
from provider_bridge.testing.faults import FAULTS, BadSpec, Fault, FaultPlan, Planned, SkewedClock, Strike
from provider_bridge.testing.harness import FACES, Blocking, Opened, Simulation, opened
from provider_bridge.testing.suite import ProviderConformance

__all__ = [
    "FACES",
    "FAULTS",
    "BadSpec",
    "Blocking",
    "Examples",
    "Fault",
    "FaultPlan",
    "FaultTransport",
    "Opened",
    "Planned",
    "ProviderConformance",
    "Simulation",
    "SkewedClock",
    "Strike",
    "opened",
]
