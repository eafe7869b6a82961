"""The words that Zoom's clients put around a chat message, as a table of languages.

Where a client's own wording was not seen, the entry says ``seen=False``: its words are the plain translation. A word
that no client writes fails to match, and then the message counts as private; for *everyone* such an entry holds only
words that are nobody's name.
"""

# ruff: noqa: RUF001, RUF003 (words and signs of many scripts, as clients write them)
from __future__ import annotations

from dataclasses import dataclass
from typing import Final

__all__ = [
    "CHINESE",
    "ELSEWHERE",
    "ENGLISH",
    "GROUPS",
    "LANGUAGES",
    "MARKS",
    "MEETING",
    "PRIVATE_STEMS",
    "REPLYING",
    "Language",
]


@dataclass(frozen=True, slots=True)
class Language:
    """How one language says ``From NAME to Everyone``.

    Attributes:
        senders: What stands before the sender's name.
        recipients: What stands between the two names.
        everyone: Recipients that are surely everybody.
        bare: Whether the sender's name can stand without a word before it.
        seen: Whether files of such a client were seen; else the words are a translation.

    """

    senders: tuple[str, ...]
    recipients: tuple[str, ...]
    everyone: tuple[str, ...]
    bare: bool = False
    seen: bool = True


ENGLISH: Final = Language(
    ("From",), ("to",), ("Everyone", "All panelists and attendees", "All attendees and panelists")
)
CHINESE: Final = Language(
    ("從", "从", "寄件者", "发件人"),
    ("對", "对", "至", "到", "收件者", "收件人"),
    ("所有人", "每個人", "每个人"),
    bare=True,
)
LANGUAGES: Final = (
    ENGLISH,
    CHINESE,
    Language(("Von",), ("an",), ("Alle", "Jeder", "Alle Diskussionsteilnehmer und Teilnehmer")),
    Language(("De",), ("a", "para"), ("Todos", "Todo el mundo")),  # Spanish; "para" is a translation
    Language(("De",), ("à", "pour"), ("Tout le monde", "Tous")),  # French; "pour" and "Tous" are translations
    Language(("De",), ("para", "a"), ("Todos", "Todas as pessoas"), seen=False),  # Portuguese
    Language(("Da",), ("a",), ("Tutti",)),  # Italian; the word for the sender is a translation
    Language(("Van",), ("aan", "naar", "tot"), ("Iedereen",), seen=False),  # Dutch
    Language(("Od",), ("do",), ("Wszyscy", "Wszystkich")),  # Polish; the word for the sender is a translation
    Language(("Gönderen", "Kimden"), ("Alıcı", "Kime"), ("Herkes", "Herkese"), seen=False),  # Turkish
    Language(("От", "От кого"), ("кому", "к", "для"), ("Все", "Всем", "Всех")),  # Russian; seen: "От", "кому", "Все"
    Language(("Від",), ("до", "кому"), ("Всі", "Усі", "Всім", "Усіх", "Всіх")),  # Ukrainian; as a parser has it
    Language(
        ("開始", "送信者", "送信元"), ("終了", "受信者", "宛先"), ("皆様", "全員")
    ),  # seen: "開始", "終了", "皆様"
    Language(
        ("발신자", "보낸 사람"), ("수신자", "받는 사람"), ("모두에게", "모두")
    ),  # seen: "발신자", "수신자", "모두에게"
    Language(("Từ",), ("đến", "tới", "cho"), ("Mọi người", "Tất cả mọi người"), seen=False),  # Vietnamese
    Language(("Dari",), ("ke", "kepada", "untuk"), ("Semua", "Semua Orang", "Setiap Orang"), seen=False),  # Indonesian
)

GROUPS: Final = (
    "Hosts and panelists",
    "Host and panelists",
    "Hosts and all panelists",
    "All panelists",
    "Panelists",
    "Hosts",
    "Hosts and co-hosts",
    "Host and co-hosts",
)
"""Recipients that are neither a person nor everybody; whatever is not everybody is private all the same."""

MEETING: Final = ("(in Meeting)",)
"""What may stand behind *everyone* and leaves it everybody. The waiting room does not."""

MARKS: Final = (
    *("Direct Message", "Privately", "Private", "Private Message", "DM"),
    *("Direktnachricht", "Privat", "Private Nachricht"),
    *("Mensaje directo", "Mensaje privado", "En privado", "Privado"),
    *("Message direct", "Message privé", "En privé", "Privé"),
    *("Mensagem direta", "Mensagem privada", "Em particular", "Particular"),
    *("Messaggio diretto", "Messaggio privato", "Privatamente", "Privato"),
    *("Direct bericht", "Privébericht", "Directe boodschap"),
    *("Wiadomość bezpośrednia", "Wiadomość prywatna", "Prywatnie"),
    *("Doğrudan Mesaj", "Özel Mesaj", "Özel"),
    *("Личное сообщение", "Прямое сообщение", "Приватно", "Лично"),
    *("Особисте повідомлення", "Пряме повідомлення", "Приватно", "Особисто"),
    *("ダイレクトメッセージ", "プライベート", "非公開"),
    *("다이렉트 메시지", "직접 메시지", "개인 메시지", "비공개"),
    *("私信", "私訊", "私聊", "私人", "直接訊息", "直接消息", "私人訊息", "私人消息", "直接信息"),
    *("Tin nhắn trực tiếp", "Riêng tư", "Tin nhắn riêng"),
    *("Pesan Langsung", "Pesan Pribadi", "Secara Pribadi"),
)
"""What clients put in brackets behind the recipient of a private message. Seen: English and Japanese."""

ELSEWHERE: Final = (
    *("til", "till", "zu", "für", "voor", "către", "pentru", "komu", "για", "προς", "σε"),
    *("إلى", "אל", "को", "ถึง"),
)
"""Words for *to* of languages that the table does not have: a name alone that holds one may be two names."""

PRIVATE_STEMS: Final = ("privat", "privé", "privad", "direct", "direkt", "diret", "whisper", "confidential", "only")
"""How words in brackets begin that may say, in a way that is not among the marks, that a message is private."""

REPLYING: Final = ("Replying to", "Ответ на", "Відповідь на")
"""What stands before the words that a reply answers to; the last two as a parser has them."""
