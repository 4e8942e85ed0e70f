"""The documents stay accurate: links work, and the commands, targets, and settings they name exist."""

import argparse
import ast
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
from scripts import trust

ROOT = Path(__file__).resolve().parents[1]
DECISIONS = ROOT / "docs" / "decisions"
DOCUMENTS = sorted({*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "content" / "README.md"})
OPERATING = ROOT / "docs" / "operating.md"
LONGEST_README = 110
MADE_LATER = {"data/records.db", "content/locales/"}  # by a running app, by translators

_FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_SPAN = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\]\(([^)\s]+)\)|<(?:img|a)\s[^>]*(?:src|href)=\"([^\"]+)\"")
_SETTING = re.compile(r"NEXT_STEP_[A-Z][A-Z_]*[A-Z]")
_ASSIGNMENT = re.compile(r"[A-Z][A-Z0-9_]*=")


@cache
def text_of(document: Path) -> str:
    return document.read_text("utf-8")


def prose(document: Path) -> str:
    """The text outside code blocks."""
    return _FENCE.sub("", text_of(document))


def anchors(document: Path) -> set[str]:
    """The anchors that GitHub gives to the headings of a document."""
    names: list[str] = []
    for heading in re.findall(r"^#+ (.+)$", prose(document), re.MULTILINE):
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower()
        name = re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")
        names.append(f"{name}-{names.count(name)}" if name in names else name)
    return set(names)


def commands(document: Path) -> Iterator[list[str]]:
    """The words of each command in a document, without leading variables and trailing comments."""
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


def test_the_readme_stays_short() -> None:
    assert len(text_of(ROOT / "README.md").splitlines()) <= LONGEST_README


def local_links(document: Path) -> Iterator[str]:
    for markdown, html in _LINK.findall(prose(document)):
        link = markdown or html
        if not re.match(r"[a-z]+:", link):
            yield link


@pytest.mark.parametrize("document", [ROOT / "docs/privacy.md", ROOT / "docs/threat-model.md"], ids=lambda it: it.name)
def test_every_test_that_a_claim_names_exists(document: Path) -> None:
    named = re.findall(r"`(tests/[\w/]+\.py|test_\w+\.py)(?:::(\w+))?`", text_of(document))
    assert len(named) > 10
    for file, name in named:
        path = ROOT / file if "/" in file else next((ROOT / "tests").rglob(file))
        assert path.is_file(), file
        functions = {node.name for node in ast.walk(ast.parse(text_of(path))) if isinstance(node, ast.FunctionDef)}
        assert not name or name in functions, f"{file} has no {name}"


def test_every_row_of_the_threat_model_has_a_control_and_a_test() -> None:
    rows = re.findall(r"^\| (?!Threat|---)(.*) \|$", text_of(ROOT / "docs/threat-model.md"), re.MULTILINE)
    assert len(rows) > 30
    for row in rows:
        threat, control, test = row.split(" | ")
        assert threat
        assert control
        assert "`tests/" in test, threat


def target_exists(document: Path, link: str) -> bool:
    path, _, anchor = link.partition("#")
    target = (document.parent / path).resolve() if path else document
    return target.exists() and (not anchor or anchor in anchors(target))


def test_links_lead_to_existing_files_and_headings() -> None:
    links = [(document, link) for document in DOCUMENTS for link in local_links(document)]
    assert links
    assert [(str(document), link) for document, link in links if not target_exists(document, link)] == []


def test_make_targets_in_the_documents_exist() -> None:
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
    assert {pair for pair in named if pair[1] not in declared[1].split()} == set()


def test_commands_in_the_documents_exist() -> None:
    named = [words[3:] for document in DOCUMENTS for words in commands(document) if words[1:3] == ["-m", "intake"]]
    assert named
    for words in filter(None, named):
        try:
            command_line._options().parse_args(words)
        except SystemExit:
            pytest.fail(f"not a command: {shlex.join(words)}")


def subcommands() -> dict[str, argparse.ArgumentParser]:
    actions = command_line._options()._actions
    (choices,) = [action.choices for action in actions if isinstance(action, argparse._SubParsersAction)]
    return dict(choices)


