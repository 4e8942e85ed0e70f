"""The sentences of a brief: rows, statuses, how much is answered, what is not known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from intake.brief.model import Brief, BriefGroup, BriefPart, BriefRisk, BriefStep, Decision
from intake.brief.rows import AnswerStatus, Row, with_status
from intake.brief.timeline import Course
from intake.domain.base import Personal
from intake.domain.rules import Truth
from intake.i18n import Translator

OPEN = (AnswerStatus.UNKNOWN, AnswerStatus.DECLINED, AnswerStatus.NOT_ASKED)
"""The statuses without an answer, in the order shown."""


def priority(brief: Brief) -> str:
    """How soon to act; if safety questions are open, also what the answers so far mean."""
    return f"{brief.heading}. {brief.so_far}" if brief.so_far else brief.heading


def phrases(rows: Iterable[Row]) -> list[tuple[Row, str]]:
    """The rows of a sentence, each with its phrase and the comma or period after it."""
    texts = [(row, row.phrase.text) for row in rows if row.phrase is not None]
    ends = [","] * (len(texts) - 1) + ["" if texts[-1][1].endswith((".", "!", "?", "…")) else "."]
    return [(row, text + end) for (row, text), end in zip(texts, ends, strict=True)]


def sentence(rows: Iterable[Row]) -> str:
    """The phrases of these rows as one sentence."""
    return " ".join(text for _, text in phrases(rows))


def timestamp(made_on: dt.datetime, words: Translator) -> str:
    """Date and time with the UTC offset: November 22, 2026, 8:05 AM (UTC+01:00)."""
    offset = made_on.strftime("%z")
    zone = f"UTC{offset[:3]}:{offset[3:5]}" if offset and offset[:5] != "+0000" else "UTC"
    return f"{words.date(made_on.date())}, {words.time(made_on)} ({zone})"


def status_names(words: Translator) -> dict[AnswerStatus, str]:
    """The word for each status."""
    return {
        AnswerStatus.REPORTED: words.ui("Reported"),
        AnswerStatus.DENIED: words.ui("Denied"),
        AnswerStatus.GIVEN: words.ui("Answered"),
        AnswerStatus.UNKNOWN: words.ui("Not known"),
        AnswerStatus.DECLINED: words.ui("Rather not say"),
        AnswerStatus.NOT_ASKED: words.ui("Not answered"),
    }


def stated(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Rows reported, then rows with other answers; no denials and no open questions."""
    return with_status(rows, AnswerStatus.REPORTED, AnswerStatus.GIVEN)


def quoted(row: Row) -> str:
    """The answer in words, in quotation marks if the family typed it, and how they know."""
    value = f"“{row.value}”" if row.verbatim else row.value
    return f"{value} ({row.basis})" if row.basis else value


def period(row: Row) -> str:
    """The period after an answer; "" if the answer ends its own sentence."""
    return "" if row.value.rstrip().endswith((".", "!", "?", "…")) and not row.basis else "."


def still_open(part: BriefPart, words: Translator) -> str:
    """How many questions of a part have no answer: "2 of 34 open"; "" if all have one."""
    tally = part.tally
    return words.ui("{number} of {all} open", number=tally.open, all=tally.questions) if tally.open else ""


def undated_note(course: Course, words: Translator) -> str:
    """The sentence naming the entries without a time; "" if there are none."""
    return words.ui("Date not known: {what}.", what="; ".join(course.undated)) if course.undated else ""


def reading_note(words: Translator) -> str:
    """How to read the list of answers."""
    return words.ui(
        "Answers are the family’s own choices and words. In parentheses: how they know, and the date the answer "
        "refers to. “Not answered” means it was skipped or not asked yet. “Not known,” “Rather not say,” and "
        "“Not answered” do not mean no."
    )


def nothing_reported(part: BriefRisk, words: Translator) -> str:
    """Whether a row of the risk box was denied or has missing answers; "" if something was reported."""
    if part.with_status(AnswerStatus.REPORTED):
        return ""
    if not part.with_status(AnswerStatus.DENIED, AnswerStatus.GIVEN):
        return words.ui("No answer.")
    if part.with_status(AnswerStatus.UNKNOWN, AnswerStatus.DECLINED, AnswerStatus.NOT_ASKED):
        return words.ui("Nothing reported, but not ruled out: answers are missing.")
    return words.ui("Nothing reported.")


