"""What Zoom's assistant wrote about sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from provider_bridge.core.calls import Call, Reply
from provider_bridge.core.confirm.deletion import STILL_THERE, Looked, delete_and_look, evidence_of_error
from provider_bridge.core.decode import decode
from provider_bridge.core.facet import F
from provider_bridge.core.flow import operation, paged
from provider_bridge.core.listing.paging import Page
from provider_bridge.core.listing.stable import ALWAYS
from provider_bridge.domain.ids import EventId, HostId, SessionId
from provider_bridge.domain.outcomes import Trashed
from provider_bridge.domain.transcripts import Summary
from provider_bridge.errors import Forbidden, InvalidInput
from provider_bridge.facets.transcripts import SummariesApi
from provider_bridge.providers.zoom.addresses import event_id, session_address, session_id
from provider_bridge.providers.zoom.listing import page_of, rows
from provider_bridge.providers.zoom.times import utc_text
from provider_bridge.providers.zoom.wire import transcripts as wire

if TYPE_CHECKING:
    from datetime import datetime

    from provider_bridge.core.steps import Flow, Paged
    from provider_bridge.domain.outcomes import Deletion

__all__ = ["Summaries", "summary_of"]


_NONE: Final = frozenset({"event"})
"""What Zoom says of a summary that is no more: that there is no such meeting."""


class Summaries(SummariesApi[F]):
    """What the vendor's assistant wrote about sessions."""

    @paged(wire.SUMMARIES, note="every summary of the account")
    def list(self, *, since: datetime, until: datetime | None = None) -> Paged[Summary]:
        """List the account's summaries that were made in a period, without their words.

        Zoom does not say whether a row is of a meeting or a webinar, so ``session`` is the bare UUID and ``event`` the
        bare number. Raises ``InvalidInput`` for times without an offset, ``Forbidden`` where the plan or the account's
        settings do not allow it. Personal data: e-mail address of the host; titles can name people.
        """
        query = {"from": utc_text(since)} | ({"to": utc_text(until)} if until else {})
        if until and since > until:
            raise InvalidInput("a period ends before it begins")
        yield from rows(wire.SUMMARIES, {}, query, _page, key=lambda each: each.session, settles=ALWAYS)

    @operation(wire.SUMMARY, note="with its words")
    def get(self, session: SessionId) -> Flow[Summary]:
        """Return the summary of a run, with its words.

        The words are today's single text where Zoom has one; else the older parts, as people edited them where they
        did. Raises ``NotFound`` (``missing`` is ``event``: Zoom says no more), ``Forbidden`` where the plan, the
        account's settings or addresses do not allow it, with ``in_trash`` where it is in the trash. Personal data: what
        people said, retold with their names, and the host's e-mail address.
        """
        address = session_address(session)
        reply: Reply = yield Call(wire.SUMMARY, {"meetingId": address.uuid})
        return summary_of(address.kind, decode(wire.SUMMARY_BODY, reply))

    @operation(
        wire.SUMMARY,
        wire.DELETE_SUMMARY,
        level="partial",
        note="the summary itself; no API deletes its copy in Zoom Docs",
        reference=wire.DELETE_SUMMARY.reference,
    )
    def delete(self, session: SessionId) -> Flow[Deletion]:
        """Delete the summary of a run, and ask for it again.

        It is asked for first, because Zoom's only word for a summary that is not there is that it knows no such
        meeting, which it also says of meetings long past: ``NotFound`` then, and nothing is proven. After a summary was
        there, the same word means ``Gone``. In Zoom's trash it is ``Trashed``. Zoom's failure to delete it (code 2313)
        is ``Refused``. Raises ``Forbidden`` where the plan, the settings or addresses do not allow it. Its copy in Zoom
        Docs stays: ``document_url`` of the summary names it until the summary is gone. Personal data: the summary is
        read to look, and not returned.
        """
        path = {"meetingId": session_address(session).uuid}

        def look() -> Flow[Looked]:
            try:
                reply: Reply = yield Call(wire.SUMMARY, path)
            except Forbidden as error:
                return (yield from _trashed(error))
            decode(wire.SUMMARY_BODY, reply)
            return STILL_THERE

        before = yield from look()
        if isinstance(before, Trashed):
            return before
        try:
            return (yield from delete_and_look(Call(wire.DELETE_SUMMARY, path), look, _NONE, was_there=True))
        except Forbidden as error:
            return (yield from _trashed(error))


def _trashed(error: Forbidden) -> Flow[Trashed]:
    """Return what it means that a summary cannot be read because it is in the trash; raise what means anything else."""
    if not error.in_trash:
        raise error
    return Trashed(None, ((yield from evidence_of_error(error)),))


def _page(reply: Reply) -> Page[Summary]:
    page = decode(wire.SUMMARY_PAGE, reply)
    return page_of(page.summaries, lambda row: _summary("", row), page)


def summary_of(kind: str, body: wire.SummaryBody) -> Summary:
    """Return a summary with its words and its second copy."""
    return _summary(kind, body, text=_words(body), document_url=body.summary_doc_url or "")


def _summary(kind: str, row: wire.SummaryRow, *, text: str = "", document_url: str = "") -> Summary:
    return Summary(
        session=session_id(kind, row.meeting_uuid),
        event=_event(kind, row.meeting_id),
        start=row.meeting_start_time,
        end=row.meeting_end_time,
        created_at=row.summary_created_time,
        modified_at=row.summary_last_modified_time,
        title=row.summary_title or row.meeting_topic or "",
        text=text,
        document_url=document_url,
        host=HostId(row.meeting_host_id) if row.meeting_host_id else None,
        host_email=row.meeting_host_email or "",
    )


def _event(kind: str, number: str | None) -> EventId | None:
    if not number:
        return None
    return event_id(kind, number) if kind else EventId(number.replace(" ", ""))


def _words(body: wire.SummaryBody) -> str:
    if body.summary_content:
        return body.summary_content
    edited = body.edited_summary
    details = "\n\n".join(
        "\n".join(filter(None, (f"## {each.label}" if each.label else "", each.summary)))
        for each in body.summary_details or ()
    )
    parts = (
        (edited and edited.summary_overview) or body.summary_overview,
        (edited and edited.summary_details) or details,
        "\n".join(f"- {step}" for step in (edited and edited.next_steps) or body.next_steps or ()),
    )
    return "\n\n".join(part for part in parts if part)
