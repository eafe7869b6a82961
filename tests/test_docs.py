"""What the README and the pages of docs/ show really runs, and what they list is all there is."""

from __future__ import annotations

import re
import runpy
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any, Final

import capabilities_page
import faults.page
import pytest
import scope_page
import typer

import provider_bridge as pb
from provider_bridge.cli.app import app
from provider_bridge.facets import FACETS
from provider_bridge.providers.zoom import wire
from provider_bridge.providers.zoom.settings.catalogue import CATALOGUE
from provider_bridge.registry import load_provider
from provider_bridge.testing import ProviderConformance

ROOT: Final = Path(__file__).parents[1]
SOURCE: Final = ROOT / "src" / "provider_bridge"
DOCS: Final = ROOT / "docs"
PAGES: Final = {path.stem: path.read_text("utf-8") for path in (ROOT / "README.md", *sorted(DOCS.glob("*.md")))}

SNIPPETS: Final = [
    pytest.param(name, code, id=f"{name}-{number}")
    for name, page in PAGES.items()
    for number, code in enumerate(re.findall(r"```python\n(.*?)```", page, re.DOTALL))
]
"""Whole programs. What is only a part of one is fenced as ``py``."""

SHOWN: Final = {
    "README": "sandbox-zoom",
    "chats-and-transcripts": "",
    "deployment": "",
    "downloading": "recordings of one session",
    "faults": "in spite of ['reset-during-body', '502-html']",
    "gotomeeting": "people",
    "gotowebinar": "registered",
    "library": "sandbox-zoom",
    "observability": "GET /organizers/{organizerKey}",
    "participants": "telephone legs",
    "questions": "dismissed",
    "recordings": "not stored any more",
    "registrants": "approved",
    "sandbox": "401",
    "settings": "sandbox-zoom",
    "webhooks": "cancelled r1\nanswer with 204 b''\n",
    "zoom-events": "",
}
"""Pages with programs, and what each of their programs prints beside other things."""

ELSEWHERE: Final = {"bridge.toml", "pyproject.toml", "tests/", "tours/"}
"""What the page about the architecture names beside the files of the package."""


