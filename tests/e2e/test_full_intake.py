"""Alex's family answers everything, on a phone: the check, every part of the full intake, and the file to hand over.

test_walks.py tests the check itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pypdf
import pytest
from playwright.sync_api import Page

from intake.config import content_folder
from intake.content.cases import Shorthand
from intake.domain.answers_json import read_answers
from intake.domain.response import Absent, Answer, Response
from intake.domain.routing import route
from tests.e2e.family import CONTENT, Family
from tests.serving import Served

INTAKE = content_folder() / "cases" / "intakes" / "alex.json"
ABSENT = {Absent.UNKNOWN: "?", Absent.DECLINED: "-"}
PARTS = [section for section in CONTENT.questionnaire.sections if section.asked == "full"]


def told() -> Response:
    return read_answers(INTAKE.read_bytes(), CONTENT.questionnaire)


def short(answers: tuple[Answer, ...]) -> Shorthand:
    """The answers as a family gives them, without the questions it skips."""
    pairs = ((one.key, ABSENT.get(one.absent) if one.absent else one.value) for one in answers)
    return {key: given for key, given in pairs if given is not None}


def is_of_check(key: str) -> bool:
    return CONTENT.questionnaire.section_of[key.partition("@")[0]].asked in ("gate", "first", "check")


def in_the_full_intake(keys: list[str]) -> Iterator[str]:
    section_of = CONTENT.questionnaire.section_of
    return (key for key in keys if section_of[key.partition("@")[0]].asked == "full")


@pytest.mark.long
def test_alexs_family_answers_everything_and_is_asked_nothing_twice(
    server: Served, phone: Page, tmp_path: Path
) -> None:
    response = told()
    family = Family(phone, server.url, dict(short(response.answers)))
    family.asked = [asked.key for asked in route(CONTENT.questionnaire, response) if is_of_check(asked.key)]
    family.arrive("result", {key: family.answers[key] for key in family.asked if key in family.answers})
    family.press("Add details for a professional")
    for part in PARTS:
        family.open_part(part.title)
        family.fill_part()

    twice = sorted({key for key in family.asked if family.asked.count(key) > 1})
    assert twice == []
    applying = [asked.key for asked in route(CONTENT.questionnaire, response)]
    assert set(in_the_full_intake(family.asked)) == set(in_the_full_intake(applying)), (
        "everything that applies is asked"
    )
    family.press("Get a summary for a professional")
    family.press("Continue")
    with phone.expect_download(timeout=30_000) as waiting:
        family.main.get_by_role("button", name="Download the summary (PDF)").click()
    waiting.value.save_as(tmp_path / "summary.pdf")
    pages = pypdf.PdfReader(tmp_path / "summary.pdf").pages
    assert 3 <= len(pages) <= 5
    text = "".join("".join(page.extract_text().split()) for page in pages)
    lost = [key for key in in_the_full_intake(family.asked) if not _stands_in(text, response, key)]
    assert lost == []


def _stands_in(text: str, response: Response, key: str) -> bool:
    """Whether the file has the answer to a question, or says that there is none."""
    answer, item = response.by_key.get(key), CONTENT.questionnaire.items[key.partition("@")[0]]
    if answer is None or answer.value is None:
        return "".join(item.label.split()) in text
    words = [item.by_code[code].text for code in answer.codes] if item.options else [str(answer.value)]
    return all("".join(one.split()) in text.replace("\u200b", "") for one in words)
