"""The simulated Zoom's Team Chat: channels of continuous meeting chats, their messages, reports and retention."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from provider_bridge.sandbox.routing import Answer, Made, Refusal, Route
from provider_bridge.sandbox.zoom.common import (
    choice,
    day_of,
    days,
    find_event,
    find_user,
    flag,
    invalid,
    moment,
    time_text,
)
from provider_bridge.sandbox.zoom.paging import page

if TYPE_CHECKING:
    from collections.abc import Callable

    from provider_bridge.sandbox.routing import Ask
    from provider_bridge.sandbox.world import Person, Session, World

__all__ = ["ROUTES", "ChatState", "Message"]

_HALF_A_YEAR: Final = timedelta(days=184)
_MONTH: Final = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Message:
    """A message in a channel; ``before`` is what stood there before it was edited or deleted."""

    id: str
    channel: str
    sender: Person
    sent_at: datetime
    text: str
    status: str = "Normal"
    before: str = ""
    reply_to: str = ""
    file: str = ""


class ChatState:
    """Channels, one for each recurring meeting, and their messages, made from its runs.

    ``live`` has the messages of the one meeting that is running.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self.messages: dict[str, Message] = {}
        meetings = [event for event in world.events if event.kind == "Meeting" and event.recurring]
        self.channels: dict[str, int] = {world.key("channel", event.number): event.number for event in meetings}
        self.live = {world.events[0].number: {world.key("live message", number) for number in range(3)}}
        for channel, number in self.channels.items():
            for session in (each for each in world.sessions if each.number == number):
                self._fill(channel, session)

    def channel_of(self, number: int) -> str:
        """Return the channel of a meeting, ``""`` where it has none."""
        return next((channel for channel, of in self.channels.items() if of == number), "")

    def conversation(self, channel: str) -> str:
        """Return the id under which reports know a channel."""
        return self._world.mark("conversation", channel).hex() * 2

    def _fill(self, channel: str, session: Session) -> None:
        people = self._world.people["active"]
        first = ""
        for number in range(6):
            name = self._world.mark("message", session.uuid, number).hex()
            sender = people[(session.number + number) % len(people)] if number else self._world.host_of(session)
            sent = session.start + timedelta(minutes=5 * number + 1)
            made = Message(name, channel, sender, sent, f"note {number} of {session.number}")
            if number == 2:  # noqa: PLR2004 (each kind of message once)
                made = replace(made, status="Edited", before="a first try")
            elif number == 3:  # noqa: PLR2004
                made = replace(made, status="Deleted", text="", before="taken back")
            elif number == 4:  # noqa: PLR2004
                made = replace(made, reply_to=first)
            elif number == 5:  # noqa: PLR2004
                made = replace(made, file=self._world.key("chat file", name))
            first = first or name
            self.messages[name] = made

    def sorted(self, channel: str) -> list[Message]:
        """Return a channel's messages, oldest first."""
        return sorted((each for each in self.messages.values() if each.channel == channel), key=lambda m: m.sent_at)


def _channel(world: World, ask: Ask) -> str:
    """Return the channel that is asked for, ``""`` for a contact: with those nobody wrote anything."""
    channel, contact = ask.query.get("to_channel", ""), ask.query.get("to_contact", "")
    if not channel and not contact:
        raise Refusal(400, 300, "Must provide either contact or channel parameter.")
    if contact and contact not in world.person_by_id:
        raise Refusal(404, 1001, f"User does not exist: {contact}.")
    if channel and channel not in world.part(ChatState).channels:
        raise Refusal(404, 4130, f"Channel does not exist: {channel}.")
    return channel


def _period(world: World, ask: Ask) -> tuple[datetime, datetime]:
    """Return the times that are asked for: of a day, which counts before a period, or of today."""
    now = world.now()
    if not ask.query.get("date") and ask.query.get("from"):
        return moment(ask, "from"), moment(ask, "to", now)
    begin, end = now.replace(hour=0, minute=0, second=0, microsecond=0), now
    return day_of(ask, "date", begin), day_of(ask, "date", end, end=True)


def _sought(world: World, ask: Ask) -> list[Message]:
    """Return the messages of a channel, or of all of them those that are searched for."""
    state = world.part(ChatState)
    if not ask.query.get("search_type") and not ask.query.get("search_key"):
        return state.sorted(_channel(world, ask))
    kind, words = choice(ask, "search_type", "", "message", "file"), ask.query.get("search_key", "")
    if not kind or not words or flag(ask, "include_deleted_and_edited_message"):
        raise invalid("search_key" if kind else "search_type")
    found = [each for channel in state.channels for each in state.sorted(channel)]
    return [each for each in found if words in each.text and (kind == "message" or each.file)]


def _messages(world: World, ask: Ask) -> Answer:
    find_user(world, ask)
    sought = _sought(world, ask)
    start, end = _period(world, ask)
    if world.now() - start > _HALF_A_YEAR:
        raise Refusal(400, 300, "Only provide past chat messages in recent 6 months.")
    everything = flag(ask, "include_deleted_and_edited_message")
    parents = flag(ask, "exclude_child_message")
    kept = [
        each
        for each in sought
        if start <= each.sent_at <= end and (everything or each.status == "Normal") and not (parents and each.reply_to)
    ]
    listed = page(world, ask, kept, 50, usual=10)
    return {
        "from": time_text(start),
        "to": time_text(end),
        "page_size": listed.size,
        "next_page_token": listed.token,
        "messages": [
            _row(each) | {"status": each.status, "send_member_id": each.sender.id.lower()} for each in listed.rows
        ],
    }


