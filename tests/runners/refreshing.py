"""One process of the refresh test: reads the account of a served simulator through the shared token file."""

from __future__ import annotations

import sys

import provider_bridge as pb


def main() -> None:
    """Wait for the starting signal, then make one call; print who answered."""
    sys.stdin.readline()
    with pb.open_bridge(sys.argv[1]) as bridge:
        for name in sys.argv[2:]:
            print(bridge[name].identify().account)


if __name__ == "__main__":
    main()
