"""The summary as it reads on screen: the words and the order of the file, for a phone.

Streamlit takes pictures out of HTML, so the bars and the line of time are boxes here. What was typed is escaped.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from intake.brief import wording
from intake.brief.model import Brief, BriefGroup, BriefPart, BriefRisk
from intake.brief.rows import AnswerStatus, Row
from intake.brief.timeline import Course
from intake.i18n import Translator


def brief(found: Brief, words: Translator) -> str:
    """The whole summary as HTML, headings from h3 down."""
    screen = _Screen(found, words)
    return "".join([*screen.cover(), *screen.answers(), *screen.family_was_told(), *screen.how_reached()])


def cover(found: Brief, words: Translator) -> str:
    """Page 1 of the file alone."""
    return "".join(_Screen(found, words).cover())


def _safe(text: str) -> str:
    return escape(text, quote=True)


def _block(title: str, *inside: str, level: int = 3) -> str:
    return f"<h{level}>{_safe(title)}</h{level}>{''.join(inside)}"


def _paragraph(*texts: str) -> str:
    said = " ".join(text for text in texts if text)
    return f'<p class="ns-fact">{_safe(said)}</p>' if said else ""


def _listed(texts: Iterable[str], tag: str = "ul") -> str:
    rows = "".join(f"<li>{_safe(text)}</li>" for text in texts)
    return f"<{tag}>{rows}</{tag}>" if rows else ""


class _Screen:
    """Draws one brief, block by block."""

    def __init__(self, found: Brief, words: Translator) -> None:
        self.found = found
        self.words = words
        self.t = words.ui

    def cover(self) -> Iterable[str]:
        """Page 1 of the file."""
        found, t = self.found, self.t
        yield f"<p><strong>{_safe(t('Suggested priority: {priority}', priority=found.heading))}</strong></p>"
        yield "".join(f"<p><strong>{_safe(notice)}</strong></p>" for notice in wording.notices(found, self.words))
        yield _block(t("Who it is about"), self._facts(found.who))
        yield _block(t("Who wrote it"), self._facts(found.reach))
        yield _block(t("Situation"), self._facts(found.situation))
        yield _block(t("Background"), self._facts(found.background))
        yield _block(t("Assessment"), *self._assessment())
        yield _block(t("Request"), _paragraph(t("Asked of you:"), found.request))
        yield _block(t("Risk, as the family reports it"), *(self._risk(part) for part in found.risk))
        yield _block(found.medicines.title, *self._medicines())
        yield _block(t("What is not known"), *self._not_known())

    def answers(self) -> Iterable[str]:
        """All answers, part by part."""
        yield _block(self.t("All answers"), _paragraph(self.t("▲ means reported."), wording.reading(self.words)))
        if parts := wording.charted(self.found):
            yield _block(self.t("How much is answered"), *map(self._bar, parts), level=4)
        for part in self.found.parts:
            groups = (self._group(group) for group in part.groups)
            yield _block(part.title, _paragraph(part.note), self._facts(part.rows), *groups, level=4)

    def family_was_told(self) -> Iterable[str]:
        """The steps and paths of the result page, unless the file may not say them."""
        found, t = self.found, self.t
        if found.file_withheld:
            return
        steps = _listed([f"{step.text} ({step.when})" for step in found.steps], "ol")
        yield _block(t("What the family was told"), _paragraph(f"{found.heading}.", found.text), steps)
        yield "".join(_paragraph(sentence) for sentence in wording.ways(found, self.words))

    def how_reached(self) -> Iterable[str]:
        """The rules that set the priority, each with the answers it rests on, and their sources."""
        applied = "".join(
            f"<li>{_safe(said)} <code>{_safe(rule)}</code>: {_safe(rests)}</li>"
            for said, rule, rests in wording.rules(self.found)
        )
        rules = f"<ul>{applied}</ul>" if applied else _paragraph(self.t("No rule for danger applied"))
        sources = _paragraph(wording.sources(self.found, self.words))
        fixed = _paragraph(wording.fixed_rules(self.words))
        yield _block(self.t("How the priority was reached"), fixed, rules, sources)

    # --- pieces ---

    def _facts(self, rows: Iterable[Row]) -> str:
        """What was told, a line each, a sign marked; then what was denied and what has no answer, a line each."""
        found = tuple(rows)
        facts = [
            (f"▲ {row.label}" if row.status is AnswerStatus.REPORTED else row.label, wording.quoted(row))
            for row in wording.told(found)
        ]
        if no := wording.denied(found):
            said = "; ".join(f"{row.label} – {wording.quoted(row)}" for row in no)
            facts.append((wording.state(AnswerStatus.DENIED, self.words), said))
        facts += [(word, "; ".join(row.label for row in of)) for word, of in wording.listed(found, self.words)]
        return "".join(
            f'<p class="ns-fact"><strong>{_safe(label)}:</strong> <span dir="auto">{_safe(said)}</span></p>'
            for label, said in facts
        )

    def _assessment(self) -> Iterable[str]:
        found, t = self.found, self.t
        yield _paragraph(f"{found.heading}.", t("Suggested by fixed rules. No score, no diagnosis."))
        if found.reasons:
            more = [t("and {number} more", number=found.more_reasons)] if found.more_reasons else []
            reasons = [f"{row.label}: {wording.quoted(row)}" for row in found.reasons]
            yield _paragraph(t("Because the family reported:")) + _listed([*reasons, *more])

    def _risk(self, part: BriefRisk) -> str:
        nothing = _paragraph(wording.nothing_reported(part, self.words))
        return _block(part.title, nothing, self._facts((*part.rows, *part.context)), level=4)

    def _medicines(self) -> Iterable[str]:
        box = self.found.medicines
        if not box.all_rows:
            yield _paragraph(self.t("Not asked yet. That does not mean that there are none."))
        yield _listed(wording.named_medicines(self.found))
        yield self._facts(box.rows)

    def _not_known(self) -> Iterable[str]:
        yield _paragraph(wording.safety_open(self.found, self.words))
        yield _listed(f"{row.label}: {row.value}" for row in self.found.unanswered_safety)
        yield "".join(_paragraph(sentence) for sentence in wording.rest_unknown(self.found, self.words))

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
        """The line of time: a dot for each, the oldest first, with the words beside it."""
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
