"""What an operation says of itself: its own docstring or the interface's, and below it what its endpoints say."""

from __future__ import annotations

import inspect

import provider_bridge as pb
from provider_bridge.providers.gotowebinar.recordings import GoToWebinarRecordings
from provider_bridge.providers.zoom.recordings.facet import Recordings


def test_scopes_rate_label_and_page_come_from_the_endpoints() -> None:
    """They stand below the docstring, the scope to tick of each endpoint."""
    text = inspect.getdoc(Recordings.restore) or ""

    assert text.startswith("Restore a recording")
    assert "Scopes: ``cloud_recording:update:recover_meeting_recordings:admin``, ``cloud_" in text
    assert "Rate label: light" in text
    assert text.rstrip().splitlines()[-1].startswith("https://developers.zoom.us/")


def test_of_endpoints_that_do_equally_well_one_is_enough() -> None:
    """The docstring does not ask for more scopes than are needed."""
    text = inspect.getdoc(GoToWebinarRecordings.list_of_event) or ""

    assert "Scopes: ``collab:``, and one of ``identity:scim.me``, ``identity:``" in text


def test_a_docstring_is_inherited_from_the_interface_past_a_mixin_without_one() -> None:
    """A bug once: an override without a docstring, above another one without, had none at all."""
    for facet in (Recordings, GoToWebinarRecordings):
        text = inspect.getdoc(facet.download) or ""
        assert text.startswith("Download a file, whole or not at all.")
        assert "Personal data: the recording itself." in text
        assert "https://" in text


def test_a_method_of_an_account_says_the_same() -> None:
    """What help() shows of an open account is what people call, without self."""
    with pb.open_bridge(sandbox=True) as bridge:
        zoom = bridge.get("sandbox-zoom", pb.Zoom)
        assert zoom.recordings.stream.__doc__ == Recordings.stream.__doc__
        assert list(inspect.signature(zoom.recordings.stream).parameters) == ["file", "chunk"]
