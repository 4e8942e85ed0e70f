"""The documents stay true: links lead somewhere, and commands, targets and settings they name exist as they say."""

import argparse
import datetime as dt
import re
import shlex
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from benchmarks import report
from benchmarks.figures import Figures, Measurement, Measurements, Verdict
from intake import __main__ as command_line
from intake.config import Site

ROOT = Path(__file__).resolve().parents[1]
DECISIONS = ROOT / "docs" / "decisions"
DOCUMENTS = sorted({*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "content" / "README.md"})
OPERATING = ROOT / "docs" / "operating.md"
LONGEST_README = 110
MADE_LATER = {"data/records.db", "content/locales/"}  # by a copy that runs, by whoever translates

_FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_SPAN = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\]\(([^)\s]+)\)|<(?:img|a)\s[^>]*(?:src|href)=\"([^\"]+)\"")
_SETTING = re.compile(r"NEXT_STEP_[A-Z][A-Z_]*[A-Z]")
_ASSIGNMENT = re.compile(r"[A-Z][A-Z0-9_]*=")


@cache
def text_of(document: Path) -> str:
    return document.read_text("utf-8")


def prose(document: Path) -> str:
    """What is not in a block of code."""
    return _FENCE.sub("", text_of(document))


def anchors(document: Path) -> set[str]:
    """The names by which GitHub links to the headings of a document."""
    found: list[str] = []
    for heading in re.findall(r"^#+ (.+)$", prose(document), re.MULTILINE):
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower()
        name = re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")
        found.append(f"{name}-{found.count(name)}" if name in found else name)
    return set(found)


def commands(document: Path) -> Iterator[list[str]]:
    """The words of each command in a document, without the settings in front and the comment behind."""
    text = text_of(document)
    lines = [line for block in _FENCE.findall(text) for line in block.splitlines()[1:-1]]
    for line in (*lines, *_SPAN.findall(prose(document))):
        try:
            words = shlex.split(line, comments=True)
        except ValueError:
            continue  # a line of another language
        while words and _ASSIGNMENT.match(words[0]):
            words.pop(0)
        if words:
            yield words


def test_the_readme_is_read_in_one_sitting() -> None:
    assert len(text_of(ROOT / "README.md").splitlines()) <= LONGEST_README


def local_links(document: Path) -> Iterator[str]:
    for found in _LINK.findall(prose(document)):
        link = found[0] or found[1]
        if not re.match(r"[a-z]+:", link):
            yield link


def leads_somewhere(document: Path, link: str) -> bool:
    path, _, anchor = link.partition("#")
    target = (document.parent / path).resolve() if path else document
    return target.exists() and (not anchor or anchor in anchors(target))


def test_links_lead_to_files_and_headings_that_exist() -> None:
    links = [(document, link) for document in DOCUMENTS for link in local_links(document)]
    assert links
    assert [(str(document), link) for document, link in links if not leads_somewhere(document, link)] == []


