"""Every renderer follows the headings and blocks of the outline, even of an outline it has never seen."""

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


# --- Markdown: a complete new renderer -------------------------------------------------------------------------------


def markdown(whole: Outline) -> str:
    """The summary as Markdown."""
    lines = [f"# {whole.head.title}", whole.head.confidential, whole.head.made, whole.head.not_a_no]
    lines += [f"**{text}**" for text in (whole.cover.priority, *whole.cover.notices)]
    sections = (*whole.cover.sections, *whole.details)
    return "\n\n".join([*lines, *(line for section in sections for line in md_section(section, 2))])


def md_section(section: OutlineSection, level: int) -> Iterator[str]:
    yield f"{'#' * level} {section.title}"
    yield section.aside
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
        case blocks.Sentences():
            yield from (*block.texts, *map(md_row, block.facts.rows))
        case blocks.Listed():
            yield from (f"**{block.lead}**".strip("*"), *(f"- {text}" for text in (*block.texts, *block.more)))
        case blocks.Reasons():
            yield from (block.lead, *map(md_row, block.rows), block.more)
        case blocks.RiskBox():
            for risk in block.rows:
                yield from (f"{'#' * level} {risk.title}", risk.nothing_reported, *map(md_row, risk.all_facts.rows))
        case blocks.EntryLines():
            yield from (f"- **{entry.title}** {' '.join(map(md_row, entry.facts.rows))}" for entry in block.entries)
            yield from map(md_row, block.facts.rows)
        case blocks.UnansweredSafety():
            yield from (block.text, *map(md_row, block.rows))
        case blocks.EntryGroup():
            yield f"{'#' * level} {block.title}" if block.title else ""
            if timeline := block.timeline:
                yield from (
                    timeline.course.title,
                    *(f"- {moment.when}: {moment.title}" for moment in timeline.course.moments),
                )
                yield timeline.undated
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


# --- the headings of each renderer -----------------------------------------------------------------------------------


def titles(sections: tuple[OutlineSection, ...], *kinds: type[Any], beside: bool = False) -> list[str]:
    """The headings of the sections in order, including those of blocks of these kinds. `beside`: with their asides."""
    headings: list[str] = []
    for section in sections:
        headings.append(f"{section.title} {section.aside}".strip() if beside else section.title)
        for block in section.blocks:
            if isinstance(block, kinds):
                headings += [block.title] if hasattr(block, "title") else [row.title for row in block.rows]
        headings += titles(section.sections, *kinds, beside=beside)
    return [title for title in headings if title]


