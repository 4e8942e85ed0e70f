"""Read the TOML files of the content folder into one Content, or list everything that is wrong with them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from pydantic import Field, ValidationError

from intake.config import content_folder
from intake.content.texts import translated
from intake.domain.base import Frozen
from intake.domain.call_texts import CallDesk, CallHelper
from intake.domain.content import Content
from intake.domain.helplines import Helpline, Place, Purpose
from intake.domain.library import Article, Library, Story, Term, Topic
from intake.domain.migrations import Migration
from intake.domain.practice import Practice, Scene
from intake.domain.questionnaire import Questionnaire, Section
from intake.domain.rules import Action, Band, Flag, Indicator, Pathway, Rule, Source
from intake.domain.safety_sheet import SafetySheet
from intake.domain.summary_layout import Layout
from intake.i18n import SOURCE, translator

Model = TypeVar("Model", bound=Frozen)


class Problem(NamedTuple):
    """One problem in the content. `where`: the file or entry. `what`: one sentence about what to fix."""

    where: str
    what: str

    def __str__(self) -> str:
        """Format as `where: what`."""
        return f"{self.where}: {self.what}"


class ContentError(Exception):
    """The content folder cannot be used; `problems` lists the reasons."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


def load(language: str = SOURCE, folder: Path | None = None) -> Content:
    """Load the content in one language. Raises ContentError with every problem."""
    return _load(language, folder or content_folder())


@lru_cache(maxsize=16)
def _load(language: str, folder: Path) -> Content:
    content = read(folder)
    if language == SOURCE:
        return content
    in_language = translated(content, translator(language, folder / "locales"))
    return in_language.model_copy(update={"language": language})


@lru_cache(maxsize=4)
def read(folder: Path) -> Content:
    """Read the content of `folder` as written, in English. Raises ContentError."""
    reader = _Reader(folder)
    section_files = (reader.one_with(file, "item", Section) for file in reader.files("questions"))
    sections = tuple(section for section in section_files if section is not None)
    version = reader.whole("version.toml", _Version)
    parts: dict[str, Any] = {
        "rules": tuple(rule for file in reader.files("rules") for rule in reader.entries(file, "rule", Rule)),
        "actions": reader.entries("actions.toml", "action", Action),
        "pathways": reader.entries("pathways.toml", "pathway", Pathway),
        "kinds": reader.entries("kinds.toml", "kind", Pathway),
        "flags": reader.entries("flags.toml", "flag", Flag),
        "indicators": reader.optional("indicators.toml", "indicator", Indicator),
        "bands": reader.entries("bands.toml", "band", Band),
        "helplines": reader.entries("helplines.toml", "helpline", Helpline),
        "purposes": reader.entries("purposes.toml", "purpose", Purpose),
        "sources": reader.entries("sources.toml", "source", Source),
        "layout": reader.whole("summary/layout.toml", Layout),
        "place": reader.whole("place.toml", Place),
        "migrations": reader.entries("migrations.toml", "migration", Migration),
        "library": _library(reader),
        "practice": _practice(reader),
        "safety_sheet": _safety_sheet(reader),
        "call_helper": reader.renamed("call_helper.toml", CallHelper, listener="listeners"),
        "call_desk": _call_desk(reader),
    }
    if reader.problems or version is None:
        raise ContentError(reader.problems)
    return Content(language=SOURCE, questionnaire=Questionnaire(version=version.version, sections=sections), **parts)


def _library(reader: _Reader) -> Library:
    """Articles, stories, and glossary; an empty library if the folder has no articles."""
    if not (reader.folder / "articles").is_dir():
        return Library()
    articles = (reader.one_with(file, "passage", Article) for file in reader.files("articles"))
    stories = (reader.one_with(file, "choice", Story) for file in reader.files("stories"))
    return Library(
        topics=reader.entries("topics.toml", "topic", Topic),
        articles=tuple(article for article in articles if article is not None),
        terms=reader.entries("glossary.toml", "term", Term),
        stories=tuple(story for story in stories if story is not None),
    )


def _practice(reader: _Reader) -> Practice:
    """Scenes to rehearse and the skills they teach; none if the folder has no practice.toml."""
    if not (reader.folder / "practice.toml").is_file():
        return Practice()
    start = reader.one_with("practice.toml", "skill", Practice) or Practice()
    scenes = (reader.one_with(file, "beat", Scene) for file in reader.files("practice"))
    return start.model_copy(update={"scenes": tuple(scene for scene in scenes if scene is not None)})


def _safety_sheet(reader: _Reader) -> SafetySheet | None:
    """The texts of the family's safety sheet; None if the folder has no safety_sheet.toml."""
    file = "safety_sheet.toml"
    return reader.one_with(file, "block", SafetySheet) if (reader.folder / file).is_file() else None