def test_make_has_the_targets_that_are_named() -> None:
    declared = re.search(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert declared
    named = {
        (str(document), word)
        for document in DOCUMENTS
        for command, *words in commands(document)
        if command == "make"
        for word in words
        if not _ASSIGNMENT.match(word)
    }
    assert named
    assert {one for one in named if one[1] not in declared[1].split()} == set()


def test_the_command_line_takes_the_commands_that_are_named() -> None:
    named = [words[3:] for document in DOCUMENTS for words in commands(document) if words[1:3] == ["-m", "intake"]]
    assert named
    for words in filter(None, named):
        try:
            command_line._options().parse_args(words)
        except SystemExit:
            pytest.fail(f"not a command: {shlex.join(words)}")


def subcommands() -> dict[str, argparse.ArgumentParser]:
    actions = command_line._options()._actions
    (found,) = [action.choices for action in actions if isinstance(action, argparse._SubParsersAction)]
    return dict(found)


@pytest.mark.parametrize("name", subcommands())
def test_every_command_and_option_is_described(name: str) -> None:
    described = text_of(ROOT / "docs" / "command-line.md")
    options = set(re.findall(r"--[a-z-]+", subcommands()[name].format_help())) - {"--help"}
    assert f"intake {name}" in described
    assert [option for option in sorted(options) if option not in described] == []


def files_named(document: Path) -> set[str]:
    """Files and folders of the repository, as a document names them: from the root, or from src/intake on."""
    spans = {span for span in _SPAN.findall(prose(document)) if re.fullmatch(r"[a-z_]+(/[a-z_]+)+(\.[a-z]+|/)", span)}
    in_the_way_of_an_answer = re.findall(r"^  ([a-z]+(?:/[a-z_]+)*)  ", text_of(document), re.MULTILINE)
    return spans | set(in_the_way_of_an_answer)


def test_files_and_folders_that_are_named_exist() -> None:
    """After a module is renamed, the documents that name it are mended too."""
    named = {(str(document), name) for document in DOCUMENTS for name in files_named(document)}
    assert named
    places = (ROOT, ROOT / "src" / "intake", ROOT / "content")
    missing = {
        one for one in named if not any((place / f"{one[1]}{end}").exists() for place in places for end in ("", ".py"))
    }
    assert {one for one in missing if one[1] not in MADE_LATER} == set()


# --- settings --------------------------------------------------------------------------------------------------------


def settings_in_code() -> set[str]:
    """What Site declares, and what code and scripts read besides."""
    files = [*ROOT.glob("src/**/*.py"), *ROOT.glob("scripts/*.sh"), ROOT / "app.py"]
    read = {name for file in files for name in _SETTING.findall(file.read_text("utf-8"))}
    return read | {f"NEXT_STEP_{field.upper()}" for field in Site.model_fields}


def test_every_setting_is_in_the_table_of_settings() -> None:
    in_table = set(re.findall(r"^\|.*?`(NEXT_STEP_[A-Z_]+)`", text_of(OPERATING), re.MULTILINE))
    assert in_table == settings_in_code()


def test_every_setting_that_is_named_exists() -> None:
    named = {name for document in DOCUMENTS for name in _SETTING.findall(text_of(document))}
    assert named - settings_in_code() == set()


@pytest.mark.parametrize("field", Site.model_fields)
def test_the_default_in_the_table_is_what_the_code_takes(field: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Set as the table writes it, a setting has the value that it has when nobody sets it."""
    variable = f"NEXT_STEP_{field.upper()}"
    row = re.search(rf"^\| `{field}` \| `{variable}` \| (.+?) \|", text_of(OPERATING), re.MULTILINE)
    assert row, f"{field} has no row with its variable and default"
    monkeypatch.setenv(variable, "" if row[1] == "*(empty)*" else row[1].strip("`"))
    assert getattr(Site(), field) == Site.model_fields[field].default


# --- decisions and figures -------------------------------------------------------------------------------------------


def test_the_index_lists_every_decision_by_its_title_in_order() -> None:
    files = sorted(DECISIONS.glob("[0-9]*.md"))
    assert [file.name[:3] for file in files] == [f"{number:03}" for number in range(1, len(files) + 1)]
    titles = [(text_of(file).splitlines()[0].removeprefix("# "), file.name) for file in files]
    assert re.findall(r"^- \[(.+)\]\((.+)\)$", text_of(DECISIONS / "README.md"), re.MULTILINE) == titles


def test_every_decision_says_its_context_and_its_price() -> None:
    for file in DECISIONS.glob("[0-9]*.md"):
        title, *sections = re.split(r"^## ", text_of(file), flags=re.MULTILINE)
        assert title.startswith(f"# {file.name[:3]}. "), file.name
        assert [section.splitlines()[0] for section in sections] == ["Context", "Decision", "Price"], file.name
        assert all(section.partition("\n")[2].strip() for section in sections), file.name


def test_the_page_of_figures_is_as_the_benchmark_writes_it() -> None:
    """A page that was edited by hand, or written by an older benchmark, has other words around its figures."""
    written = text_of(report.FILE)
    measured = re.search(r"^Measured on (\d{4}-\d\d-\d\d): (.+)\.$", written, re.MULTILINE)
    assert measured
    verdicts = re.findall(r"^- (Met|Not met): (.+) \(([^()]+)\)$", written, re.MULTILINE)
    rows = [
        tuple(cell.strip() for cell in line.strip("|").split("|"))
        for line in re.findall(r"^\|.+\|$", written, re.MULTILINE)[2:]
    ]
    assert verdicts
    assert rows
    parts = [Measurements(tuple(map(_row, rows)), tuple(Verdict(what, met == "Met", by) for met, what, by in verdicts))]
    again = report.document(parts, measured[2], dt.date.fromisoformat(measured[1]))
    assert again == written


def _row(cells: tuple[str, ...]) -> Measurement:
    """A row of the page, back as figures."""
    what, middle, high, runs, note = cells
    unit = middle.partition(" ")[2]
    factor = {"µs": 1e-6, "ms": 1e-3}[unit]
    median, most = (float(text.partition(" ")[0]) * factor for text in (middle, high))
    return Measurement(what, Figures(median, most, int(runs)), unit, note)