class _Headings(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.headings: list[str] = []
        self._open = False

    def handle_starttag(self, tag: str, _attributes: list[tuple[str, str | None]]) -> None:
        if re.fullmatch("h[2-5]", tag):
            self.headings.append("")
            self._open = True

    def handle_endtag(self, tag: str) -> None:
        if re.fullmatch("h[2-5]", tag):
            self._open = False

    def handle_data(self, data: str) -> None:
        if self._open:
            self.headings[-1] += data


def in_html(html: str) -> list[str]:
    parsed = _Headings()
    parsed.feed(html)
    return parsed.headings


def rendered_headings(brief: Brief) -> dict[str, list[str]]:
    """The headings of every renderer."""
    text = summary_text.text(brief, ENGLISH)
    return {
        "html": in_html(summary_pdf.html(brief, ENGLISH, LIBRARY)),
        "text": re.findall(r"\n\n([^a-z\n]+)(?=\n)", text),
        "screen": in_html(summary_html.summary(brief, ENGLISH)),
    }


def expected_headings(whole: Outline) -> dict[str, list[str]]:
    """What a renderer shows as headings: on paper, risks are a table; in the text, groups are lines."""
    sections = (*whole.cover.sections, *whole.details)
    inside = titles(sections, blocks.RiskBox)
    return {
        "html": titles(sections, blocks.EntryGroup, beside=True),
        "text": [title.upper() for title in inside],
        "screen": titles(sections, blocks.RiskBox, blocks.EntryGroup),
    }


@pytest.mark.parametrize("name", BRIEFS)
def test_every_renderer_has_exactly_the_headings_of_the_outline(name: str) -> None:
    brief = BRIEFS[name]
    assert rendered_headings(brief) == expected_headings(outline_of(brief))


def test_the_pdf_has_the_headings_of_the_outline() -> None:
    read = pdf_blocks(summary_pdf.pdf(LARGE, ENGLISH, LIBRARY).data)
    headings = [block.text for block in read if block.tag in ("H2", "H3", "H4")]
    assert headings == expected_headings(outline_of(LARGE))["html"]


def test_renderers_follow_an_outline_they_have_never_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """With sections in another order and a new one on and after page 1, renderers use no list of their own."""
    whole = outline_of(LARGE)
    new = OutlineSection("Brand new", (blocks.Paragraph("Never rendered before."),))
    cover = replace(whole.cover, sections=(new, *whole.cover.sections[::-1]))
    changed = replace(whole, cover=cover, details=(*whole.details[::-1], new))
    for module in (summary_pdf, summary_text, summary_html):
        monkeypatch.setattr(module, "outline", lambda _brief, _words: changed)
    headings = expected_headings(changed)
    assert all(texts[0].lower() == texts[-1].lower() == "brand new" for texts in headings.values())
    assert rendered_headings(LARGE) == headings
    assert summary_text.text(LARGE, ENGLISH).count("Never rendered before.") == 2
    assert "Never rendered before." in summary_html.cover(LARGE, ENGLISH)


def every_block(sections: tuple[OutlineSection, ...]) -> Iterator[blocks.Block]:
    for section in sections:
        yield from section.blocks
        yield from every_block(section.sections)


def test_every_kind_of_block_works_on_page_one_and_later(monkeypatch: pytest.MonkeyPatch) -> None:
    """No renderer loses the content of a block, wherever it is."""
    whole = outline_of(LARGE)
    one_of_each = {type(block): block for block in every_block((*whole.cover.sections, *whole.details))}
    assert set(one_of_each) == set(get_args(blocks.Block)), "the largest brief has every kind of block"
    for kind, block in one_of_each.items():
        alone = (OutlineSection("Alone", (block,)),)
        on_cover = replace(whole, cover=replace(whole.cover, sections=alone), details=())
        after = replace(whole, cover=replace(whole.cover, sections=()), details=alone)
        for changed in (on_cover, after):
            for module in (summary_pdf, summary_text, summary_html):
                monkeypatch.setattr(module, "outline", lambda _brief, _words, changed=changed: changed)
            rendered = {
                "html": summary_pdf.html(LARGE, ENGLISH, LIBRARY),
                "text": summary_text.text(LARGE, ENGLISH),
                "screen": summary_html.summary(LARGE, ENGLISH),
            }
            for renderer, document in rendered.items():
                text = solid(unescape(re.sub("<[^>]*>", " ", document)))
                assert solid(sample_of(block)) in text, (kind.__name__, renderer)


def sample_of(block: blocks.Block) -> str:  # noqa: C901, PLR0911 - a case for each kind of block
    """Some text that every renderer shows for a block."""
    match block:
        case blocks.Paragraph() | blocks.ReadingNote() | blocks.UnansweredSafety():
            return block.text
        case blocks.Listed():
            return (*block.texts, *block.more)[-1]
        case blocks.Quotes() | blocks.Facts():
            return block.rows[0].value.split("\n")[0]
        case blocks.Reasons():
            return block.rows[0].label
        case blocks.Sentences():
            return block.texts[-1]
        case blocks.RiskBox():
            return block.rows[-1].facts.stated[0].value
        case blocks.EntryLines() | blocks.EntryGroup():
            return block.entries[0].title
        case blocks.Steps():
            return block.steps[0].text
        case blocks.Rules():
            return block.rules[0].title
        case blocks.Sources():
            return block.titles[0]


def solid(text: str) -> str:
    return "".join(text.replace("\u200b", "").split()).lower()


def test_a_new_renderer_of_forty_lines_is_complete() -> None:
    """A renderer for another format, here Markdown, needs only the outline."""
    whole = outline_of(LARGE)
    document = markdown(whole)
    phrases = {row.key: row.phrase.text for row in (*LARGE.who, *LARGE.reach) if row.phrase}
    for part in LARGE.sections:
        for row in part.all_rows:
            assert row.value == row.entry_name or row.label in document or phrases[row.key] in document
            assert phrases.get(row.key, row.value) in document
    for step in LARGE.steps:
        assert f"{step.text} ({step.when})" in document
    for decision in LARGE.decisions:
        assert decision.title in document or not decision.level
    sections = (*whole.cover.sections, *whole.details)
    headings = re.findall("^##+ (.+)$", document, re.MULTILINE)
    assert headings == titles(sections, blocks.RiskBox, blocks.EntryGroup)


def test_the_familys_own_words_come_first_and_the_caveat_last() -> None:
    situation, assessment = (
        next(section for section in outline_of(LARGE).cover.sections if section.title == title)
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
    for renderer, headings in rendered_headings(brief).items():
        assert sum(title.lower().startswith(part.title.lower()) for title in headings) == 1, renderer
