"""Checks of the project files: dependencies, make targets, scripts, and rules for the code."""

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from intake.content import load
from intake.domain.content import Content
from intake.ui.app.styles import styles

ROOT = Path(__file__).resolve().parents[1]
PROJECT = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
DECLARED = tomllib.loads(PROJECT)["project"]
REQUIREMENT_FILES = ("requirements.txt", "requirements-test.txt")
RUNTIME = DECLARED["dependencies"]
FOR_TESTS = DECLARED["optional-dependencies"]["test"]


def name_of(requirement: str) -> str:
    """The normalized package name of a requirement."""
    match = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert match, requirement
    return re.sub(r"[-_.]+", "-", match[0]).lower()


def pins(file: str) -> dict[str, str]:
    """The pinned version of each package in a requirements file."""
    lines = re.findall(r"^([A-Za-z0-9._-]+)==([^\s;#]+)", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE)
    return {name_of(name): version for name, version in lines}


def imported(tree: ast.AST) -> Iterator[str]:
    """The modules that a file imports at run time, at the top or inside a function."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
        else:
            yield from imported(node)


@pytest.mark.parametrize("requirement", RUNTIME + FOR_TESTS)
def test_every_direct_dependency_says_what_it_is_for(requirement: str) -> None:
    lines = [line for line in PROJECT.splitlines() if line.strip().startswith(f'"{requirement}",')]
    assert len(lines) == 1, "listed once"
    _, _, purpose = lines[0].partition("# ")
    assert len(purpose.split()) >= 2, f"add a comment that says what {requirement} is for"


def test_every_direct_dependency_is_pinned_where_it_belongs() -> None:
    run, test = pins("requirements.txt"), pins("requirements-test.txt")
    assert {name_of(requirement) for requirement in RUNTIME} <= set(run)
    assert {name_of(requirement) for requirement in FOR_TESTS} <= set(run) | set(test)
    assert not set(run) & set(test), "pinned once"


def test_the_app_does_not_need_test_packages() -> None:
    only_tests = {"pytest", "playwright", "hypothesis", "mypy", "ruff", "opendataloader-pdf", "uv"}
    assert not only_tests & set(pins("requirements.txt"))


@pytest.mark.parametrize("file", REQUIREMENT_FILES)
def test_requirements_are_pinned_and_independent_of_the_machine(file: str) -> None:
    text = (ROOT / file).read_text(encoding="utf-8")
    lines = [line.partition("#")[0].strip() for line in text.splitlines()]
    for line in filter(None, lines):
        assert line in {"-e .", "-r requirements.txt"} or re.match(r"[\w.-]+==[\w.+!]+( ;|$)", line), line
    assert not re.search(r"://|index|find-links|trusted-host|\s/\w|file:|localhost", text)


def test_requirements_install_the_package_itself_last() -> None:
    assert (ROOT / "requirements.txt").read_text(encoding="utf-8").rstrip().endswith("\n-e .")


# Pinned for other systems or for Python in a browser.
ELSEWHERE = {"brotlicffi", "colorama", "watchdog", "httpx2-jsfetch"}


def test_the_installed_packages_match_the_pins() -> None:
    ours = {name for name in pins("requirements.txt") if name not in ELSEWHERE}
    listing = subprocess.run(
        [sys.executable, "-m", "pip", "list", "--format=freeze", "--disable-pip-version-check"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    installed = {name_of(line): line.partition("==")[2] for line in listing.splitlines() if "==" in line}
    assert {name: installed.get(name) for name in ours} == {name: pins("requirements.txt")[name] for name in ours}


def test_the_app_imports_only_what_it_declares() -> None:
    providers = packages_distributions()
    used: dict[str, str] = {}
    for file in [ROOT / "app.py", *ROOT.glob("pages/**/*.py"), *ROOT.glob("src/intake/**/*.py")]:
        for module in imported(ast.parse(file.read_text(encoding="utf-8"))):
            top = module.partition(".")[0]
            if top not in sys.stdlib_module_names and top != "intake":
                used[top] = str(file.relative_to(ROOT))
    declared = {name_of(requirement) for requirement in RUNTIME}
    undeclared = {
        top: file
        for top, file in used.items()
        if not declared & {name_of(provider) for provider in providers.get(top, [top])}
    }
    assert not undeclared, "add it to the dependencies in pyproject.toml with a comment, and run make lock"


def test_hosted_streamlit_gets_only_packages_of_its_old_debian() -> None:
    assert (ROOT / "packages.txt").read_text(encoding="utf-8").split() == ["libpango-1.0-0", "libpangoft2-1.0-0"]


@pytest.mark.skipif(shutil.which("make") is None, reason="the tests were started without make")
def test_plain_make_lists_every_target() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert phony
    public = {target for target in phony[1].split() if not target.startswith("ready-")}
    shown = subprocess.run(
        ["make", "--no-print-directory"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    named = re.findall(r"^  make (\w+) +(.+)$", shown, re.MULTILINE)
    assert {name for name, _ in named} == public
    assert len(named) == len(shown.splitlines()), "one line per target, nothing else"
    assert set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE)) == set(phony[1].split())


def test_continuous_integration_runs_what_people_run() -> None:
    lines = (ROOT / ".ci/run").read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("#!")
    assert lines[-1] == "exec make test"


@pytest.mark.parametrize("script", sorted((ROOT / "scripts").glob("*.sh")), ids=lambda path: path.name)
def test_the_scripts_are_posix_sh(script: Path) -> None:
    subprocess.run(["sh", "-n", script], check=True)
    text = script.read_text(encoding="utf-8")
    for bash_only in ("[[", "mapfile", "declare ", "local ", "${!", "<<<", "pipefail"):
        assert bash_only not in text


def test_no_css_rule_searches_a_whole_part_of_the_page() -> None:
    """Such a rule makes every click slow, because the browser recalculates the style of all elements."""
    selectors = re.findall(r":has\(\s*([^)]{0,60})", styles(("common", "staff")))
    assert selectors
    assert [selector for selector in selectors if not re.match(r">|input:", selector)] == []


def test_the_texts_of_screens_and_files_have_curly_quotes() -> None:
    """As those of the content, which `make check` reads."""
    texts: list[str] = []
    for file in (*(ROOT / "src").rglob("*.py"), *(ROOT / "pages").rglob("*.py")):
        calls = (node for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))) if isinstance(node, ast.Call))
        words = [node for node in calls if ast.unparse(node.func).rpartition(".")[2] in ("ui", "t", "count")]
        constants = (part for node in words for value in node.args for part in ast.walk(value))
        texts += [part.value for part in constants if isinstance(part, ast.Constant) and isinstance(part.value, str)]
    for template in (ROOT / "content/summary").glob("*.j2"):
        texts += re.findall(r'\bt\("((?:[^"\\]|\\.)*)"', template.read_text(encoding="utf-8"))
    assert len(texts) > 500
    assert [text for text in texts if re.search(r"['\"]", text)] == []


def test_callbacks_of_fields_run_to_the_end() -> None:
    """A click right after typing interrupts a callback, and the typed text would be lost."""
    checked = 0
    for file in (*(ROOT / "src/intake/ui").rglob("*.py"), *(ROOT / "pages").rglob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        words = [word for node in ast.walk(tree) if isinstance(node, ast.Call) for word in node.keywords]
        callbacks = {ast.unparse(word.value) for word in words if word.arg == "on_change"}
        functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name in callbacks]
        assert {function.name for function in functions} == callbacks, (
            f"{file.name}: callbacks must be in the same file"
        )
        for function in functions:
            assert "retry_until_done" in map(ast.unparse, function.decorator_list), f"{file.name}: {function.name}"
        checked += len(functions)
    assert checked, "no field has a callback"


# --- no content ids in code --------------------------------------------------------------------------------------

WORDS_OF_THE_CODE = {
    "assessment": "a key of the session",
    "consent": "a field about the call",
    "contact": "what can be left out of a file (Personal)",
    "crisis": "a message of the browser",
    "danger": "a screen, a kind of rule, a kind of line in the log",
    "declined": "a state of an answer, a choice in the danger drawer",
    "doctor": "who may get a file",
    "family": "an area, and who gets a file",
    "first": "when a section is asked",
    "gate": "when a section is asked",
    "go_on": "a button",
    "interventionist": "the subject of a text (Tag)",
    "means": "a kind of step (Reserve)",
    "medicines": "a box on page 1 of the summary",
    "memory": "an error of the PDF renderer",
    "missing": "a kind of error",
    "no_answer": "the outcome of a follow-up",
    "not_asked": "an answer to a question about the call itself",
    "other_person": "a button",
    "overdose": "a kind of step (Reserve)",
    "poison": "a kind of step (Reserve)",
    "program": "who may get a file",
    "reach": "a list on page 1 of the summary",
    "recovery": "a kind of sign-in code",
    "refused": "why a record or file cannot be opened",
    "relationship": "a field of FHIR (RelatedPerson)",
    "response": "a key of the session",
    "they_ask": "a list of the call helper",
    "who": "a list on page 1 of the summary",
}
"""Words in code that are also ids in the content, with their meaning in the code."""


def ids_of_content(content: Content) -> frozenset[str]:
    """All ids, and option codes with an underscore; "yes" or "family" would be too common."""
    questionnaire, library, layout = content.questionnaire, content.library, content.layout
    desk, helper = content.call_desk, content.call_helper
    codes = (option.code for item in questionnaire.items.values() for option in item.options if "_" in option.code)
    tables: tuple[Iterable[str], ...] = (
        *(questionnaire.items, questionnaire.section, content.rule, content.action, content.pathway, content.kind),
        *(content.source, library.article, desk.outcome, codes),
        (layout.medicines.id, *(part.id for part in (*layout.risk, *layout.parts))),
        *((entry.id for entry in family) for family in (content.flags, content.helplines, content.purposes)),
        *((entry.id for entry in family) for family in (layout.notices, layout.timelines, layout.consent_parts)),
        *((entry.id for entry in family) for family in (library.stories, library.topics, library.terms)),
        *((entry.id for entry in family) for family in (desk.dangers, desk.finds)),
        *((entry.id for entry in family) for family in (helper.listeners, helper.say, helper.you_ask)),
    )
    return frozenset(name for table in tables for name in table)


def named_in(file: Path, ids: frozenset[str]) -> frozenset[str]:
    """The content ids in a file: in Python as a string or a widget key, elsewhere in quotation marks."""
    text = file.read_text(encoding="utf-8")
    if file.suffix == ".py":
        nodes = ast.walk(ast.parse(text))
        strings = [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    else:
        compound = (word for word in re.findall(r"[a-z][a-z0-9_]*", text) if "_" in word)
        strings = [*re.findall(r"[\"'`]([a-z][a-z0-9_]*)[\"'`]", text), *compound]
    keys = {string.partition("_")[2] for string in strings if re.match(r"(q|w|told|beside|group)_", string)}
    return ids & ({*strings} | keys)


def test_code_contains_no_ids_of_the_content() -> None:
    """Ids in the content can be renamed without changing code."""
    ids = ids_of_content(load())
    assert {"danger_now", "reach_you", "consent", "domestic_violence", "calling_for_help"} <= ids
    code = [file for file in (ROOT / "src" / "intake").rglob("*") if file.suffix in (".py", ".js", ".css", ".j2")]
    code += [ROOT / "app.py", *(ROOT / "pages").rglob("*.py"), *(ROOT / "content" / "summary").glob("summary.*")]
    named = {name: file.name for file in code for name in named_in(file, ids)}
    assert {name: file for name, file in named.items() if name not in WORDS_OF_THE_CODE} == {}
    assert set(WORDS_OF_THE_CODE) <= set(named), "remove entries that content or code no longer uses"
