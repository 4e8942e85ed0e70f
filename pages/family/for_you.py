"""For you: how the person who answers is doing, a small plan of their own, and files to take along.

The answers go into no summary and no saved file. They stay in the tab like all other answers.
"""

import streamlit as st

from intake.domain.assessing import raised_flags
from intake.domain.local_helplines import lines_for
from intake.domain.rules import Flag
from intake.outputs import formats, ics, vcf
from intake.ui.common import html, navigation, question_pages, session, summary_file
from intake.ui.common.download_button import download_button
from intake.ui.common.lists import part_list
from intake.ui.family import drawings, library_links

words = session.words()
ui = words.ui
content, response, today = session.content(), session.response(), session.now().date()
parts = question_pages.parts("self")
safe = html.safe
SUICIDE_LINE = "988"


def care(flags: tuple[Flag, ...]) -> None:
    """Kind words without a label, what to do, and who to call about oneself."""
    scopes = dict.fromkeys(scope for flag in flags for scope in flag.lines)
    lines = lines_for(content, response, scopes, today, for_writer=True)
    any_time = (
        ui("You can call or text 988 at any time, day or night. It is for you too, whenever it feels like too much.")
        if any(line.call == SUICIDE_LINE for line in lines)
        else ui("You can call a crisis line at any time, day or night. It is for you too.")
    )
    steps = [
        ui("Talk to a doctor this week. Say how often you feel this way. That is enough to start."),
        any_time,
        ui("If you are thinking about ending your life, do not wait for the doctor. Call now."),
        ui("Let someone you trust know that it is hard right now."),
    ]
    html.section(ui("You need care too"))
    texts = (f"<p>{safe(flag.text)}</p>" for flag in flags)
    html.show(html.card(flags[0].title, *texts, html.bullets(steps)))
    html.show(html.call_lines(lines, words))


def plan() -> None:
    """What the person chose, under the time it is for."""
    pieces: list[str] = []
    for part in parts:
        for item in part.section.items if part.section.reminders else ():
            answer = response.by_key.get(item.link_id)
            if answer is not None and answer.given:
                steps = [item.by_code[code].text if item.options else f"“{code}”" for code in answer.codes]
                pieces += [f"<h3>{safe(item.label)}</h3>", html.bullets(steps)]
    if pieces:
        html.section(ui("Your small plan"))
        html.show(f'<div class="ns-way">{"".join(pieces)}</div>')


def take_along() -> None:
    """Files for the phone. Where the wrong person could find a file, none is made unless the family asks for it."""
    html.section(ui("Take it with you"))
    if summary_file.file_allowed(
        ui("We have not made a file. It could be dangerous if the person finds it on your phone.")
    ):
        dates()
        numbers()


def dates() -> None:
    """All-day calendar entries that give nothing away."""
    days = ics.reminders(content, response, today)
    if not days:
        html.paragraph(ui("Once you have made a small plan, you can get dates for your calendar here."))
        return
    title = ui("Something for me")
    html.show(html.bullets(words.date(day, weekday=True) for day in days))
    dates = formats.Dates(days, today, title, session.calendar_id())
    download_button(formats.OWN_DATES, lambda: formats.OWN_DATES.make(dates), key="download_own_calendar")
    html.hint(
        ui(
            "Each date says “{title}” and nothing more. It has no names and no alarm. Anyone who can see your "
            "calendar can see the dates.",
            title=title,
        )
    )


def numbers() -> None:
    """Numbers for the phone's contacts; those for violence at home only if the box is checked."""
    chosen = vcf.contacts(content, response, today, words)
    for_violence = vcf.contacts_for_violence(content, response, today, words)
    if for_violence and st.checkbox(ui("Add a number for violence or fear at home"), key="own_numbers_violence"):
        chosen = (*chosen, *for_violence)
    if not chosen:
        return
    html.show(html.bullets(f"{contact.name}: {contact.number}" for contact in chosen))
    download_button(formats.NUMBERS, lambda: formats.NUMBERS.make(chosen), key="download_numbers")
    html.hint(
        ui(
            "The numbers are saved with their names. Anyone who opens your phone can see them in your contacts, and "
            "may see who you call."
        )
    )


question_pages.leave_part()
drawings.heading(ui("For you"), "armchair")
html.paragraph(
    ui(
        "This page is about you. What you say here does not go into the summary or any saved file. It stays in "
        "this tab only. You can skip anything."
    )
)
html.show(html.place_note(content, response, words))
flags = tuple(flag for part in parts for flag in raised_flags(content, response, part.section.id))
if flags:
    care(flags)
part_list(ui("What you can do here"), parts)
plan()
take_along()
for article in dict.fromkeys(part.section.article for part in parts):
    library_links.article_button(article, then="for_you")
sources = dict.fromkeys(source for flag in flags for source in flag.sources)
if sources:
    html.show(html.sources((content.source[source] for source in sources), words))
if st.button(ui("Back"), type="primary"):
    navigation.go(navigation.side_page_return("for_you"))