@pytest.mark.parametrize("name", subcommands())
def test_every_command_and_option_is_documented(name: str) -> None:
    described = text_of(ROOT / "docs" / "command-line.md")
    options = set(re.findall(r"--[a-z-]+", subcommands()[name].format_help())) - {"--help"}
    assert f"intake {name}" in described
    assert [option for option in sorted(options) if option not in described] == []


def files_named(document: Path) -> set[str]:
    """Files and folders that a document names, relative to the root or to src/intake."""
    spans = {span for span in _SPAN.findall(prose(document)) if re.fullmatch(r"[a-z_]+(/[a-z_]+)+(\.[a-z]+|/)", span)}
    in_the_way_of_an_answer = re.findall(r"^  ([a-z]+(?:/[a-z_]+)*)  ", text_of(document), re.MULTILINE)
    return spans | set(in_the_way_of_an_answer)


def test_files_and_folders_in_the_documents_exist() -> None:
    """When a module is renamed, the documents must be updated."""
    named = {(str(document), name) for document in DOCUMENTS for name in files_named(document)}
    assert named
    places = (ROOT, ROOT / "src" / "intake", ROOT / "content")
    missing = {
        pair
        for pair in named
        if not any((place / f"{pair[1]}{end}").exists() for place in places for end in ("", ".py"))
    }
    assert {pair for pair in missing if pair[1] not in MADE_LATER} == set()


# --- settings --------------------------------------------------------------------------------------------------------


def settings_in_code() -> set[str]:
    """The settings in Site, and those that code and scripts read directly."""
    files = [*ROOT.glob("src/**/*.py"), *ROOT.glob("scripts/*.sh"), ROOT / "app.py"]
    read = {name for file in files for name in _SETTING.findall(file.read_text("utf-8"))}
    return read | {f"NEXT_STEP_{field.upper()}" for field in Site.model_fields}


def test_every_setting_is_in_the_table() -> None:
    in_table = set(re.findall(r"^\|.*?`(NEXT_STEP_[A-Z_]+)`", text_of(OPERATING), re.MULTILINE))
    assert in_table == settings_in_code()


def test_every_setting_in_the_documents_exists() -> None:
    named = {name for document in DOCUMENTS for name in _SETTING.findall(text_of(document))}
    assert named - settings_in_code() == set()


@pytest.mark.parametrize("field", Site.model_fields)
def test_the_default_in_the_table_is_the_default_in_the_code(field: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Setting the value from the table has the same effect as not setting it."""
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


def test_every_decision_has_context_decision_and_trade_offs() -> None:
    for file in DECISIONS.glob("[0-9]*.md"):
        title, *sections = re.split(r"^## ", text_of(file), flags=re.MULTILINE)
        assert title.startswith(f"# {file.name[:3]}. "), file.name
        assert [section.splitlines()[0] for section in sections] == ["Context", "Decision", "Trade-offs"], file.name
        assert all(section.partition("\n")[2].strip() for section in sections), file.name


def test_the_performance_page_is_as_the_benchmark_writes_it() -> None:
    """It was neither edited by hand nor written by an older benchmark."""
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


def test_the_reliability_page_is_as_the_command_writes_it() -> None:
    """It was not edited by hand, names each trial, and no trial failed."""
    written = text_of(trust.PAGE)
    rows = re.findall(r"^\| (.+) \|$", written, re.MULTILINE)[2:]
    outcomes = {}
    for what, _, _, result, seconds, day in (row.split(" | ") for row in rows):
        assert "failed" not in result, what
        outcomes[what] = {"result": result, "seconds": seconds, "day": day}
    again = trust.page(outcomes)
    machine = re.compile(r"^Machine: .*$", re.MULTILINE)
    assert machine.sub("", again) == machine.sub("", written)


def _row(cells: tuple[str, ...]) -> Measurement:
    """Parse a row of the page."""
    what, middle, high, runs, note = cells
    unit = middle.partition(" ")[2]
    factor = {"µs": 1e-6, "ms": 1e-3}[unit]
    median, most = (float(text.partition(" ")[0]) * factor for text in (middle, high))
    return Measurement(what, Figures(median, most, int(runs)), unit, note)