def _row(message: Message) -> dict[str, Any]:
    row: dict[str, Any] = {
        "id": message.id,
        "message": message.text,
        "sender": message.sender.email,
        "sender_display_name": f"{message.sender.first_name} {message.sender.last_name}",
        "date_time": time_text(message.sent_at),
        "timestamp": int(message.sent_at.timestamp() * 1000),
    }
    if message.reply_to:
        row["reply_main_message_id"] = message.reply_to
        row["reply_main_message_timestamp"] = int(message.sent_at.timestamp() * 1000) - 1000
    if message.file and message.status != "Deleted":
        row["files"] = [{"file_id": message.file, "file_name": "plan.pdf", "file_size": 3966}]
    return row


def _find(world: World, ask: Ask) -> Message:
    find_user(world, ask)
    channel = _channel(world, ask)
    found = world.part(ChatState).messages.get(ask.path["messageId"])
    if found is None or found.channel != channel or found.status == "Deleted":
        raise Refusal(400, 300, f"Channel does not exist: {ask.path['messageId']}")  # Zoom's own words for it
    return found


def _message(world: World, ask: Ask) -> Answer:
    found = _find(world, ask)
    return _row(found) | {"send_member_id": found.sender.id.lower()}


def _delete(world: World, ask: Ask) -> Answer:
    found = _find(world, ask)
    if found.sender is not find_user(world, ask):
        raise Refusal(400, 200, "Only the sender of this message can make updates.")
    state = world.part(ChatState)
    state.messages[found.id] = replace(found, status="Deleted", text="", before=found.text, file="")
    return Made(204)


def _conversations(world: World, ask: Ask) -> Answer:
    first, last = days(ask, _MONTH)
    state = world.part(ChatState)
    found: list[dict[str, Any]] = []
    for channel, number in state.channels.items():
        inside = [each.sent_at for each in state.sorted(channel) if first <= each.sent_at.date() <= last]
        if inside:
            found.append(
                {
                    "id": state.conversation(channel),
                    "last_message_sent_time": time_text(max(inside)),
                    "name": f"Meeting {number}",
                    "type": "Group",
                    "channel_id": channel,
                    "status": "active",
                    "has_external_member": False,
                }
            )
    listed = page(world, ask, found)
    return {
        "from": first.isoformat(),
        "to": last.isoformat(),
        "page_size": listed.size,
        "next_page_token": listed.token,
        "sessions": list(listed.rows),
    }


def _conversation(world: World, ask: Ask) -> Answer:
    first, last = days(ask, _MONTH)
    state = world.part(ChatState)
    channel = next((each for each in state.channels if state.conversation(each) == ask.path["sessionId"]), "")
    found = [each for each in state.sorted(channel) if first <= each.sent_at.date() <= last]
    listed = page(world, ask, [each for each in found if each.status != "Deleted"], 100)
    answer: dict[str, Any] = {
        "from": first.isoformat(),
        "to": last.isoformat(),
        "page_size": listed.size,
        "next_page_token": listed.token,
        "messages": [_reported(each) for each in listed.rows],
    }
    wanted = ask.query.get("include_fields", "").split(",")
    for name, status in (("edited_messages", "Edited"), ("deleted_messages", "Deleted")):
        if name in wanted:
            answer[name] = [_reported(replace(each, text=each.before)) for each in found if each.status == status]
    return answer


def _reported(message: Message) -> dict[str, Any]:
    row = _row(message) | {"sender_member_id": message.sender.id.lower()}
    if message.reply_to:
        row["reply_main_message_id"] = f"{{{message.reply_to}}}"  # reports write it in braces
    return row


def _retention(world: World, ask: Ask) -> Answer:
    channel = ask.path["channelId"]
    if channel not in world.part(ChatState).channels:
        raise Refusal(404, 4130, f"Channel does not exist: {channel}.")
    return {"channel_id": channel, "cloud_retention": {"enable_custom_retention": True, "retention_period": "2m"}}


def _delete_live(world: World, ask: Ask) -> Answer:
    live = world.part(ChatState).live.get(find_event(world, ask.path["meetingId"], "Meeting").number)
    if live is None:
        raise Refusal(404, 3001, f"Meeting does not exist: {ask.path['meetingId']}.")
    if ask.path["messageId"] not in live:
        raise invalid("messageId")
    live.remove(ask.path["messageId"])
    return Made(204)


def _route(method: str, path: str, scope: str, handler: Callable[[World, Ask], Answer]) -> Route:
    return Route(path, "Medium", (scope,), handler, method)


ROUTES: Final = (
    _route("GET", "/chat/users/{userId}/messages", "team_chat:read:list_user_messages:admin", _messages),
    _route("GET", "/chat/users/{userId}/messages/{messageId}", "team_chat:read:user_message:admin", _message),
    _route("DELETE", "/chat/users/{userId}/messages/{messageId}", "team_chat:delete:user_message:admin", _delete),
    _route(
        "DELETE",
        "/live_meetings/{meetingId}/chat/messages/{messageId}",
        "meeting:delete:live_meeting_chat_message:admin",
        _delete_live,
    ),
    _route("GET", "/report/chat/sessions", "report:read:list_chat_sessions:admin", _conversations),
    _route("GET", "/report/chat/sessions/{sessionId}", "report:read:chat_session:admin", _conversation),
    _route("GET", "/chat/channels/{channelId}/retention", "team_chat:read:retention:admin", _retention),
)
