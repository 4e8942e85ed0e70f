"""The outline of a brief is its one list of headings and blocks: every drawing follows it, also one it never saw."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from html import unescape
from html.parser import HTMLParser
from typing import Any, get_args

import pytest

from intake.brief import blocks, outline, wording
from intake.brief.model import Brief
from intake.brief.outline import Outline, OutlineSection
from intake.brief.rows import Row
from intake.outputs import summary_pdf, summary_text
from intake.ui.common import summary_html
from tests.garden import CALM, ENGLISH, LARGEST, LIBRARY, WELL, answers, brief_of
from tests.pdf_conformance.structure import blocks as pdf_blocks

LARGE = brief_of(answers(**LARGEST))
BRIEFS = {
    "everything": LARGE,
    "calm": brief_of(answers(**CALM)),
    "no file": brief_of(answers(**{**CALM, "now": ("goat",)})),
    "little": brief_of(answers(**WELL)),
    "nothing": brief_of(answers()),
}
outline_of: Callable[[Brief], Outline] = partial(outline.outline, words=ENGLISH)


# --- Markdown: the whole of a new drawing ----------------------------------------------------------------------------


def markdown(whole: Outline) -> str:
    """The summary as Markdown."""
    lines = [f"# {whole.head.title}", whole.head.confidential, whole.head.made, whole.head.not_a_no]
    lines += [f"**{text}**" for text in (whole.cover.priority, *whole.cover.notices)]
    sections = (*whole.cover.sections, *whole.details)
    return "\n\n".join([*lines, *(line for section in sections for line in md_section(section, 2))])


def md_section(section: OutlineSection, level: int) -> Iterator[str]:
    yield f"{'#' * level} {section.title}"
    yield from (line for block in section.blocks for line in md_block(block, level + 1))
    yield from (line for below in section.sections for line in md_section(below, level + 1))


def md_block(block: blocks.Block, level: int) -> Iterator[str]:  # noqa: C901, PLR0912 - a case for each kind of block
    match block:
        case blocks.Paragraph():
            yield f"**{block.lead}** {block.text}".removeprefix("**** ")
        case blocks.ReadingNote():
            yield block.text
        case blocks.Quotes():
            yield from (f"> {row.label}: {wording.quoted(row)}" for row in block.rows)
        case blocks.Facts():
            yield from map(md_row, block.rows)
        case blocks.Reasons():
            yield from (block.lead, *map(md_row, block.rows), block.more)
        case blocks.RiskBox():
            for risk in block.rows:
                yield from (f"{'#' * level} {risk.title}", risk.nothing_reported, *map(md_row, risk.all_facts.rows))
        case blocks.EntryLines():
            yield from (f"- **{entry.title}** {' '.join(map(md_row, entry.facts.rows))}" for entry in block.entries)
        case blocks.UnansweredSafety():
            yield from (block.text, *map(md_row, block.rows))
        case blocks.Shares():
            yield from (f"{'#' * level} {block.title}", *(f"- {each.part.title}: {each.text}" for each in block.rows))
        case blocks.EntryGroup():
            yield f"{'#' * level} {block.title}" if block.title else ""
            if line := block.timeline:
                yield from (line.course.title, *(f"- {one.when}: {one.title}" for one in line.course.moments))
                yield line.undated
            for entry in block.entries:
                yield from (f"**{entry.title}**", *map(md_row, entry.facts.rows))
        case blocks.Steps():
            yield from (f"1. {step.text} ({step.when})" for step in block.steps)
        case blocks.Rules():
            for rule in block.rules:
                yield f"- {rule.title} ({rule.level}): {'; '.join(row.label for row in rule.based_on)}"
            yield "" if block.rules else block.empty_row[0]
        case blocks.Sources():
            yield from (block.lead, *(f"{number}. {title}" for number, title in enumerate(block.titles, start=1)))


def md_row(row: Row) -> str:
    return f"- {row.label}: {wording.quoted(row)}"


# --- what each drawing shows as headings -----------------------------------------------------------------------------


def titles(sections: tuple[OutlineSection, ...], *kinds: type[Any]) -> list[str]:
    """The headings of the sections in order; with them those of the blocks of these kinds."""
    found: list[str] = []
    for section in sections:
        found.append(section.title)
        for block in section.blocks:
            if isinstance(block, kinds):
                found += [block.title] if hasattr(block, "title") else [row.title for row in block.rows]
        found += titles(section.sections, *kinds)
    return [title for title in found if title]


class _Headings(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._open = False

    def handle_starttag(self, tag: str, _attributes: list[tuple[str, str | None]]) -> None:
        if re.fullmatch("h[2-5]", tag):
            self.found.append("")
            self._open = True

    def handle_endtag(self, tag: str) -> None:
        if re.fullmatch("h[2-5]", tag):
            self._open = False

    def handle_data(self, data: str) -> None:
        if self._open:
            self.found[-1] += data


def in_html(html: str) -> list[str]:
    parsed = _Headings()
    parsed.feed(html)
    return parsed.found


def drawn_headings(brief: Brief) -> dict[str, list[str]]:
    """The headings of every drawing."""
    text = summary_text.text(brief, ENGLISH)
    return {
        "html": in_html(summary_pdf.html(brief, ENGLISH, LIBRARY)),
        "text": re.findall(r"\n\n([^a-z\n]+)(?=\n)", text),
        "screen": in_html(summary_html.summary(brief, ENGLISH)),
    }


def expected_headings(whole: Outline) -> dict[str, list[str]]:
    """What a drawing sets as headings: on paper the dangers and the shares are tables, in the text groups are lines."""
    sections = (*whole.cover.sections, *whole.details)
    inside = titles(sections, blocks.RiskBox, blocks.Shares)
    return {
        "html": titles(sections, blocks.EntryGroup),
        "text": [title.upper() for title in inside],
        "screen": titles(sections, blocks.RiskBox, blocks.Shares, blocks.EntryGroup),
    }


@pytest.mark.parametrize("name", BRIEFS)
def test_every_renderer_has_exactly_the_headings_of_the_outline(name: str) -> None:
    brief = BRIEFS[name]
    assert drawn_headings(brief) == expected_headings(outline_of(brief))


def test_the_pdf_has_the_headings_of_the_outline() -> None:
    read = pdf_blocks(summary_pdf.pdf(LARGE, ENGLISH, LIBRARY).data)
    headings = [block.text for block in read if block.tag in ("H2", "H3", "H4")]
    assert headings == expected_headings(outline_of(LARGE))["html"]


def test_renderers_follow_an_outline_they_have_never_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sections in another order, and a new one on page 1 and after it: no drawing has a list of its own."""
    whole = outline_of(LARGE)
    new = OutlineSection("Brand new", (blocks.Paragraph("Never drawn before."),))
    cover = replace(whole.cover, sections=(new, *whole.cover.sections[::-1]))
    changed = replace(whole, cover=cover, details=(*whole.details[::-1], new))
    for module in (summary_pdf, summary_text, summary_html):
        monkeypatch.setattr(module, "outline", lambda _brief, _words: changed)
    headings = expected_headings(changed)
    assert all(of[0].lower() == of[-1].lower() == "brand new" for of in headings.values())
    assert drawn_headings(LARGE) == headings
    assert summary_text.text(LARGE, ENGLISH).count("Never drawn before.") == 2
    assert "Never drawn before." in summary_html.cover(LARGE, ENGLISH)


