"""Telling a file from what comes in its place, by the answer's head and first bytes."""

from __future__ import annotations

import pytest
from canned import reply

from provider_bridge.core.download.response import FileCheck, FileExpectation, announced_size, is_error
from provider_bridge.core.files import Version

VIDEO = b"\0\0\0\x18ftypmp42"
WHOLE = FileExpectation("binary", 1000)
REST = FileExpectation("binary", 1000, start=400, version=Version('"v1"', "Mon"))
PART = FileExpectation("binary", 1000, start=400, last=599)


def test_the_whole_file_begins_at_its_beginning() -> None:
    """A 200 of the right length, or of a length nobody tells, is the file."""
    assert FileCheck(0) == WHOLE.look(reply(200, VIDEO, content_length="1000", content_type="video/mp4"))
    assert FileCheck(0) == WHOLE.look(reply(200, VIDEO))
    assert FileCheck(0) == FileExpectation("binary", None).look(reply(200, VIDEO, content_length="7"))
    assert {} == WHOLE.headers()


def test_a_server_that_does_not_know_parts_sends_everything_anew() -> None:
    """A 200 in the place of the rest is the whole file, from its beginning."""
    assert FileCheck(0) == REST.look(reply(200, VIDEO, content_length="1000"))


def test_the_rest_is_asked_for_on_condition_and_goes_where_it_belongs() -> None:
    """The rest is of the version that is held, and says so."""
    assert {"Range": "bytes=400-", "If-Range": '"v1"'} == REST.headers()
    assert {"Range": "bytes=400-599"} == PART.headers()
    good = {"content_range": "bytes 400-999/1000", "content_length": "600"}
    assert FileCheck(400) == REST.look(reply(206, VIDEO, etag='"v1"', **good))
    assert FileCheck(400) == REST.look(
        reply(206, VIDEO, content_range="bytes 400-799/*", etag='"v1"', last_modified="Mon")
    )
    assert FileCheck(400) == PART.look(reply(206, VIDEO, content_range="bytes 400-599/1000"))
    assert FileCheck(0) == FileExpectation("text", 3, 0, 9).look(reply(200, b"abc", content_length="3"))


@pytest.mark.parametrize(
    ("want", "answer", "problem"),
    [
        (WHOLE, reply(200, VIDEO, content_length="999"), "announces 999 bytes where the vendor lists 1000"),
        (REST, reply(200, VIDEO, content_length="1001"), "announces 1001 bytes"),
        (FileExpectation("binary", None), reply(200, VIDEO), "how large"),
        (WHOLE, reply(200, VIDEO, content_encoding="gzip"), "packed"),
        (WHOLE, reply(206, VIDEO, content_range="bytes 0-999/1000"), "a part of something"),
        (REST, reply(206, VIDEO), "a part of something"),
        (REST, reply(206, VIDEO, content_range="rows 400-999/1000"), "a part of something"),
        (REST, reply(206, VIDEO, content_range="bytes 399-999/1000"), "another part"),
        (REST, reply(206, VIDEO, content_range="bytes 400-999/1000", content_length="599"), "another part"),
        (REST, reply(206, VIDEO, content_range="bytes 400-998/999"), "another size"),
        (REST, reply(206, VIDEO, content_range="bytes 400-1000/1000"), "another size"),
        (REST, reply(206, VIDEO, content_range="bytes 400-399/1000"), "another size"),
        (REST, reply(206, VIDEO, content_range="bytes 400-999/1000", etag='"v2"'), "another version"),
        (REST, reply(206, VIDEO, content_range="bytes 400-999/1000"), "another version"),
        (REST, reply(206, VIDEO, content_range="bytes 400-999/1000", last_modified="Mon"), "another version"),
        (REST, reply(416, b""), "the rest"),
        (PART, reply(200, VIDEO, content_length="1000"), "parts"),
        (FileExpectation("binary", 1000, 0, 199), reply(200, VIDEO, content_length="1000"), "parts"),
        (FileExpectation("binary", None, 0, 199), reply(206, VIDEO, content_range="bytes 0-199/*"), "another size"),
    ],
)
def test_what_is_not_the_file_is_named(want: FileExpectation, answer: object, problem: str) -> None:
    """Each mismatch is a problem of its own, and nothing of such an answer is taken."""
    verdict = want.look(answer)  # type: ignore[arg-type]

    assert verdict.offset is None
    assert problem in verdict.problem


@pytest.mark.parametrize("kind", ["binary", "text", "json"])
@pytest.mark.parametrize(
    "answer",
    [
        reply(200, b"anything", content_type="text/html; charset=utf-8"),
        reply(200, b"\n <!DOCTYPE html><html>"),
        reply(200, b"<HTML><body>"),
        reply(200, b'<?xml version="1.0"?><Error/>'),
        reply(200, b"", content_type="TEXT/HTML"),
    ],
)
def test_quirk_17_a_web_page_is_no_file(kind: str, answer: object) -> None:
    """Zoom's login page comes with 200; it is told by its type and by its first bytes."""
    verdict = FileExpectation(kind, None, 0).look(answer)  # type: ignore[arg-type]

    assert FileCheck(None, "answered with a web page instead of the file") == verdict


