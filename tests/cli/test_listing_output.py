"""How listings are written: private files, whole or not at all, and nothing that a terminal would obey."""

from __future__ import annotations

import io
import json
import stat
from collections.abc import Iterator
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import pytest

import provider_bridge as pb
from provider_bridge.cli.listing import write_listing
from provider_bridge.cli.options import Listing

OWNER = {"account": "acme", "provider": "zoom"}
SHOWN = ("id", "first_name", "last_name")


def registrant(**fields: Any) -> pb.Registrant:
    return pb.Registrant(pb.RegistrantId("r1"), "approved", None, **fields)


@pytest.mark.parametrize("text", ["\x1b]0;gone\x07", "\x1b[2K", "\x9b1A", "\u202egnp.exe", "a\rb"])
def test_a_table_holds_nothing_that_a_terminal_obeys(text: str) -> None:
    """A bug once: a name with control characters could wipe or rewrite what the terminal shows."""
    with redirect_stdout(io.StringIO()) as shown:
        somebody = registrant(first_name=text, last_name="Müller")
        write_listing([(OWNER, somebody)], pb.Registrant, Listing.TABLE, None, SHOWN)

    assert not set(shown.getvalue()) & set("\x07\x1b\x9b\u202e\r")
    assert "Müller" in shown.getvalue()


def test_a_file_is_private_whatever_was_left_behind(tmp_path: Path) -> None:
    """A bug once: a part that others could read, left there by anybody, was written into and became the listing."""
    (tmp_path / ".out.json.part").write_text("old")
    (tmp_path / ".out.json.part").chmod(0o644)
    output = tmp_path / "out.json"

    write_listing([(OWNER, registrant(first_name="Ada"))], pb.Registrant, Listing.JSON, output, SHOWN)

    assert stat.S_IMODE(output.stat().st_mode) == 0o600
    assert json.loads(output.read_text())[0]["first_name"] == "Ada"


def test_a_listing_that_breaks_off_leaves_no_file(tmp_path: Path) -> None:
    """Neither under its name nor under another."""

    def items() -> Iterator[tuple[dict[str, str], pb.Registrant]]:
        yield OWNER, registrant(first_name="Ada")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_listing(items(), pb.Registrant, Listing.JSON, tmp_path / "out.json", SHOWN)

    assert not list(tmp_path.iterdir())
