"""Verify that attention tracking is off, awaiting: ``verify_attention_off_async.py [bridge.toml]``; see its sibling."""

from __future__ import annotations

import sys

import anyio

import provider_bridge as pb
from provider_bridge.policy import verify_async


async def main(config: str | None) -> int:
    try:
        async with pb.open_async_bridge(config, sandbox=config is None, read_only=True) as bridge:
            verification = await verify_async(bridge)
    except pb.ConfigurationError as error:
        print(f"error: {error}", file=sys.stderr)
        return pb.ExitCode.CONFIGURATION
    for check in verification.checks:
        print(check.account, check.finding.verdict, check.finding.reason, sep=": ")
    return verification.exit_code


if __name__ == "__main__":
    sys.exit(anyio.run(main, sys.argv[1] if sys.argv[1:] else None))