def test_quirk_1_an_error_told_as_json_is_no_file() -> None:
    """Neither a video's place nor a summary's is taken by an error with status 200."""
    error = reply(200, b'{"code": 200, "message": "No permission."}', content_type="application/json")

    assert FileCheck() == WHOLE.look(error)
    assert FileCheck() == FileExpectation("json", None).look(error)
    assert FileCheck() == FileExpectation("text", 42).look(reply(200, b'{"code": 124, "message": "x"}'))


def test_text_and_json_may_begin_as_they_like() -> None:
    """A chat that begins with an arrow and a summary with a member called code are files."""
    assert FileCheck(0) == FileExpectation("text", 9).look(reply(200, b"<3 thanks"))
    assert FileCheck(0) == FileExpectation("json", None).look(
        reply(200, b'{"code": 1, "summary": ""}', content_length="26")
    )
    assert FileCheck(0) == FileExpectation("json", None).look(reply(200, b'{"broken', content_length="8"))
    assert WHOLE.look(reply(200, b"<3 no video")).offset is None


@pytest.mark.parametrize("status", [204, 302, 400, 401, 403, 404, 410, 429, 500, 503])
def test_other_answers_are_refusals_like_any_other(status: int) -> None:
    """What is neither 200 nor 206 is the vendor's to explain."""
    assert FileCheck() == WHOLE.look(reply(status, b"x"))


def test_sizes_and_versions_are_read_from_heads() -> None:
    """The size is that of the whole file; a weak tag names no version that bytes could be joined by."""
    assert 1000 == announced_size(reply(206, b"", content_range="bytes 1-2/1000"))
    assert announced_size(reply(206, b"", content_range="bytes 1-2/*", content_length="2")) is None
    assert 7 == announced_size(reply(200, b"", content_length="7"))
    assert announced_size(reply(200, b"", content_length="-7")) is None
    assert '"a"' == Version.of({"etag": '"a"', "last-modified": "Mon"}).validator
    assert "Mon" == Version.of({"etag": 'W/"a"', "last-modified": "Mon"}).validator
    assert "" == Version.of({"etag": 'W/"a"'}).validator
    assert is_error(b'{"code": 124, "error_message": "Told."}')  # so named on some products
    assert is_error(b'{"int_err_code": "InvalidToken", "msg": "Told."}')  # GoTo's two ways
    assert is_error(b'{"errorCode": "NotFound", "description": "Told.", "incident": 7}')
    assert not is_error(b'{"description": "a transcript"}')
    assert not is_error(b"[]")
    assert not is_error(b"{" * 100_000)


STRONG, WEAK, NO_TAG = Version('"a"', "Mon"), Version('W/"a"', "Mon"), Version("", "Mon")


@pytest.mark.parametrize(
    ("held", "told", "same"),
    [
        (STRONG, {"etag": '"a"', "last_modified": "Mon"}, True),
        (STRONG, {"etag": '"a"'}, True),  # a strong tag is enough, RFC 9110
        (STRONG, {"last_modified": "Mon"}, False),
        (STRONG, {"etag": '"a"', "last_modified": "Tue"}, False),
        (STRONG, {"etag": '"b"', "last_modified": "Mon"}, False),
        (STRONG, {"etag": 'W/"a"', "last_modified": "Mon"}, False),
        (WEAK, {"etag": 'W/"a"', "last_modified": "Mon"}, True),
        (WEAK, {"etag": 'W/"b"', "last_modified": "Mon"}, False),
        (WEAK, {"etag": 'W/"a"'}, False),
        (NO_TAG, {"last_modified": "Mon"}, True),
        (NO_TAG, {"last_modified": "Tue"}, False),
        (NO_TAG, {"etag": '"a"', "last_modified": "Mon"}, False),
        (NO_TAG, {}, False),
    ],
)
def test_a_storage_that_ignores_if_range_makes_no_mixture(held: Version, told: dict[str, str], same: bool) -> None:
    """The rest of a file is taken only where everything that was said of its version is said again."""
    answer = reply(206, VIDEO, content_range="bytes 400-999/1000", content_length="600", **told)
    verdict = FileExpectation("binary", 1000, start=400, version=held).look(answer)

    assert (FileCheck(400) if same else FileCheck(None, "gives a part of another version of the file")) == verdict


@pytest.mark.parametrize("tag", ['"\xfc"', '"a\x01b"', '"a\r\nX: y"', '"\ud800"', f'"{"x" * 1000}"', '"\x7f"', "", "a"])
def test_a_tag_that_cannot_be_sent_is_not_sent(tag: str) -> None:
    """A header holds printable ASCII; the time is used instead, and without one the file is begun anew."""
    assert "Mon" == Version(tag, "Mon").validator
    assert "" == Version(tag, "M\xfcn").validator
    want = FileExpectation("binary", 1000, start=400, version=Version(tag, "M\xfcn"))
    assert {"Range": "bytes=400-"} == want.headers()
