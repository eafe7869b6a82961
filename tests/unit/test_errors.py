"""Errors travel: between processes and into copies, with their text and fields."""

from __future__ import annotations

import copy
import pickle
from datetime import timedelta

import pytest

from provider_bridge import errors

LIMITED = errors.RateLimited("GET /x", 429, "too many calls", code="7", request_id="r")
LIMITED.retry_after = timedelta(seconds=3)
LIMITED.final = True


@pytest.mark.parametrize(
    "error",
    [
        LIMITED,
        errors.DecodeError("GET /x", ("a: b",)),
        errors.ListingIncomplete("GET /x", "2 announced, 1 came"),
        errors.UnsupportedCapability("zoom", "x.delete", "no endpoint", "ask"),
        errors.LoginFailed("late", "too late"),
        errors.WebhookRejected("age", "too old"),
        errors.TimedOut("GET /x", "late"),
        errors.InvalidInput("no"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_an_error_comes_out_of_another_process_as_it_was(error: errors.ProviderBridgeError) -> None:
    """A bug once: no error with fields could be unpickled, which broke a pool of processes instead of one task."""
    for again in (pickle.loads(pickle.dumps(error)), copy.copy(error)):
        assert (type(again), str(again), again.args) == (type(error), str(error), error.args)
        assert vars(again) == vars(error)