def notices(brief: Brief, words: Translator) -> list[str]:
    """Sentences that must not be overlooked, most important first."""
    sentences = list(brief.notices)
    if brief.agreed is not None:
        parts = "; ".join(brief.agreed.titles)
        sentences.insert(0, words.ui("The family agreed to share only this: {parts}.", parts=parts))
        left_out = (
            words.ui("Everything else was left out, even if it was asked.")
            if brief.agreed.priority
            else words.ui(
                "Everything else was left out, even if it was asked. This file does not say how urgent it is."
            )
        )
        sentences.insert(1, left_out)
    if brief.file_withheld:
        sentences.append(words.ui("Do not leave this page where the person it is about can find it."))
    if brief.answered_version != brief.content_version:
        sentences.append(words.ui("Answered in version {version} of the questions.", version=brief.answered_version))
    return sentences


# --- what is not known ---


def contradiction(decision: Decision) -> str:
    """The answers that do not fit together, as they were given."""
    return "; ".join(f"{row.label} – {quoted(row)}" for row in decision.evidence)


def unanswered_safety(brief: Brief, words: Translator) -> str:
    """How many questions must be answered before danger can be ruled out."""
    if not brief.unanswered_safety:
        return words.ui("Every safety question has an answer.")
    count = len(brief.unanswered_safety)
    return words.ui("Questions that must be answered before danger can be ruled out: {number}.", number=count)


def other_unknowns(brief: Brief, words: Translator) -> list[str]:
    """What else is not known: other open questions, what was left out, what was not started."""
    safety = {row.key for row in brief.unanswered_safety}
    others = sum(row.key not in safety for row in brief.not_known)
    sentences = [
        words.ui("Other unanswered questions: {number}. They are listed in their sections.", number=others)
        if others
        else "",
        left_out(brief, words),
        not_started(brief, words),
    ]
    return [sentence for sentence in sentences if sentence]


def left_out(brief: Brief, words: Translator) -> str:
    """What the family left out of this file, as a sentence; "" if nothing."""
    names = {
        Personal.NAME: words.ui("names"),
        Personal.CONTACT: words.ui("contact details"),
        Personal.NOTES: words.ui("notes in their own words"),
        Personal.PROFESSIONALS: words.ui("notes about professionals"),
    }
    # Of what they said about their own danger, the file does not even say that it is left out.
    kinds = ", ".join(names[kind] for kind in brief.left_out if kind in names)
    return words.ui("Left out of this file by the family: {what}.", what=kinds) if kinds else ""


def not_started(brief: Brief, words: Translator) -> str:
    """The parts of the full intake that were not started, as a sentence; "" if none."""
    if not brief.not_started:
        return ""
    return words.ui("Not asked yet, so not known: {what}.", what="; ".join(brief.not_started))


# --- entries ---


def entry_rows(group: BriefGroup) -> list[tuple[str, tuple[Row, ...]]]:
    """Each entry's name and rows, without the row that repeats the name."""

    def is_name(row: Row, title: str) -> bool:
        return row.link_id == group.named_by and row.value == title and not row.status.open

    return [(entry.title, tuple(row for row in entry.rows if not is_name(row, entry.title))) for entry in group.entries]


# --- what follows ---


def ways_forward(brief: Brief, words: Translator) -> list[str]:
    """What else the family was told: why not to meet now, which interventions may fit, which options exist."""
    holds, options = "; ".join(hold.title for hold in brief.holds), "; ".join(way.title for way in brief.pathways)
    sentences = [f"{words.ui('Told not to hold a family meeting now because of:')} {holds}."] if holds else []
    fits = words.ui("Type of intervention that may fit:")
    sentences += [f"{fits} {kind.title}. {' '.join(kind.because)}" for kind in brief.kinds]
    return [*sentences, f"{words.ui('Options named:')} {options}."] if options else sentences


def also_today(brief: Brief, words: Translator) -> tuple[str, ...]:
    """What else is urgent, as lines below the steps."""
    return tuple(words.ui("Also today: {what}", what=text) for text in printed(brief.also_today))


def printed(steps: Iterable[BriefStep]) -> tuple[str, ...]:
    """The texts of the steps that may be in a file."""
    return tuple(step.text for step in steps if not step.unprinted)


def indicators_title(brief: Brief, words: Translator) -> str:
    """How many of the signs that it may be time for outside help were reported."""
    return words.ui(
        "Signs that it may be time for outside help: {number} of {all} reported",
        number=len(indicators(brief, Truth.MET)),
        all=len(brief.indicators),
    )


def indicators(brief: Brief, reported: Truth) -> tuple[str, ...]:
    """The titles of the signs that were reported, were not, or are not known."""
    return tuple(indicator.title for indicator in brief.indicators if indicator.reported is reported)


def rules_note(words: Translator) -> str:
    """Where the priority comes from, and that no clinician has signed off on the rules."""
    return words.ui(
        "Fixed rules, no score. The rules are this project’s reading of the sources; "
        "no clinician has signed off on them yet."
    )