@pytest.mark.parametrize(("name", "code"), SNIPPETS)
def test_a_program_runs_on_the_sandbox(
    name: str, code: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It runs as it stands, on the sandbox instead of a file of one's own, prints something and names nobody."""
    code = code.replace('"bridge.toml"', "sandbox=True").replace('"recordings/"', f'"{tmp_path}/"')

    assert 0 == _ended(lambda: exec(compile(code, name, "exec"), {"__name__": "__main__"}))

    shown = capsys.readouterr()
    assert shown.err == ""
    assert shown.out.strip()
    assert "example.test" not in shown.out
    assert SHOWN[name] in shown.out


def _ended(program: Callable[[], object]) -> object:
    """Run a program in this process, and return what it exits with."""
    try:
        program()
    except SystemExit as end:
        return end.code or 0
    return 0


def test_a_program_runs_in_an_interpreter_of_its_own() -> None:
    """The README's first one needs nothing that these tests have loaded or set up."""
    code = next(each.values[1] for each in SNIPPETS if each.values[0] == "README")
    command = [sys.executable, "-c", str(code).replace('"bridge.toml"', "sandbox=True")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert (0, "") == (done.returncode, done.stderr)
    assert SHOWN["README"] in done.stdout


def test_there_are_programs_to_try() -> None:
    """The pattern above still finds them."""
    assert set(SHOWN) == {str(each.values[0]) for each in SNIPPETS}


def _part(code: str) -> str:
    """Return an excerpt as it can be compiled: what returns is the inside of a function."""
    code = textwrap.dedent(code)
    inside = re.search(r"^return\b", code, re.MULTILINE)
    return f"def part():\n{textwrap.indent(code, '    ')}" if inside else code


def _lines(code: str) -> str:
    """Return code without what its place in a file does to it: indentation and empty lines."""
    return "\n".join(line.strip() for line in code.splitlines() if line.strip())


@pytest.mark.parametrize("name", PAGES)
def test_an_excerpt_is_python(name: str) -> None:
    """What is only a part of a program can at least be compiled."""
    for code in re.findall(r"```py\n(.*?)```", PAGES[name], re.DOTALL):
        compile(_part(code), name, "exec")


@pytest.mark.parametrize("name", ["verify_attention_off", "verify_attention_off_async"])
def test_an_example_runs_and_is_short(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The examples verify the sandbox, and a configuration that cannot be read ends them with exit code 3."""
    example = ROOT / "examples" / f"{name}.py"

    assert len(example.read_text("utf-8").splitlines()) < 30
    monkeypatch.setattr(sys, "argv", [str(example)])
    assert 0 == _ended(lambda: runpy.run_path(str(example), run_name="__main__"))
    shown = capsys.readouterr()
    assert ("", 3) == (shown.err, len(shown.out.splitlines()))
    monkeypatch.setattr(sys, "argv", [str(example), "nowhere.toml"])
    assert 3 == _ended(lambda: runpy.run_path(str(example), run_name="__main__"))


# --- links and lists ---------------------------------------------------------------------------------------


def test_every_link_leads_somewhere() -> None:
    """No page of the documentation links to a file that is not there."""
    for page in (*ROOT.glob("*.md"), *DOCS.glob("**/*.md")):
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_the_index_leads_to_every_page() -> None:
    """The README links to the index, and the index to every page and decision; it names every facet."""
    pages = {str(page.relative_to(DOCS)) for page in DOCS.glob("**/*.md")} - {"index.md"}

    assert "](docs/index.md)" in PAGES["README"]
    assert [] == sorted(page for page in pages if f"]({page})" not in PAGES["index"])
    assert [] == [facet for facet in FACETS if f"| `{facet}` |" not in PAGES["index"]]


def test_every_anchor_is_a_heading() -> None:
    """A link to a part of a page names a heading that is there."""
    for page in (*ROOT.glob("*.md"), *DOCS.glob("**/*.md")):
        for target, anchor in re.findall(r"\]\(((?!https?:)[^)#]*)#([^)]+)\)", page.read_text("utf-8")):
            headings = _anchors((page.parent / target if target else page).read_text("utf-8"))
            assert anchor in headings, f"{page.name}: {target}#{anchor}"


def _anchors(page: str) -> set[str]:
    """Return the anchors of a page's headings, as GitHub makes them."""
    titles = re.findall(r"^#+ (.+)$", page, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}


def test_the_page_about_privacy_speaks_of_every_facet() -> None:
    """What is read of people is said of each facet."""
    assert [] == [facet for facet in FACETS if f"`{facet}" not in PAGES["privacy"]]


def test_the_architecture_names_what_there_is() -> None:
    """Each file that the page names is there, and each module of the core is named."""
    named = set(re.findall(r"`([a-z_/-]+(?:\.py|\.toml|/))`", PAGES["architecture"]))
    core = {str(path.relative_to(SOURCE)) for path in SOURCE.glob("core/**/*.py") if path.stem != "__init__"}

    assert [] == [name for name in named - ELSEWHERE if not (SOURCE / name).exists()]
    assert [] == sorted(core - named)


def test_the_page_about_a_call_names_what_there_is() -> None:
    """Each module that the page names is there."""
    named = set(re.findall(r"`([a-z_/]+\.py)`", PAGES["how-a-call-travels"]))

    assert [] == sorted(name for name in named if not (SOURCE / name).exists() and not (ROOT / name).exists())


def test_a_call_travels_as_its_page_says() -> None:
    """The table lists every module that ``registrants.get`` passes through, and no other."""
    passed: set[str] = set()

    def trace(frame: FrameType, event: str, _: object) -> None:
        path = Path(frame.f_code.co_filename)
        if event == "call" and path.is_relative_to(SOURCE) and not path.is_relative_to(SOURCE / "sandbox"):
            passed.add(path.relative_to(SOURCE).as_posix())

    with pb.open_bridge(sandbox=True, read_only=True) as bridge:
        account = bridge["sandbox-zoom"]
        assert pb.has_events(account)
        assert pb.has_registrants(account)
        event = next(account.events.list(kind="webinar")).id
        registrant = next(account.registrants.list(event)).id
        sys.setprofile(trace)
        try:
            account.registrants.get(event, registrant)
        finally:
            sys.setprofile(None)

    table = PAGES["how-a-call-travels"].partition("| 1 |")[2].partition("\n\n")[0]
    assert passed == set(re.findall(r"`([a-z_/]+\.py)`", table))


def test_every_sentence_that_a_page_explains_is_in_the_code() -> None:
    """The tables of what an error or a reason contains quote texts that the code can print."""
    code = "".join(path.read_text("utf-8") for path in SOURCE.glob("**/*.py"))
    code = re.sub(r'"\s*\n\s*f?"', "", code)  # a text over several lines
    head = r"^\| The (?:sentence|reason) contains [^\n]*\n\|[-|]+\n((?:\|[^\n]*\n)+)"
    cells = [
        row.split("|")[1]
        for page in PAGES.values()
        for table in re.findall(head, page, re.MULTILINE)
        for row in table.splitlines()
    ]
    quotes = [quote for cell in cells for quote in re.findall(r"`([^`]+)`", cell)]
    parts = [part.strip(" ()") for quote in quotes for part in quote.split("…")]

    assert len(quotes) > 30
    assert [] == [part for part in parts if part not in code]


# --- commands ----------------------------------------------------------------------------------------------


def commands(group: Any, path: str = "provider-bridge") -> Iterator[tuple[str, set[str]]]:
    """Yield each command with its options."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, f"{path} {name}")
        else:
            flags = {flag for each in command.params for flag in each.opts if flag.startswith("--")}
            yield f"{path} {name}", flags - {"--help"}


@pytest.mark.parametrize(
    ("name", "flags"),
    list(commands(typer.main.get_command(app))),
    ids=lambda each: "" if isinstance(each, set) else str(each),
)
def test_the_page_about_commands_has_every_option(name: str, flags: set[str]) -> None:
    """Each command has a heading on a page, and each of its options is below it or among the common ones.

    Those that are made from operations have a page of their own, and more options in common.
    """
    made = f"\n### `{name}`" in PAGES["command-reference"]
    page = PAGES["command-reference" if made else "commands"]
    _, found, after = page.partition(f"\n### `{name}`")

    assert found
    common = PAGES["commands"].partition("\n### ")[0] + (PAGES["operations"] if made else "")
    own = after.partition("\n### ")[0]
    assert [] == sorted(flag for flag in flags if f"`{flag}" not in common + own)


# --- scopes and settings -----------------------------------------------------------------------------------


def test_the_page_of_scopes_is_what_the_code_says() -> None:
    """``python tests/scope_page.py`` puts the right page in place."""
    assert scope_page.render() == scope_page.PAGE.read_text("utf-8")


def test_the_page_of_capabilities_is_what_the_code_says() -> None:
    """``python tests/capabilities_page.py`` puts the right page in place."""
    assert capabilities_page.render() == capabilities_page.PAGE.read_text("utf-8")


def test_the_table_of_faults_is_what_the_code_says() -> None:
    """``PYTHONPATH=tests python -m faults.page`` puts the right table in place."""
    page = faults.page.PAGE.read_text("utf-8")
    assert faults.page.in_place(page) == page


def test_the_page_about_adding_a_provider_quotes_one_that_passes() -> None:
    """Its excerpts stand word for word in the tiny provider, or in the test that runs the suite on it."""
    files = ("helpers/tiny_provider.py", "conformance/test_conformance.py")
    whole = "".join((ROOT / "tests" / name).read_text("utf-8") for name in files)
    excerpts = re.findall(r"```py\n(.*?)```", PAGES["adding-a-provider"], re.DOTALL)

    assert excerpts
    assert [] == [excerpt for excerpt in excerpts if _lines(excerpt) not in _lines(whole)]


def test_the_page_about_adding_a_provider_explains_every_test_of_the_suite() -> None:
    """The table has a row for each."""
    tests = [name for name in dir(ProviderConformance) if name.startswith("test_")]

    assert [] == [name for name in tests if f"| `{name}` |" not in PAGES["adding-a-provider"]]


EVENT_FACETS = {"events", "sessions", "archives", "data_requests"}


def test_the_page_of_events_names_the_scope_of_every_operation() -> None:
    """The first scope of each endpoint, which opens it for the whole account, is in the table."""
    rows = [row for row in load_provider("zoom").capabilities if row.operation.partition(".")[0] in EVENT_FACETS]
    for row in rows:
        for endpoint in row.endpoints or ():
            assert f"`{endpoint.scopes[0]}`" in PAGES["zoom-events"], endpoint.name
    assert "events.list" in {row.operation for row in rows}


def test_the_page_of_settings_is_complete() -> None:
    """It counts the catalogue right, and names the scope that opens each endpoint for the whole account."""
    first = {endpoint.scopes[0] for endpoint in (*wire.settings.ENDPOINTS, wire.directory.USER)}

    assert f"{len(CATALOGUE)} settings" in PAGES["settings"]
    assert [] == [scope for scope in first if f"`{scope}`" not in PAGES["settings"]]
