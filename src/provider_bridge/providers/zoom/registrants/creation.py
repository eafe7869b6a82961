"""What Zoom is sent about somebody who is to be registered, and what it is sure to refuse."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from provider_bridge.errors import InvalidInput
from provider_bridge.providers.zoom.wire.registrants import FIELDS

if TYPE_CHECKING:
    from provider_bridge.domain.people import NewRegistrant

__all__ = ["body_of", "check", "names_of"]

_NAME: Final = 64
_EMAIL: Final = 128
_ANSWER: Final = 128
"""The longest texts that Zoom takes (https://developers.zoom.us/docs/api/meetings/#tag/invitation--registration)."""


def check(someone: NewRegistrant) -> None:
    """Raise ``InvalidInput``, which names nobody, for what Zoom is sure to refuse."""
    if "@" not in someone.email or not someone.first_name.strip():
        raise InvalidInput("a registrant needs an e-mail address and a first name")
    if len(someone.email) > _EMAIL or max(len(someone.first_name), len(someone.last_name)) > _NAME:
        raise InvalidInput(f"Zoom takes names of up to {_NAME} and e-mail addresses of up to {_EMAIL} characters")
    if someone.source:
        raise InvalidInput("Zoom keeps no source of a registration")
    if any(len(each.answer) > _ANSWER for each in someone.custom):
        raise InvalidInput(f"Zoom takes answers of up to {_ANSWER} characters")


def names_of(someone: NewRegistrant) -> dict[str, Any]:
    """Return all that Zoom takes of each person when many are registered at once."""
    last_name = {"last_name": someone.last_name} if someone.last_name else {}
    return {"email": someone.email, "first_name": someone.first_name} | last_name


def body_of(someone: NewRegistrant) -> dict[str, Any]:
    """Return what is sent; what was not given is left out."""
    voluntary = {theirs: getattr(someone, ours) for ours, theirs in FIELDS.items()} | {"language": someone.language}
    given = {name: value for name, value in voluntary.items() if value}
    custom = [{"title": each.question, "value": each.answer} for each in someone.custom]
    return names_of(someone) | given | ({"custom_questions": custom} if custom else {})