def _call_desk(reader: _Reader) -> CallDesk:
    """The texts of the call desk; empty if the folder has no call_desk.toml."""
    file = "call_desk.toml"
    if not (reader.folder / file).is_file():
        return CallDesk()
    return reader.renamed(file, CallDesk, danger="dangers", find="finds", kind="kinds") or CallDesk()


class _Version(Frozen):
    version: str = Field(min_length=1)


class _Reader:
    """Reads the files of one folder and collects problems instead of stopping at the first."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems: list[Problem] = []

    def files(self, name: str) -> list[str]:
        """The TOML files of a subfolder, sorted by the number that starts their names."""
        files = sorted((path.name for path in (self.folder / name).glob("*.toml")), key=_number)
        if not files:
            self.problems.append(Problem(f"{name}/", "this folder has no .toml file"))
        return [f"{name}/{file}" for file in files]

    def table(self, file: str) -> dict[str, Any] | None:
        """Parse a file; None, with a problem added, if that fails."""
        try:
            with (self.folder / file).open("rb") as stream:
                return tomllib.load(stream)
        except FileNotFoundError:
            self.problems.append(Problem(file, "the file is missing"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            self.problems.append(Problem(file, f"this is not valid TOML: {error}"))
        return None

    def one_with(self, file: str, key: str, model: type[Model]) -> Model | None:
        """Read a file that is one entry with a [[key]] list, such as a section with its questions."""
        table = self.table(file)
        if table is None:
            return None
        entries = table.pop(key, [])
        return self.checked(file, model, {**table, f"{key}s": entries})

    def entries(self, file: str, key: str, model: type[Model]) -> tuple[Model, ...]:
        """Read all [[key]] entries of a file."""
        table = self.table(file)
        if table is None:
            return ()
        rows = table.pop(key, [])
        if not isinstance(rows, list):
            self.problems.append(Problem(file, f"start each entry with [[{key}]], in double brackets"))
            rows = []
        for extra in table:
            self.problems.append(Problem(file, f"unknown key `{extra}`: this file can contain only [[{key}]] entries"))
        checked = (self.checked(f"{file}, {_name_of(row)}", model, row) for row in rows)
        return tuple(entry for entry in checked if entry is not None)

    def optional(self, file: str, key: str, model: type[Model]) -> tuple[Model, ...]:
        """Like `entries`; empty if there is no such file."""
        return self.entries(file, key, model) if (self.folder / file).is_file() else ()

    def whole(self, file: str, model: type[Model]) -> Model | None:
        """Read a file that is one entry."""
        table = self.table(file)
        return None if table is None else self.checked(file, model, table)

    def renamed(self, file: str, model: type[Model], **fields: str) -> Model | None:
        """Read a file that is one entry, in which the lists `fields` have the names of single entries."""
        table = self.table(file)
        if table is None:
            return None
        return self.checked(file, model, {fields.get(key, key): value for key, value in table.items()})

    def checked(self, where: str, model: type[Model], values: dict[str, Any]) -> Model | None:
        """Validate the values as a model; None, with problems added, if they are not valid."""
        try:
            return model.model_validate(values)
        except ValidationError as error:
            self.problems.extend(Problem(where, sentence) for sentence in _sentences(error, values))
            return None


def _number(file: str) -> tuple[int, str]:
    """A sort key: the number that starts the file name, then the name."""
    digits = file.partition("_")[0]
    return (int(digits) if digits.isdecimal() else 0, file)


def _name_of(row: Any) -> str:
    if not isinstance(row, dict):
        return "?"
    return str(
        next(
            (row[key] for key in ("id", "link_id", "level", "code", "version", "question") if key in row),
            "entry without an id",
        )
    )


def _sentences(error: ValidationError, values: dict[str, Any]) -> Iterator[str]:
    """Describe each pydantic error by entry, key, and what is wrong."""
    for details in error.errors():
        place = _place(details["loc"], values)
        key = details["loc"][-1] if details["loc"] else ""
        match details["type"]:
            case "extra_forbidden":
                yield f"{place}unknown key `{key}`"
            case "missing":
                yield f"{place}`{key}` is missing"
            case _:
                prefix = f"`{key}`: " if isinstance(key, str) else ""
                yield f"{place}{prefix}{details['msg']}"


def _place(loc: tuple[int | str, ...], values: Any) -> str:
    """The path to a nested entry, such as `items fear, options no: `."""
    words: list[str] = []
    for step in loc[:-1] if loc and isinstance(loc[-1], str) else loc:
        values = _below(values, step)
        if isinstance(step, int):
            words[-1:] = [f"{words[-1] if words else 'entry'} {_name_of(values)}"]
        else:
            words.append(str(step))
    return f"{', '.join(words)}: " if words else ""


def _below(values: Any, step: int | str) -> Any:
    if isinstance(values, dict):
        return values.get(step)
    if isinstance(values, list) and isinstance(step, int) and step < len(values):
        return values[step]
    return None
