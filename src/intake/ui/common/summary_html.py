"""The summary on screen: the texts and the order of the file, laid out for a phone.

Streamlit removes images from HTML, so the bars and the timeline are boxes here. What was typed is escaped.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from intake.brief import wording
from intake.brief.model import Brief, BriefGroup, BriefPart, BriefRisk
from intake.brief.rows import AnswerStatus, Row
from intake.brief.timeline import Course
from intake.i18n import Translator


def brief(brief: Brief, words: Translator) -> str:
    """The whole summary as HTML, headings from h3 down."""
    screen = _Screen(brief, words)
    return "".join([*screen.cover(), *screen.answers(), *screen.family_was_told(), *screen.how_reached()])


def cover(brief: Brief, words: Translator) -> str:
    """Page 1 of the file alone."""
    return "".join(_Screen(brief, words).cover())


def _safe(text: str) -> str:
    return escape(text, quote=True)


def _block(title: str, *parts: str, level: int = 3) -> str:
    return f"<h{level}>{_safe(title)}</h{level}>{''.join(parts)}"


def _paragraph(*texts: str) -> str:
    joined = " ".join(text for text in texts if text)
    return f'<p class="ns-fact">{_safe(joined)}</p>' if joined else ""


def _listed(texts: Iterable[str], tag: str = "ul") -> str:
    rows = "".join(f"<li>{_safe(text)}</li>" for text in texts)
    return f"<{tag}>{rows}</{tag}>" if rows else ""


class _Screen:
    """One brief as HTML, block by block."""

    def __init__(self, brief: Brief, words: Translator) -> None:
        self.brief = brief
        self.words = words
        self.t = words.ui

    def cover(self) -> Iterable[str]:
        """Page 1 of the file."""
        brief, t = self.brief, self.t
        yield f"<p><strong>{_safe(t('Suggested priority: {priority}', priority=brief.heading))}</strong></p>"
        yield "".join(f"<p><strong>{_safe(notice)}</strong></p>" for notice in wording.notices(brief, self.words))
        yield _block(t("Who it is about"), self._facts(brief.who))
        yield _block(t("Who wrote it"), self._facts(brief.reach))
        yield _block(t("Situation"), self._facts(brief.situation))
        yield _block(t("Background"), self._facts(brief.background))
        yield _block(t("Assessment"), *self._assessment())
        yield _block(t("Request"), _paragraph(t("Asked of you:"), brief.request))
        yield _block(t("Risk, as the family reports it"), *(self._risk(part) for part in brief.risk))
        yield _block(brief.medicines.title, *self._medicines())
        yield _block(t("What is not known"), *self._not_known())

    def answers(self) -> Iterable[str]:
        """All answers, part by part."""
        yield _block(self.t("All answers"), _paragraph(self.t("▲ means reported."), wording.reading(self.words)))
        if parts := wording.charted(self.brief):
            yield _block(self.t("How much is answered"), *map(self._bar, parts), level=4)
        for part in self.brief.parts:
            groups = (self._group(group) for group in part.groups)
            yield _block(part.title, _paragraph(part.note), self._facts(part.rows), *groups, level=4)

    def family_was_told(self) -> Iterable[str]:
        """The steps and paths of the result page, unless the file must not contain them."""
        brief, t = self.brief, self.t
        if brief.file_withheld:
            return
        steps = _listed([f"{step.text} ({step.when})" for step in brief.steps], "ol")
        yield _block(t("What the family was told"), _paragraph(f"{brief.heading}.", brief.text), steps)
        yield "".join(_paragraph(sentence) for sentence in wording.ways(brief, self.words))

    def how_reached(self) -> Iterable[str]:
        """The rules that set the priority, each with the answers it is based on, and their sources."""
        applied = "".join(
            f"<li>{_safe(title)} <code>{_safe(rule)}</code>: {_safe(evidence)}</li>"
            for title, rule, evidence in wording.rules(self.brief)
        )
        rules = f"<ul>{applied}</ul>" if applied else _paragraph(self.t("No rule for danger applied"))
        sources = _paragraph(wording.sources(self.brief, self.words))
        fixed = _paragraph(wording.fixed_rules(self.words))
        yield _block(self.t("How the priority was reached"), fixed, rules, sources)

    # --- pieces ---

    def _facts(self, rows: Iterable[Row]) -> str:
        """A line for each answer, reported signs marked; then what was denied, and what has no answer, a line each."""
        all_rows = tuple(rows)
        facts = [
            (f"▲ {row.label}" if row.status is AnswerStatus.REPORTED else row.label, wording.quoted(row))
            for row in wording.told(all_rows)
        ]
        if no := wording.denied(all_rows):
            denied = "; ".join(f"{row.label} – {wording.quoted(row)}" for row in no)
            facts.append((wording.state(AnswerStatus.DENIED, self.words), denied))
        facts += [
            (status, "; ".join(row.label for row in open_rows))
            for status, open_rows in wording.listed(all_rows, self.words)
        ]
        return "".join(
            f'<p class="ns-fact"><strong>{_safe(label)}:</strong> <span dir="auto">{_safe(value)}</span></p>'
            for label, value in facts
        )

    def _assessment(self) -> Iterable[str]:
        brief, t = self.brief, self.t
        yield _paragraph(f"{brief.heading}.", t("Suggested by fixed rules. No score, no diagnosis."))
        if brief.reasons:
            more = [t("and {number} more", number=brief.more_reasons)] if brief.more_reasons else []
            reasons = [f"{row.label}: {wording.quoted(row)}" for row in brief.reasons]
            yield _paragraph(t("Because the family reported:")) + _listed([*reasons, *more])

    def _risk(self, part: BriefRisk) -> str:
        nothing = _paragraph(wording.nothing_reported(part, self.words))
        return _block(part.title, nothing, self._facts((*part.rows, *part.context)), level=4)

    def _medicines(self) -> Iterable[str]:
        box = self.brief.medicines
        if not box.all_rows:
            yield _paragraph(self.t("Not asked yet. That does not mean that there are none."))
        yield _listed(wording.named_medicines(self.brief))
        yield self._facts(box.rows)

    def _not_known(self) -> Iterable[str]:
        yield _paragraph(wording.safety_open(self.brief, self.words))
        yield _listed(f"{row.label}: {row.value}" for row in self.brief.unanswered_safety)
        yield "".join(_paragraph(sentence) for sentence in wording.rest_unknown(self.brief, self.words))

    def _bar(self, part: BriefPart) -> str:
        tally = part.tally
        share = round(100 * tally.answered / tally.questions)
        return (
            f'<p class="ns-share">{_safe(part.title)}<br>{_safe(wording.counted(part, self.words))}</p>'
            f'<div class="ns-bar" aria-hidden="true"><div style="width: {share}%"></div></div>'
        )

    def _group(self, group: BriefGroup) -> str:
        course = self._course(group.course) if group.course else ""
        entries = (_block(title, self._facts(rows), level=6) for title, rows in wording.entry_rows(group))
        return _block(group.title, course, *entries, level=5)

    def _course(self, course: Course) -> str:
        """The timeline: a dot for each moment, oldest first, with its text."""
        dots = "".join(
            f'<p class="ns-share">{_safe(moment.title)}: {_safe(moment.when)}</p>'
            f'<div class="ns-line" aria-hidden="true"><div style="width: {round(100 * moment.place)}%"></div></div>'
            for moment in course.moments
        )
        return (
            _paragraph(f"{course.title}: {course.start} – {course.end}")
            + dots
            + _paragraph(wording.undated(course, self.words))
        )
