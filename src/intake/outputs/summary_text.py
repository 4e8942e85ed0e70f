"""The summary as plain text, to paste into a record system: the outline of the brief, lines wrapped, nothing drawn."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from typing import assert_never

from intake.brief import blocks, wording
from intake.brief.model import Brief
from intake.brief.outline import Head, Section, outline
from intake.brief.rows import AnswerStatus, Row
from intake.i18n import Translator
from intake.outputs.pdf.printable import BREAK_HERE, printable

WIDTH = 80


def text(brief: Brief, words: Translator) -> str:
    """The whole summary, ending in a newline."""
    whole = outline(brief, words)
    paragraphs = [*_head(whole.head), "", whole.cover.priority, *whole.cover.notices]
    for section in (*whole.cover.sections, *whole.details):
        paragraphs += _section(section)
    return "\n".join(line for paragraph in paragraphs for line in _wrapped(paragraph)) + "\n"


def _wrapped(paragraph: str) -> list[str]:
    """A paragraph in lines of at most WIDTH characters; those of a list are set in below its dash."""
    shown = printable(paragraph).text.replace(BREAK_HERE, "")
    inset = "  " if paragraph.startswith("- ") else ""
    lines: list[str] = []
    for place, line in enumerate(shown.split("\n")):
        first = inset if place else ""
        wrapped = textwrap.wrap(
            line,
            WIDTH,
            initial_indent=first,
            subsequent_indent=inset,
            break_long_words=False,
            break_on_hyphens=False,
        )
        lines += wrapped or [""]
    return lines


def _head(head: Head) -> Iterator[str]:
    yield head.title.upper()
    yield from (head.confidential, head.made, head.not_a_no)


def _section(section: Section) -> Iterator[str]:
    yield from _headed(section.title, (line for block in section.blocks for line in _block(block)))
    for below in section.sections:
        yield from _section(below)


def _headed(title: str, paragraphs: Iterable[str]) -> Iterator[str]:
    yield from ("", title.upper())
    yield from paragraphs


def _block(block: blocks.Block) -> Iterator[str]:  # noqa: C901, PLR0912 - a case for each kind of block
    match block:
        case blocks.Paragraph(text=text, lead=lead):
            yield f"{lead} {text}" if lead else text
        case blocks.ReadingNote(text=text):  # no ▲ here: the word stands before what was reported
            yield text
        case blocks.Quotes(rows=rows):
            yield from map(_answer, rows)
        case blocks.Facts():
            yield from _facts(block)
        case blocks.Reasons(lead=lead, rows=rows, more=more):
            yield from (lead, *map(_answer, rows))
            yield from [f"- {more}"] if more else []
        case blocks.RiskBox(rows=risks):
            for risk in risks:
                nothing = [f"- {risk.nothing}"] if risk.nothing else []
                yield from _headed(risk.title, [*nothing, *_facts(risk.everything)])
        case blocks.EntryLines(entries=entries):
            for entry in entries:
                answers = "; ".join(f"{row.label}: {wording.quoted(row)}" for row in entry.facts.rows)
                yield f"- {entry.title} – {answers}" if answers else f"- {entry.title}"
        case blocks.UnansweredSafety(text=text, rows=rows):
            yield from (text, *(f"- {row.label}: {row.value}" for row in rows))
        case blocks.Shares(title=title, rows=shares):
            yield from _headed(title, (f"- {share.part.title}: {share.text}" for share in shares))
        case blocks.EntryGroup():
            yield from _group(block)
        case blocks.Steps(steps=steps):
            yield from (f"{place}. {step.text} ({step.when})" for place, step in enumerate(steps, start=1))
        case blocks.Rules(rules=rules, none=none):
            yield from [_rule(rule) for rule in rules] or [f"- {none[0]}"]
        case blocks.Sources(lead=lead, titles=titles):
            yield f"{lead} {'; '.join(titles)}."
        case _:
            assert_never(block)


def _facts(facts: blocks.Facts) -> Iterator[str]:
    """What was stated, line by line; then what was denied and what has no answer, a line each."""
    for row in facts.stated:
        mark = f"{facts.names[row.status]}: " if row.status is AnswerStatus.REPORTED else ""
        yield f"- {mark}{row.label}: {wording.quoted(row)}"
    if facts.denied:
        answers = "; ".join(f"{row.label} – {wording.quoted(row)}" for row in facts.denied)
        yield f"- {facts.names[AnswerStatus.DENIED]}: {answers}"
    for name, rows in facts.unanswered:
        yield f"- {name}: {_labels(rows)}"


def _group(group: blocks.EntryGroup) -> Iterator[str]:
    if group.title:
        yield f"{group.title}:"
    if group.timeline:
        yield from _timeline(group.timeline)
    for entry in group.entries:
        yield f"{entry.title}:"
        yield from _facts(entry.facts)


def _timeline(timeline: blocks.Timeline) -> Iterator[str]:
    yield f"{timeline.course.title}:"
    yield from (f"- {moment.when}: {moment.title}" for moment in timeline.course.moments)
    if timeline.undated:
        yield f"- {timeline.undated}"


def _rule(rule: blocks.RuleLine) -> str:
    return f"- {rule.title} ({rule.level}) [{rule.rule}]: {_labels(rule.rests_on)}"


def _answer(row: Row) -> str:
    return f"- {row.label}: {wording.quoted(row)}"


def _labels(rows: Iterable[Row]) -> str:
    return "; ".join(row.label for row in rows)
