"""The result: how soon to act, three next steps, why, what to hold back, other ways, and where to go on."""

import streamlit as st

from intake.brief import wording
from intake.brief.phone_script import phone_scripts
from intake.domain.helplines import Helpline
from intake.domain.question_pages import MINUTES_OF_THE_REST
from intake.domain.rules import Level, RuleKind, Truth
from intake.ui.common import html, navigation, question_pages, session
from intake.ui.common.browser import forget
from intake.ui.family import asides, contradictions, library_links, planning, rehearsing

MOST_HOLDS = 3
"""More reasons against a meeting than these say the same again."""
MOST_WAYS = 2
MOST_LISTED = 8
EMERGENCY = session.content().place.lines.for_life

words = session.words()
ui = words.ui
brief = session.current_brief()
session.mark_dangers_seen()
safe = html.safe


def open_safety() -> None:
    """The safety questions without an answer, and a button that goes through them."""
    rows = brief.unanswered_safety
    number, more = len(rows), len(rows) - MOST_LISTED
    labels = [row.label for row in rows[:MOST_LISTED]]
    html.show(
        html.card(
            words.count(
                "{number} safety question has no answer yet", "{number} safety questions have no answer yet", number
            ),
            f"<p>{safe(ui('Until then, we cannot rule out danger. Answering could change what we say.'))}</p>",
            html.bullets([*labels, ui("and {number} more", number=more)] if more > 0 else labels),
        )
    )
    first = brief.level is not Level.RED  # in danger, the first step comes first
    if st.button(
        words.count("Answer it now", "Answer these now ({number})", number), type="primary" if first else "secondary"
    ):
        question_pages.answer_open(then="result")


def first_call() -> tuple[Helpline, ...]:
    """The line to call first, if something is urgent: that of the first step if there is a script for it.

    Otherwise that of the first script. 911 stands in the band only in danger.
    """
    if brief.level not in (Level.ORANGE, Level.AMBER):
        return ()
    scripts = phone_scripts(session.content(), session.case(), session.assessment())
    scripted = [line for script in scripts for line in script.lines if line.call and EMERGENCY not in line.scope]
    named = {line.id for line in scripted}
    return (*(line for line in brief.steps[0].lines if line.id in named), *scripted)[:1]


def holds() -> None:
    """What not to do now, and why."""
    title = (
        ui("Do not hold a family meeting or set a deadline right now")
        if brief.violence
        else ui("Do not hold a family meeting right now")
    )
    rules = session.content().rule
    dangers = [hold for hold in brief.holds if rules[hold.rule].kind is RuleKind.DANGER]
    shown = dangers if brief.level is Level.RED and dangers else brief.holds  # what is open can wait now
    reasons = "".join(f"<li>{reason}</li>" for reason in html.reasons(shown)[:MOST_HOLDS])
    html.show(html.card(title, f"<ul>{reasons}</ul>"))


def ways() -> None:
    """The first other ways in a line each; what is known about them, and the rest, have a page of their own."""
    others = [pathway for pathway in brief.pathways if not pathway.for_you]
    if others:
        html.section(ui("What else can help"))
        html.show(html.way_lines((way.title, way.line) for way in others[:MOST_WAYS]))
    met = wording.indicators(brief, Truth.MET)
    if met and brief.level is not Level.RED:
        html.folded(
            ui(
                "You reported {number} of {all} signs that it may be time for help.",
                number=len(met),
                all=len(brief.indicators),
            ),
            met,
        )
    if brief.pathways and st.button(ui("All ways forward"), type="tertiary"):
        navigation.open_side_page("ways", "result")


def for_you() -> None:
    """Support for the family member, in a line."""
    own = [pathway for pathway in brief.pathways if pathway.for_you]
    if not own:
        return
    html.section(ui("For you"))
    html.paragraph(own[0].line)
    if st.button(ui("A small plan for you"), type="tertiary"):
        navigation.open_side_page("for_you", "result")


def plan_ahead() -> None:
    """What to get ready: a talk to rehearse, a plan, and who could help."""
    if rehearsing.scenes() and st.button(ui("Rehearse the talk")):
        rehearsing.open_scene("")
        navigation.go("rehearse")
    if planning.is_suggested() and st.button(ui("Plan what comes next")):
        question_pages.leave_part()
        navigation.go("plan")
    if planning.may_compare_professionals() and st.button(ui("Compare professionals")):
        navigation.open_side_page("choose", "result")


def go_on() -> None:
    """Where to go from here, as a quiet list."""
    with st.container(key="quiet_result", gap=None):
        rest = ui("Answer the rest of the questions, about {number} minutes", number=MINUTES_OF_THE_REST)
        if question_pages.depth() == "quick" and st.button(rest):
            question_pages.ask_the_rest()
        if question_pages.depth() == "check" and st.button(ui("Add details for a professional")):
            question_pages.leave_part()
            navigation.go("topics")
        plan_ahead()
        if st.button(ui("Learn: short articles")):
            library_links.open_library(then="result")
        if st.button(ui("Help now: all numbers")):
            navigation.open_side_page("help_now", "result")
        if st.button(ui("Add what a relative answered")):
            navigation.go("together")
        if st.button(ui("How we decided")):
            navigation.go("how_we_decided")
        if st.button(ui("Erase my answers")):
            forget()
            navigation.go("erased")


calls = first_call()
html.show(
    html.band(
        brief,
        words,
        first_call=calls,
        before_call="" if set(calls) <= set(brief.steps[0].lines) else ui("To talk it over:"),
        caption=ui("From what you told us on {date}. It is not a diagnosis.", date=words.date(brief.made_on.date())),
    )
)
if brief.informants:
    html.paragraph(ui("From the answers of: {names}.", names="; ".join(brief.informants)))
html.show(html.place_note(session.content(), session.response(), words))
if brief.so_far:
    open_safety()
contradictions.cards(brief, then="result")
html.section(ui("Your next three steps"))
library_links.steps(brief, then="result", in_band=calls)
library_links.also_today(brief)
if st.button(ui("What to say when you call"), type="tertiary"):
    navigation.open_side_page("call_helper", "result")
if brief.unanswered_safety and not brief.so_far:
    open_safety()
if st.button(ui("Get a summary for a professional"), type="primary"):
    navigation.go("summary")
if brief.reasons:
    html.section(ui("Because you told us"))
    html.show(html.told(brief.reasons))
if st.button(ui("Check or change your answers"), type="tertiary"):
    navigation.go("review")
if brief.holds:
    holds()
ways()
for_you()
go_on()
if brief.level is not Level.RED:
    html.paragraph(ui("If it gets worse, tap “Crisis numbers.”"))
    asides.numbers((*calls, *(line for step in (*brief.steps, *brief.also_today) for line in step.lines)))