def every_block(sections: tuple[OutlineSection, ...]) -> Iterator[blocks.Block]:
    for section in sections:
        yield from section.blocks
        yield from every_block(section.sections)


def test_every_kind_of_block_works_on_page_one_and_later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever a block is put, no drawing loses what it says."""
    whole = outline_of(LARGE)
    one_of_each = {type(block): block for block in every_block((*whole.cover.sections, *whole.details))}
    assert set(one_of_each) == set(get_args(blocks.Block)), "the largest brief has every kind of block"
    for kind, block in one_of_each.items():
        alone = (OutlineSection("Alone", (block,)),)
        there = replace(whole, cover=replace(whole.cover, sections=alone), details=())
        after = replace(whole, cover=replace(whole.cover, sections=()), details=alone)
        for changed in (there, after):
            for module in (summary_pdf, summary_text, summary_html):
                monkeypatch.setattr(module, "outline", lambda _brief, _words, changed=changed: changed)
            drawn = {
                "html": summary_pdf.html(LARGE, ENGLISH, LIBRARY),
                "text": summary_text.text(LARGE, ENGLISH),
                "screen": summary_html.summary(LARGE, ENGLISH),
            }
            bare = {how: solid(unescape(re.sub("<[^>]*>", " ", document))) for how, document in drawn.items()}
            for how, document in bare.items():
                assert solid(a_word_of(block)) in document, (kind.__name__, how)


def a_word_of(block: blocks.Block) -> str:  # noqa: PLR0911 - a case for each kind of block
    """Something that every drawing of a block says."""
    match block:
        case blocks.Paragraph() | blocks.ReadingNote() | blocks.UnansweredSafety():
            return block.text
        case blocks.Quotes() | blocks.Facts() | blocks.Reasons():
            return block.rows[0].value.split("\n")[0]
        case blocks.RiskBox():
            return block.rows[-1].facts.stated[0].value
        case blocks.EntryLines() | blocks.EntryGroup():
            return block.entries[0].title
        case blocks.Shares():
            return block.rows[0].text
        case blocks.Steps():
            return block.steps[0].text
        case blocks.Rules():
            return block.rules[0].title
        case blocks.Sources():
            return block.titles[0]


def solid(text: str) -> str:
    return "".join(text.replace("\u200b", "").split()).lower()


def test_a_new_renderer_of_forty_lines_is_complete() -> None:
    """A drawing in another form needs nothing but the outline: here Markdown."""
    whole = outline_of(LARGE)
    document = markdown(whole)
    for part in LARGE.sections:
        for row in part.all_rows:
            assert row.value == row.entry_name or row.label in document
            assert row.value in document
    for step in LARGE.steps:
        assert f"{step.text} ({step.when})" in document
    for decision in LARGE.decisions:
        assert decision.title in document or not decision.level
    sections = (*whole.cover.sections, *whole.details)
    headings = re.findall("^##+ (.+)$", document, re.MULTILINE)
    assert headings == titles(sections, blocks.RiskBox, blocks.Shares, blocks.EntryGroup)


def test_the_familys_own_words_come_first_and_the_caveat_last() -> None:
    situation, assessment = (
        next(one for one in outline_of(LARGE).cover.sections if one.title == title)
        for title in ("Situation", "Assessment")
    )
    assert isinstance(situation.blocks[0], blocks.Quotes)
    assert [row.value for row in situation.blocks[0].rows] == ["The roses.\nAnd the beans."]
    last = assessment.blocks[-1]
    assert isinstance(last, blocks.Paragraph)
    assert last.text == "Suggested by fixed rules. No score, no diagnosis."


def test_a_group_does_not_repeat_the_heading_above_it() -> None:
    (part,) = [part for part in LARGE.parts if part.groups][:1]
    (group,) = part.groups[:1]
    same = group.model_copy(update={"title": part.title})
    brief = LARGE.model_copy(update={"parts": (part.model_copy(update={"groups": (same,)}),)})
    for how, headings in drawn_headings(brief).items():
        assert [title.lower() for title in headings].count(part.title.lower()) == 1, how
