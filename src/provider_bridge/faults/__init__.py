"""What a network and a vendor can do to a call, as data: the faults, and plans of when they strike.

Neither the client nor the simulator is known here. ``provider_bridge.testing`` injects faults into an HTTP client,
``provider-bridge sandbox serve --faults`` into the simulator on a port.
"""

from __future__ import annotations

from provider_bridge.faults.catalogue import FAULTS
from provider_bridge.faults.fault import Fault
from provider_bridge.faults.plan import FaultPlan, Planned, Strike
from provider_bridge.faults.spec import BadSpec

__all__ = ["FAULTS", "BadSpec", "Fault", "FaultPlan", "Planned", "Strike"]
