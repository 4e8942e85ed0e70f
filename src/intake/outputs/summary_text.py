"""The summary as plain text, to paste into a record system: the order of the PDF, lines wrapped, nothing drawn."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

from intake.brief import wording
from intake.brief.model import Brief, BriefGroup, BriefPart, BriefRisk
from intake.brief.rows import AnswerStatus, Row
from intake.brief.timeline import Course
from intake.i18n import Translator
from intake.outputs.pdf.printable import BREAK_HERE, printable

WIDTH = 80


def text(brief: Brief, words: Translator) -> str:
    """The whole summary, ending in a newline."""
    writer = _Text(brief, words)
    lines = [*writer.head(), *writer.cover(), *writer.answers(), *writer.family_was_told(), *writer.how_reached()]
    return "\n".join(line for paragraph in lines for line in _wrapped(paragraph)) + "\n"


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


class _Text:
    """Writes one brief, paragraph by paragraph."""

    def __init__(self, brief: Brief, words: Translator) -> None:
        self.brief = brief
        self.words = words
        self.t = words.ui

    def head(self) -> Iterator[str]:
        brief, t = self.brief, self.t
        yield t("Family summary").upper()
        yield t("Strictly confidential. Reported by a family, not verified, not an assessment and not a diagnosis.")
        yield t(
            "Made on {date}. Questions version {version}.",
            date=wording.moment(brief.made_on),
            version=brief.content_version,
        )
        yield t("None of “Not known”, “Rather not say” and “Not answered” means no.")
        yield ""
        yield t("Suggested priority: {priority}", priority=brief.heading)
        yield from wording.notices(brief, self.words)

    def cover(self) -> Iterator[str]:
        """Page 1: who, SBAR, risks, medicines, what is not known."""
        brief, t = self.brief, self.t
        yield from self._block(t("Who it is about"), self._facts(brief.who))
        yield from self._block(t("Who wrote it"), self._facts(brief.reach))
        yield from self._block(t("Situation"), self._facts(brief.situation))
        yield from self._block(t("Background"), self._facts(brief.background))
        yield from self._block(t("Assessment"), self._assessment())
        yield from self._block(t("Request"), [f"{t('Asked of you:')} {brief.request}"])
        yield from self._block(t("Risk, as the family reports it"), [])
        for part in brief.risk:
            yield from self._block(part.title, self._risk(part))
        yield from self._block(brief.medicines.title, self._medicines())
        yield from self._block(t("What is not known"), self._not_known())

    def answers(self) -> Iterator[str]:
        """All answers, part by part."""
        brief, t = self.brief, self.t
        yield from self._block(t("All answers"), [wording.reading(self.words)])
        shares = [f"- {part.title}: {wording.counted(part, self.words)}" for part in wording.charted(brief)]
        if shares:
            yield from self._block(t("How much is answered"), shares)
        for part in brief.parts:
            note = [part.note] if part.note else []
            yield from self._block(part.title, [*note, *self._facts(part.rows), *self._groups(part)])

    def family_was_told(self) -> Iterator[str]:
        """The steps and paths of the result page, unless the file may not say them."""
        brief, t = self.brief, self.t
        if brief.file_withheld:
            return
        yield from self._block(t("What the family was told"), [f"{brief.heading}. {brief.text}"])
        yield from (f"{place}. {step.text} ({step.when})" for place, step in enumerate(brief.steps, 1))
        yield from wording.ways(brief, self.words)

    def how_reached(self) -> Iterator[str]:
        """The rules that set the priority, each with the answers it rests on, and their sources."""
        applied = [f"- {said} [{rule}]: {rests}" for said, rule, rests in wording.rules(self.brief)]
        none = f"- {self.t('No rule for danger applied')}"
        title = self.t("How the priority was reached")
        yield from self._block(title, [wording.fixed_rules(self.words), *(applied or [none])])
        if said := wording.sources(self.brief, self.words):
            yield said

    # --- pieces ---

    def _block(self, title: str, paragraphs: Iterable[str]) -> Iterator[str]:
        yield ""
        yield title.upper()
        yield from paragraphs

    def _facts(self, rows: Iterable[Row]) -> Iterator[str]:
        """What was told, line by line; then what was denied and what has no answer, a line each."""
        found = tuple(rows)
        reported = wording.state(AnswerStatus.REPORTED, self.words)
        for row in wording.told(found):
            mark = f"{reported}: " if row.status is AnswerStatus.REPORTED else ""
            yield f"- {mark}{row.label}: {wording.quoted(row)}"
        if no := wording.denied(found):
            said = "; ".join(f"{row.label} – {wording.quoted(row)}" for row in no)
            yield f"- {wording.state(AnswerStatus.DENIED, self.words)}: {said}"
        for word, of in wording.listed(found, self.words):
            yield f"- {word}: {'; '.join(row.label for row in of)}"

    def _risk(self, part: BriefRisk) -> Iterator[str]:
        if nothing := wording.nothing_reported(part, self.words):
            yield f"- {nothing}"
        yield from self._facts((*part.rows, *part.context))

    def _medicines(self) -> Iterator[str]:
        if not self.brief.medicines.all_rows:
            yield self.t("Not asked yet. That does not mean that there are none.")
        yield from (f"- {line}" for line in wording.named_medicines(self.brief))
        yield from self._facts(self.brief.medicines.rows)

    def _groups(self, part: BriefPart) -> Iterator[str]:
        for group in part.groups:
            yield from self._group(group)

    def _group(self, group: BriefGroup) -> Iterator[str]:
        yield f"{group.title}:"
        if group.course:
            yield from self._course(group.course)
        for title, rows in wording.entry_rows(group):
            yield f"{title}:"
            yield from self._facts(rows)

    def _assessment(self) -> Iterator[str]:
        brief, t = self.brief, self.t
        yield f"{brief.heading}. {t('Suggested by fixed rules. No score, no diagnosis.')}"
        if brief.reasons:
            yield t("Because the family reported:")
        yield from (f"- {row.label}: {wording.quoted(row)}" for row in brief.reasons)
        if brief.more_reasons:
            yield f"- {t('and {number} more', number=brief.more_reasons)}"

    def _course(self, course: Course) -> Iterator[str]:
        yield f"{course.title}:"
        yield from (f"- {moment.when}: {moment.title}" for moment in course.moments)
        if undated := wording.undated(course, self.words):
            yield f"- {undated}"

    def _not_known(self) -> Iterator[str]:
        yield wording.safety_open(self.brief, self.words)
        yield from (f"- {row.label}: {row.value}" for row in self.brief.unanswered_safety)
        yield from wording.rest_unknown(self.brief, self.words)
