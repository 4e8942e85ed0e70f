"""The summary as plain text to paste into a record system: the outline of the brief in wrapped lines."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from typing import assert_never

from intake.brief import blocks, wording
from intake.brief.model import Brief
from intake.brief.outline import DocumentHead, OutlineSection, outline
from intake.brief.rows import AnswerStatus, Row
from intake.i18n import Translator
from intake.outputs.pdf.printable import BREAK_HERE, printable

WIDTH = 80


def text(brief: Brief, words: Translator) -> str:
    """The whole summary, ending with a newline."""
    whole = outline(brief, words)
    paragraphs = [*_head(whole.head), "", whole.cover.priority, *whole.cover.notices]
    for section in (*whole.cover.sections, *whole.details):
        paragraphs += _section(section)
    return "\n".join(line for paragraph in paragraphs for line in _wrapped(paragraph)) + "\n"


def _wrapped(paragraph: str) -> list[str]:
    """A paragraph in lines of at most WIDTH characters; list items have a hanging indent."""
    printed = printable(paragraph).text.replace(BREAK_HERE, "")
    indent = "  " if paragraph.startswith("- ") else ""
    lines: list[str] = []
    for number, line in enumerate(printed.split("\n")):
        first = indent if number else ""
        wrapped = textwrap.wrap(
            line,
            WIDTH,
            initial_indent=first,
            subsequent_indent=indent,
            break_long_words=False,
            break_on_hyphens=False,
        )
        lines += wrapped or [""]
    return lines


def _head(head: DocumentHead) -> Iterator[str]:
    yield head.title.upper()
    yield from (head.confidential, head.made, head.not_a_no)


def _section(section: OutlineSection) -> Iterator[str]:
    aside = [section.aside] if section.aside else []
    yield from _headed(section.title, (*aside, *(line for block in section.blocks for line in _block(block))))
    for subsection in section.sections:
        yield from _section(subsection)


def _headed(title: str, paragraphs: Iterable[str]) -> Iterator[str]:
    yield from ("", title.upper())
    yield from paragraphs


def _block(block: blocks.Block) -> Iterator[str]:  # noqa: C901, PLR0912 - a case for each kind of block
    match block:
        case blocks.Paragraph(text=text, lead=lead):
            yield f"{lead} {text}" if lead else text
        case blocks.ReadingNote(text=text):  # no ▲ in plain text: the word "Reported" marks it
            yield text
        case blocks.Quotes(rows=rows):
            yield from map(_answer, rows)
        case blocks.Facts():
            yield from _facts(block)
        case blocks.Sentences(texts=texts, facts=facts):
            yield from [" ".join(texts)] if texts else []
            yield from _facts(facts)
        case blocks.Listed():
            yield from _listed(block)
        case blocks.Reasons(lead=lead, rows=rows, more=more):
            yield from (lead, *map(_answer, rows))
            yield from [f"- {more}"] if more else []
        case blocks.RiskBox(rows=risks):
            for risk in risks:
                nothing_reported = [f"- {risk.nothing_reported}"] if risk.nothing_reported else []
                yield from _headed(risk.title, [*nothing_reported, *_facts(risk.all_facts)])
        case blocks.EntryLines(entries=entries, facts=facts):
            for entry in entries:
                answers = "; ".join(f"{row.label}: {wording.quoted(row)}" for row in entry.facts.rows)
                yield f"- {entry.title} – {answers}" if answers else f"- {entry.title}"
            yield from _facts(facts)
        case blocks.UnansweredSafety(text=text, rows=rows):
            yield from (text, *(f"- {row.label}: {row.value}" for row in rows))
        case blocks.EntryGroup():
            yield from _group(block)
        case blocks.Steps(steps=steps):
            yield from (f"{number}. {step.text} ({step.when})" for number, step in enumerate(steps, start=1))
        case blocks.Rules(rules=rules, empty_row=empty_row):
            yield from [_rule(rule) for rule in rules] or [f"- {empty_row[0]}"]
        case blocks.Sources(lead=lead, titles=titles):
            yield f"{lead} {'; '.join(titles)}."
        case _:
            assert_never(block)


def _listed(block: blocks.Listed) -> Iterator[str]:
    if block.one_line:
        yield f"{block.lead} {block.one_line}".lstrip()
        return
    yield from [block.lead] if block.lead else []
    for number, text in enumerate(block.texts, start=1):
        yield f"{number}. {text}" if block.numbered else f"- {text}"
    yield from (f"- {text}" for text in block.more)


def _facts(facts: blocks.Facts) -> Iterator[str]:
    """The stated rows, one per line; then one line for denials and one for each kind of open question."""
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


def _timeline(timeline: blocks.EntryTimeline) -> Iterator[str]:
    yield f"{timeline.course.title}:"
    yield from (f"- {moment.when}: {moment.title}" for moment in timeline.course.moments)
    if timeline.undated:
        yield f"- {timeline.undated}"


def _rule(rule: blocks.RuleLine) -> str:
    return f"- {rule.title} ({rule.level}): {_labels(rule.based_on)}"


def _answer(row: Row) -> str:
    return f"- {row.label}: {wording.quoted(row)}"


def _labels(rows: Iterable[Row]) -> str:
    return "; ".join(row.label for row in rows)
