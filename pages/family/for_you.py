"""For you: how the person who answers is doing, a small plan of their own, and what they may want to take along.

What is said here goes into no summary and no saved file. It stays in the tab like every other answer.
"""

import streamlit as st

from intake.domain.assessing import raised_flags
from intake.domain.local_helplines import lines_for
from intake.domain.rules import Flag
from intake.outputs import formats, ics, vcf
from intake.ui.common import html, navigation, question_pages, session, summary_file
from intake.ui.common.download_button import download_button
from intake.ui.common.lists import listed
from intake.ui.family import library_links

words = session.words()
ui = words.ui
content, response, today = session.content(), session.response(), session.now().date()
parts = question_pages.topics("self")
safe = html.safe
SUICIDE_LINE = "988"


def care(flags: tuple[Flag, ...]) -> None:
    """Kind words without a label, what to do, and who to call for oneself."""
    lines = lines_for(content, response, dict.fromkeys(scope for flag in flags for scope in flag.lines), today)
    always = (
        ui("At any time, day or night, you can call or text 988. It is for you too, whenever it feels too much.")
        if any(line.call == SUICIDE_LINE for line in lines)
        else ui("At any time, day or night, you can call a crisis line. It is for you too.")
    )
    steps = [
        ui("Talk to a doctor this week. Say how often you feel this way. That is enough to begin."),
        always,
        ui("If you think about ending your life, do not wait for the doctor. Call now."),
        ui("Let someone you trust know that it is hard right now."),
    ]
    html.section(ui("You need care too"))
    kind = (f"<p>{safe(flag.text)}</p>" for flag in flags)
    html.show(html.card(flags[0].title, *kind, html.bullets(steps)))
    html.show(html.call_lines(lines, words))


def plan() -> None:
    """What was chosen, under the time it is for."""
    pieces: list[str] = []
    for part in parts:
        for item in part.section.items if part.section.reminders else ():
            answer = response.by_key.get(item.link_id)
            if answer is not None and answer.given:
                said = [item.by_code[code].text if item.options else f"“{code}”" for code in answer.codes]
                pieces += [f"<h3>{safe(item.label)}</h3>", html.bullets(said)]
    if pieces:
        html.section(ui("Your small plan"))
        html.show(f'<div class="ns-way">{"".join(pieces)}</div>')


def take_along() -> None:
    """Files for the phone. Where a file could be found by the wrong person, none is made unless it is asked for."""
    html.section(ui("Take it along"))
    if summary_file.agreed(ui("We have not made a file. It could be dangerous if the person finds it on your phone.")):
        dates()
        numbers()


def dates() -> None:
    """All-day entries that say nothing."""
    days = ics.reminders(content, response, today)
    if not days:
        html.paragraph(ui("Once you have made a small plan, you can get dates for your calendar here."))
        return
    title = ui("Something for me")
    html.show(html.bullets(words.date(day, weekday=True) for day in days))
    dates = formats.Dates(days, today, title)
    download_button(formats.OWN_DATES, lambda: formats.OWN_DATES.make(dates), key="download_own_calendar")
    html.hint(
        ui(
            "Each date only says “{title}”. It does not say what. It has no names and no alarm. "
            "Anyone who can see your calendar can see the dates.",
            title=title,
        )
    )


def numbers() -> None:
    """Numbers for the phone's contacts; those for violence at home only if they are ticked."""
    chosen = vcf.lines(content, response, today)
    of_violence = vcf.lines_for_violence(content, response, today)
    if of_violence and st.checkbox(ui("Add a number for violence or fear at home"), key="own_numbers_violence"):
        chosen = (*chosen, *of_violence)
    if not chosen:
        return
    html.show(html.bullets(f"{line.name}: {line.call}" for line in chosen))
    download_button(formats.NUMBERS, lambda: formats.NUMBERS.make(chosen), key="download_numbers")
    html.hint(
        ui(
            "The numbers are saved with their names. Anyone who opens your phone can see them in your contacts, "
            "and may see whom you call."
        )
    )


question_pages.leave_topic()
html.heading(ui("For you"))
html.paragraph(
    ui(
        "This page is about you. What you say here goes into no summary and no saved file. It stays in this tab only. "
        "You can leave everything out."
    )
)
flags = tuple(flag for part in parts for flag in raised_flags(content, response, part.section.id))
if flags:
    care(flags)
listed(ui("What you can do here"), parts)
plan()
take_along()
for article in dict.fromkeys(part.section.article for part in parts):
    library_links.offer(article, then="for_you")
sources = dict.fromkeys(source for flag in flags for source in flag.sources)
if sources:
    html.show(html.sources((content.source[each] for each in sources), "", words))
st.divider()
if st.button(ui("Back"), type="primary"):
    navigation.go(navigation.side_page_return("for_you"))
