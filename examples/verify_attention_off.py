"""Verify that attention tracking is off: ``verify_attention_off.py [bridge.toml]``; without a file, in the sandbox."""

from __future__ import annotations

import sys

import provider_bridge as pb
from provider_bridge.policy import verify


def main(config: str | None) -> int:
    try:
        with pb.open_bridge(config, sandbox=config is None, read_only=True) as bridge:
            verification = verify(bridge)
    except pb.ConfigurationError as error:
        print(f"error: {error}", file=sys.stderr)
        return pb.ExitCode.CONFIGURATION
    for check in verification.checks:
        print(check.account, check.finding.verdict, check.finding.reason, sep=": ")
    return verification.exit_code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if sys.argv[1:] else None))
