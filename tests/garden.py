"""The invented content in tests/library, a garden, and helpers that tests share."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path
from typing import Any

from intake.brief.builder import brief
from intake.brief.model import Brief
from intake.content import read
from intake.content.cases import ON, response_of
from intake.domain.assessing import assess
from intake.domain.assessment import Assessment
from intake.domain.content import Content
from intake.domain.response import Response
from intake.i18n import Translator

LIBRARY = Path(__file__).parent / "library"
CONTENT = read(LIBRARY)
QUESTIONS = CONTENT.questionnaire
ENGLISH = Translator("en")
MADE_ON = dt.datetime(2026, 11, 22, 8, 5, tzinfo=dt.timezone(dt.timedelta(hours=-5)))

WELL: dict[str, str | tuple[str, ...]] = {"now": ("none",), "height": "ankle", "soil": "damp"}
"""Every safety question answered, none with a sign of danger."""

CALM: dict[str, str | tuple[str, ...]] = {**WELL, "plants": ("beans",), "leaves": "green", "watering": "daily"}
"""Also every question answered that a RED or ORANGE rule reads."""

LARGEST: dict[str, str | tuple[str, ...]] = {
    "now": ("bees", "flood"),
    "garden_country": "us",
    "garden_state": "us_oh",
    "own_country": "ca",
    "plants": ("roses", "beans", "tree"),
    "height": "roof",
    "soil": "dry",
    "leaves": "curled",
    "spots": "yes",
    "spots_spread": "?",
    "leans": "today",
    "watering": "never",
    "shade": "-",
    "props": "no",
    "keeper": "Ada",
    "keeper_days": "seldom",
    "garden_name": "The long field",
    "worry": "The roses.\nAnd the beans.",
    "your_name": "Grace",
    "plant_age@roses": "some",
    "plant_ills@roses": ("lice", "rust"),
    "plant_age@beans": "new",
    "plant_age@tree": "old",
    "plant_ills@tree": "-",
    "plant_name@n1": "Mint",
    "plant_age@n1": "?",
    "plant_ills@n1": ("none",),
    "helper_name@n2": "Barbara",
    "helper_reach@n2": "555-0133",
    "helper_days@n2": "sundays",
    "helper_name@n3": "The man next door",
    "helper_reach@n3": "-",
    "helper_days@n3": "never",
    "talk_about": "The goat.\nAnd the hedge.",
    "day_brings@n2": ("spade", "cake"),
    "day_who@n4": "Grandmother",
    "day_brings@n4": "?",
}
"""Every question answered for every entry, with most rules met."""


def answers(**given: str | tuple[str, ...]) -> Response:
    """A Response from the short form of cases: "?" for "I don't know", "-" for "I'd rather not say"."""
    return response_of(given, CONTENT)


def assessment(**given: str | tuple[str, ...]) -> Assessment:
    """The assessment of these answers, in the short form of cases."""
    return assess(CONTENT, answers(**given), ON)


def brief_of(response: Response, content: Content = CONTENT, words: Translator = ENGLISH) -> Brief:
    """The brief for these answers."""
    return brief(content, response, assess(content, response, ON), MADE_ON, words)


def with_parts(**parts: Any) -> Content:
    """The garden content with some parts replaced, such as its rules."""
    fields = {name: getattr(CONTENT, name) for name in Content.model_fields}
    return Content.model_validate({**fields, **parts})


def copied(folder: Path) -> Path:
    """A copy of the library that a test can change, without templates, styles, and fonts."""
    copy = folder / "library"
    shutil.copytree(LIBRARY, copy, ignore=shutil.ignore_patterns("fonts", "*.css", "*.j2"))
    return copy


def edited(folder: Path, file: str, old: str, new: str) -> None:
    """Replace `old`, which must occur exactly once, with `new`."""
    path = folder / file
    text = path.read_text("utf-8")
    assert text.count(old) == 1, f"{old!r} occurs {text.count(old)} times in {file}"
    path.write_text(text.replace(old, new), "utf-8")
