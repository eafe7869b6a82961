"""Names that a device, a room or a vendor gives to whoever uses it: they fit many people and tell nobody apart."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["is_device_name"]

_DEVICES: Final = re.compile(
    r"\b(?:i-?phone|i-?pad|i-?pod|i-?mac|mac-?book|mac ?mini|android|galaxy|samsung|xiaomi|redmi|poco|huawei|oppo"
    r"|realme|oneplus|nokia|motorola|moto [a-z]\d*|pixel \d\w*|lenovo|chromebook|thinkpad|surface (?:pro|go|laptop)"
    r"|desktop-\w+|laptop-\w+|sm-[a-z]\d\w*|lg-\w+|zoom)\b",
    re.IGNORECASE,
)
"""Makes and models, in whatever the name has beside them: "Ada's iPhone" is what a telephone calls itself."""

_LABELS: Final = re.compile(
    r"(?:the |my |unknown |unidentified |anonymous |external )?"
    r"(?:(?:meeting|conference|board|class|training|team|huddle) ?room|room|lobby|reception|owner"
    r"|guest|gast|ospite|invitado|invitada|invit[eé]e?|convidado|convidada|gość|gosc|гость|ゲスト|访客|게스트"
    r"|user|benutzer|utilisateur|usuario|utente|usuário|gebruiker|участник|ユーザー|用户|사용자"
    r"|participant|participante|teilnehmer(?:in)?|partecipante|deelnemer|attendee|panelist|presenter|host|admin"
    r"|administrator|unknown|unbekannt|anonymous|anonym|call(?:er|[- ]?in(?: user)?)|dial[- ]?in(?: user)?"
    r"|(?:smart|mobile ?)?phone|telephone|telefon|handy|mobile|tablet|laptop|notebook|desktop|computer|mac|pc|windows"
    r"|browser|web(?: user| client)?|h\.?323|sip|tv|apple ?tv)"
    r"(?:[ #_(-]*[a-z]?\d+\)?)*",
    re.IGNORECASE,
)
"""Words that stand in place of a name, with a number or without; in several languages, and certainly not in all."""


def is_device_name(name: str) -> bool:
    """Whether a display name is of a device, of a room, or a word for anybody, so that equal ones may be two people.

    A person whose name is taken for such a one is listed once for each row, which is a blemish; two people who are
    taken for one would be a lie.
    """
    text = " ".join(name.split())
    return bool(_DEVICES.search(text) or _LABELS.fullmatch(text))
