"""The result: what to do and how soon, why, three next steps, who to call, other paths, and what could change it."""

import streamlit as st

from intake.domain.question_pages import MINUTES_OF_THE_REST
from intake.domain.rules import Level
from intake.ui.common import html, navigation, question_pages, session
from intake.ui.common.browser import forget
from intake.ui.family import contradictions, library_links, planning

MOST_HOLDS = 3
"""More reasons against a meeting than these say the same again."""

words = session.words()
ui = words.ui
brief = session.current_brief()
session.mark_dangers_seen()
safe = html.safe
MOST_LISTED = 8


def change_button(key: str, label: str, place: str) -> None:
    """A button to change one answer and come back here."""
    if st.button(ui("Change: {what}", what=label), key=f"{place}_{key}_{label}", type="tertiary"):
        question_pages.change_answer(key, then="result")


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
    if st.button(words.count("Answer it now", "Answer these now ({number})", number), type="primary"):
        question_pages.answer_open(then="result")


html.show(html.band(brief, words))
html.paragraph(
    ui(
        "This is not a diagnosis. It is based only on what you told us on {date}. These are "
        "steps that families and professionals often take.",
        date=words.date(brief.made_on.date()),
    )
)
if brief.informants:
    html.paragraph(ui("From the answers of: {names}.", names="; ".join(brief.informants)))
html.show(html.place_note(session.content(), session.response(), words))

if brief.so_far:
    open_safety()
contradictions.cards(brief, then="result")
if brief.reasons:
    html.section(ui("Because you told us"))
    for row in brief.reasons:
        with st.container(gap=None):
            html.show(html.answer(row))
            change_button(row.key, row.label, "reason")
html.section(ui("Your next three steps"))
library_links.steps(brief.steps, then="result")
library_links.also_today(brief)
if brief.unanswered_safety and not brief.so_far:
    open_safety()
if question_pages.depth() == "quick" and st.button(
    ui("Answer the rest of the questions, about {number} minutes", number=MINUTES_OF_THE_REST)
):
    question_pages.ask_the_rest()

if brief.holds:
    title = (
        ui("Do not hold a family meeting or set a deadline right now")
        if brief.violence
        else ui("Do not hold a family meeting right now")
    )
    html.show(
        html.card(
            title,
            "<ul>" + "".join(f"<li>{reason}</li>" for reason in html.reasons(brief.holds)[:MOST_HOLDS]) + "</ul>",
        )
    )

if st.button(ui("Get a summary for a professional"), type="primary"):
    navigation.go("summary")
if question_pages.depth() == "check" and st.button(ui("Add details for a professional")):
    question_pages.leave_part()
    navigation.go("topics")
if planning.is_suggested() and st.button(ui("Plan what comes next")):
    question_pages.leave_part()
    navigation.go("plan")

html.section(ui("People you can call"))
html.show(html.call_lines(brief.lines, words))
if st.button(ui("What to say when you call")):
    navigation.open_side_page("call_helper", "result")

own = [pathway for pathway in brief.pathways if pathway.for_you]
others = [pathway for pathway in brief.pathways if not pathway.for_you]
html.section(ui("For you"))
library_links.pathways(own, then="result")
if st.button(ui("How you are doing, and a small plan for you")):
    navigation.open_side_page("for_you", "result")
if others:
    html.section(ui("Other paths"))
    html.paragraph(ui("There is more than one way. You can choose, and you can change your mind."))
    library_links.pathways(others, then="result")
if brief.level is not Level.RED:
    if brief.indicators:
        html.show(html.indicators(brief, words))
    html.section(ui("Would an intervention be a good fit?"))
    html.paragraph(
        ui(
            "People often talk about three kinds of intervention: one to stop what is happening now, one for a "
            "lasting change, and one to help the family find peace."
        )
    )
    if brief.kinds:
        kind = brief.kinds[0]
        html.show(
            f"<p><strong>{safe(ui('Of these, this one fits what you told us: {kind}.', kind=kind.title))}</strong></p>",
            *(f"<p>{safe(reason)}</p>" for reason in kind.because),
            f"<p>{safe(kind.text)}</p><p>{safe(kind.evidence)}</p>",
        )
    elif brief.holds:
        html.paragraph(ui("Not now. The reasons are listed above. Safety and care come first."))
    else:
        html.paragraph(ui("None of these fits what you told us so far."))
    if brief.undecided:
        html.paragraph(
            ui(
                "We do not know enough yet to say if a talk led by a professional would be safe. "
                "Some answers are missing."
            )
        )
    if planning.may_compare_professionals():
        html.paragraph(ui("If you talk with professionals, you can write down what each one says and compare them."))
        if st.button(ui("Compare professionals")):
            navigation.open_side_page("choose", "result")

html.section(ui("What could change this"))
if brief.open_questions:
    possible_changes = [
        ui(
            "Missing answers that could change this to “{heading}”: {what}.",
            heading=outcome.could_become,
            what="; ".join(row.label for row in outcome.rows),
        )
        for outcome in brief.open_questions
    ]
    html.show(html.bullets(possible_changes))
html.paragraph(
    ui(
        "If someone is hurt, will not wake up, has a weapon, or talks about ending their life, call for help now. "
        "If things get better or worse, update your answers and look again."
    )
)

html.section(ui("Read more"))
if st.button(ui("Learn: short articles")):
    library_links.open_library(then="result")
if st.button(ui("Help now: all numbers")):
    navigation.open_side_page("help_now", "result")
st.divider()
if st.button(ui("Add what a relative answered")):
    navigation.go("together")
if st.button(ui("Check your answers")):
    navigation.go("review")
if st.button(ui("How we decided")):
    navigation.go("how_we_decided")
if st.button(ui("Erase my answers")):
    forget()
    navigation.go("erased")
