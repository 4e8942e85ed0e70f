"""The summary on screen: the outline of the brief, laid out for a phone.

Streamlit removes images from HTML, so the bars and the timeline are boxes here. What was typed is escaped.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from intake.brief import blocks, wording
from intake.brief.model import Brief
from intake.brief.outline import Cover, OutlineSection, outline
from intake.brief.rows import AnswerStatus, Row
from intake.i18n import Translator

TOP_LEVEL = 3  # of headings: the page has its h1, and an h2 above the summary


def summary(brief: Brief, words: Translator) -> str:
    """The whole summary as HTML, headings from h3 down."""
    whole = outline(brief, words)
    return _cover(whole.cover) + "".join(map(_section, whole.details))


def cover(brief: Brief, words: Translator) -> str:
    """Only page 1 of the summary, as HTML."""
    return _cover(outline(brief, words).cover)


def _cover(page: Cover) -> str:
    strong = "".join(f"<p><strong>{_safe(text)}</strong></p>" for text in (page.priority, *page.notices))
    return strong + "".join(map(_section, page.sections))


def _section(section: OutlineSection, level: int = TOP_LEVEL) -> str:
    subsections = (_section(subsection, level + 1) for subsection in section.sections)
    aside = _paragraph(section.aside)
    return _headed(level, section.title, aside, *(_block(block, level + 1) for block in section.blocks), *subsections)


def _block(block: blocks.Block, level: int) -> str:  # noqa: C901, PLR0911, PLR0912 - a case for each kind
    """One block; headings in it are of this level."""
    match block:
        case blocks.Paragraph(text=text, lead=lead):
            return _paragraph(lead, text)
        case blocks.ReadingNote(symbol=symbol, text=text):
            return _paragraph(symbol, text)
        case blocks.Quotes(rows=rows):
            return "".join(_fact(row.label, wording.quoted(row)) for row in rows)
        case blocks.Facts():
            return _facts(block)
        case blocks.Sentences(sentences=sentences, facts=facts):
            return _sentences(sentences) + _facts(facts)
        case blocks.Listed(lead=lead, one_line=text) if text:
            return _paragraph(lead, text)
        case blocks.Listed(lead=lead, texts=texts, numbered=numbered, more=more_texts):
            return _paragraph(lead) + _listed(texts, "ol" if numbered else "ul") + _listed(more_texts)
        case blocks.Reasons(lead=lead, rows=rows, more=more):
            reasons = [f"{row.label}: {wording.quoted(row)}" for row in rows]
            return _paragraph(lead) + _listed([*reasons, more] if more else reasons)
        case blocks.RiskBox(rows=risks):
            return "".join(_risk(risk, level) for risk in risks)
        case blocks.EntryLines(entries=entries, facts=facts):
            return _listed(_line(entry.title, entry.facts.rows) for entry in entries) + _facts(facts)
        case blocks.UnansweredSafety(text=text, rows=rows):
            return _paragraph(text) + _listed(f"{row.label}: {row.value}" for row in rows)
        case blocks.EntryGroup():
            return _group(block, level)
        case blocks.Steps(steps=steps):
            return _listed((f"{step.text} ({step.when})" for step in steps), "ol")
        case blocks.Rules(rules=rules, empty_row=empty_row):
            return f"<ul>{''.join(map(_rule, rules))}</ul>" if rules else _paragraph(empty_row[0])
        case blocks.Sources(lead=lead, titles=titles):
            return _paragraph(lead, f"{'; '.join(titles)}.")


# --- pieces ---


def _safe(text: str) -> str:
    return escape(text, quote=True)


def _headed(level: int, title: str, *parts: str) -> str:
    return f"<h{level}>{_safe(title)}</h{level}>{''.join(parts)}"


def _paragraph(*texts: str) -> str:
    text = " ".join(text for text in texts if text)
    return f'<p class="ns-fact">{_safe(text)}</p>' if text else ""


def _listed(texts: Iterable[str], tag: str = "ul") -> str:
    rows = "".join(f"<li>{_safe(text)}</li>" for text in texts)
    return f"<{tag}>{rows}</{tag}>" if rows else ""


def _fact(label: str, text: str) -> str:
    return f'<p class="ns-fact"><strong>{_safe(label)}:</strong> <span dir="auto">{_safe(text)}</span></p>'


def _facts(facts: blocks.Facts) -> str:
    """A line for each answer, reported signs marked; then what was denied, and what has no answer, a line each."""
    lines = [_fact(_marked(row), wording.quoted(row)) for row in facts.stated]
    if facts.denied:
        answers = "; ".join(f"{row.label} – {wording.quoted(row)}" for row in facts.denied)
        lines.append(_fact(facts.names[AnswerStatus.DENIED], answers))
    lines += [_fact(name, _labels(rows)) for name, rows in facts.unanswered]
    return "".join(lines)


def _sentences(sentences: Iterable[tuple[Row, ...]]) -> str:
    """Sentences in one paragraph, what must not be overlooked in bold."""
    texts = (_sentence(rows) for rows in sentences)
    text = " ".join(texts)
    return f'<p class="ns-fact" dir="auto">{text}</p>' if text else ""


def _sentence(rows: tuple[Row, ...]) -> str:
    parts = [
        f"<strong>{_safe(phrase)}</strong>" if row.phrase and row.phrase.strong else _safe(phrase)
        for row, phrase in wording.phrases(rows)
    ]
    return " ".join(parts)


def _marked(row: Row) -> str:
    return f"▲ {row.label}" if row.status is AnswerStatus.REPORTED else row.label


def _line(name: str, rows: Iterable[Row]) -> str:
    answers = "; ".join(f"{row.label}: {wording.quoted(row)}" for row in rows)
    return f"{name} – {answers}" if answers else name


def _risk(risk: blocks.RiskRow, level: int) -> str:
    return _headed(level, risk.title, _paragraph(risk.nothing_reported), _facts(risk.all_facts))


def _group(group: blocks.EntryGroup, level: int) -> str:
    timeline = _timeline(group.timeline) if group.timeline else ""
    if not group.title:
        return timeline + "".join(_headed(level, entry.title, _facts(entry.facts)) for entry in group.entries)
    entries = (_headed(level + 1, entry.title, _facts(entry.facts)) for entry in group.entries)
    return _headed(level, group.title, timeline, *entries)


def _timeline(timeline: blocks.EntryTimeline) -> str:
    """The timeline: a dot for each moment, oldest first, with its text."""
    course = timeline.course
    dots = "".join(
        f'<p class="ns-share">{_safe(moment.title)}: {_safe(moment.when)}</p>'
        f'<div class="ns-line" aria-hidden="true"><div style="width: {round(100 * moment.place)}%"></div></div>'
        for moment in course.moments
    )
    return _paragraph(f"{course.title}: {course.start} – {course.end}") + dots + _paragraph(timeline.undated)


def _rule(rule: blocks.RuleLine) -> str:
    return f"<li>{_safe(f'{rule.title} ({rule.level})')}: {_safe(_labels(rule.based_on))}</li>"


def _labels(rows: Iterable[Row]) -> str:
    return "; ".join(row.label for row in rows)
