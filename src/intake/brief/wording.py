"""The sentences of a brief: what a row says, which state it has, how much is answered, what is not known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from intake.brief.model import Brief, BriefGroup, BriefPart, BriefRisk
from intake.brief.rows import AnswerStatus, Row, having
from intake.brief.timeline import Course
from intake.domain.base import Personal
from intake.i18n import Translator

OPEN = (AnswerStatus.UNKNOWN, AnswerStatus.DECLINED, AnswerStatus.NOT_ASKED)
"""The states without an answer, in the order in which they are listed."""


def moment(made_on: dt.datetime) -> str:
    """Date and time with the zone as an offset: 2026-11-22 08:05 (UTC+01:00)."""
    offset = made_on.strftime("%z")
    zone = f"UTC{offset[:3]}:{offset[3:5]}" if offset and offset[:5] != "+0000" else "UTC"
    return f"{made_on:%Y-%m-%d %H:%M} ({zone})"


def states(words: Translator) -> dict[AnswerStatus, str]:
    """The word for each state."""
    return {
        AnswerStatus.REPORTED: words.ui("Reported"),
        AnswerStatus.DENIED: words.ui("Denied"),
        AnswerStatus.GIVEN: words.ui("Given"),
        AnswerStatus.UNKNOWN: words.ui("Not known"),
        AnswerStatus.DECLINED: words.ui("Rather not say"),
        AnswerStatus.NOT_ASKED: words.ui("Not answered"),
    }


def stated(rows: Iterable[Row]) -> tuple[Row, ...]:
    """What was reported, then what else was answered; not what was denied or has no answer."""
    return having(rows, AnswerStatus.REPORTED, AnswerStatus.GIVEN)


def quoted(row: Row) -> str:
    """The answer in words, in quotation marks where the family typed it, and how it is known."""
    value = f"“{row.value}”" if row.verbatim else row.value
    return f"{value} ({row.basis})" if row.basis else value


def stop(row: Row) -> str:
    """The full stop after an answer that does not end a sentence by itself."""
    return "" if row.value.rstrip().endswith((".", "!", "?", "…")) and not row.basis else "."


def counted(part: BriefPart, words: Translator) -> str:
    """How much of a part is answered: "5 questions: 3 signs, 1 without an answer"."""
    tally = part.tally
    said = [words.count("{number} question", "{number} questions", tally.questions)]
    rest = [words.count("{number} sign", "{number} signs", tally.signs)] if tally.signs else []
    if tally.open:
        rest.append(words.ui("{number} without an answer", number=tally.open))
    return ": ".join([*said, ", ".join(rest) or words.ui("all answered")])


def charted(brief: Brief) -> tuple[BriefPart, ...]:
    """The parts whose share of answers is worth a bar: none where nothing is answered yet, or everything is."""
    tallies = [part.tally for part in brief.parts]
    differ = any(tally.answered for tally in tallies) and any(tally.open for tally in tallies)
    return brief.parts if differ else ()


def undated(course: Course, words: Translator) -> str:
    """What stands on no line because nobody gave a time for it; empty when everything does."""
    return words.ui("Time not told: {what}.", what="; ".join(course.undated)) if course.undated else ""


def reading(words: Translator) -> str:
    """How to read the list of answers."""
    return words.ui(
        "Answers are the family's own choices and words. In brackets: how the family knows, and the time an "
        "answer speaks of. “Not answered” means that the question was passed over. None of “Not known”, "
        "“Rather not say” and “Not answered” means no."
    )


def nothing_reported(part: BriefRisk, words: Translator) -> str:
    """Whether a row of the risk box was answered with a no or not at all; empty where something was reported."""
    if part.having(AnswerStatus.REPORTED):
        return ""
    if not part.having(AnswerStatus.DENIED, AnswerStatus.GIVEN):
        return words.ui("No answer.")
    if part.having(AnswerStatus.UNKNOWN, AnswerStatus.DECLINED, AnswerStatus.NOT_ASKED):
        return words.ui("Nothing reported, but not cleared: answers are missing.")
    return words.ui("Nothing reported.")


def notices(brief: Brief, words: Translator) -> list[str]:
    """What must not be overlooked, from the most to the least important."""
    said = list(brief.notices)
    if brief.file_withheld:
        said.append(words.ui("Do not leave this page where the person it is about can find it."))
    if brief.answered_version != brief.content_version:
        earlier = words.ui(
            "The answers were given to version {version} of the questions.", version=brief.answered_version
        )
        said.append(earlier)
    return said


# --- what is not known ---


def safety_open(brief: Brief, words: Translator) -> str:
    """How many questions stand between the family and ruling out danger."""
    if not brief.unanswered_safety:
        return words.ui("Every safety question has an answer.")
    count = len(brief.unanswered_safety)
    return words.ui("Questions that must be answered before danger can be ruled out: {number}.", number=count)


def rest_unknown(brief: Brief, words: Translator) -> list[str]:
    """What else is not known: other open questions, what was left out, what nobody has begun."""
    others = len(brief.not_known) - len(brief.unanswered_safety)
    said = [
        words.ui("Other questions without an answer: {number}. They are named where they belong.", number=others)
        if others
        else "",
        left_out(brief, words),
        not_begun(brief, words),
    ]
    return [sentence for sentence in said if sentence]


def left_out(brief: Brief, words: Translator) -> str:
    """What the family left out of this file, in words; empty when nothing."""
    names = {
        Personal.NAME: words.ui("names"),
        Personal.CONTACT: words.ui("how to reach people"),
        Personal.NOTES: words.ui("what was written in own words"),
        Personal.PROFESSIONALS: words.ui("what was noted on professionals"),
    }
    kinds = ", ".join(names[kind] for kind in brief.left_out)
    return words.ui("Left out of this file by the family: {what}.", what=kinds) if kinds else ""


def not_begun(brief: Brief, words: Translator) -> str:
    """Which parts of the full intake nobody has begun; empty when there are none."""
    if not brief.not_begun:
        return ""
    return words.ui("Not asked yet, so nothing is known of it: {what}.", what="; ".join(brief.not_begun))


# --- entries ---


def entry_rows(group: BriefGroup) -> list[tuple[str, tuple[Row, ...]]]:
    """Each entry's name with its rows, without the row that is the name."""

    def is_name(row: Row, title: str) -> bool:
        return row.link_id == group.named_by and row.value == title and not row.status.open

    return [(entry.title, tuple(row for row in entry.rows if not is_name(row, entry.title))) for entry in group.entries]


# --- what follows ---


def ways(brief: Brief, words: Translator) -> list[str]:
    """What else the family was told: why no meeting now, which kind of intervention may fit, which paths there are."""
    holds, ways_named = "; ".join(hold.title for hold in brief.holds), "; ".join(way.title for way in brief.pathways)
    said = [f"{words.ui('Told not to hold a family meeting now, because of:')} {holds}."] if holds else []
    fits = words.ui("Kind of intervention that may fit:")
    said += [f"{fits} {kind.title}. {' '.join(kind.because)}" for kind in brief.kinds]
    return [*said, f"{words.ui('Paths named:')} {ways_named}."] if ways_named else said


def fixed_rules(words: Translator) -> str:
    """Where the priority comes from, and who has not looked at it yet."""
    return words.ui(
        "Fixed rules, no score. The rules are the project's own reading of the sources; "
        "no clinician has signed them off yet."
    )
