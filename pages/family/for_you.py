"""For you: how the person who answers is doing, a small plan of their own, and what they may want to take along.

What is said here goes into no summary and no saved file. It stays in the tab like every other answer.
"""

import streamlit as st

from intake import calendar_file, contacts_file
from intake.engine import lines_for, raised
from intake.model import Flag
from intake.ui import drawing, navigation, reading, session, summary_file
from intake.ui.parts import listed

words = session.words()
ui = words.ui
content, response, today = session.content(), session.response(), session.now().date()
parts = navigation.topics("self")
safe = drawing.safe
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
    drawing.section(ui("You need care too"))
    kind = (f"<p>{safe(flag.text)}</p>" for flag in flags)
    drawing.show(drawing.card(flags[0].title, *kind, drawing.bullets(steps)))
    drawing.show(drawing.call_lines(lines, words))


def plan() -> None:
    """What was chosen, under the time it is for."""
    pieces: list[str] = []
    for part in parts:
        for item in part.section.items if part.section.reminders else ():
            answer = response.by_key.get(item.link_id)
            if answer is not None and answer.given:
                said = [item.by_code[code].text if item.options else f"“{code}”" for code in answer.codes]
                pieces += [f"<h3>{safe(item.label)}</h3>", drawing.bullets(said)]
    if pieces:
        drawing.section(ui("Your small plan"))
        drawing.show(f'<div class="ns-way">{"".join(pieces)}</div>')


def take_along() -> None:
    """Files for the phone. Where a file could be found by the wrong person, none is made unless it is asked for."""
    drawing.section(ui("Take it along"))
    if summary_file.agreed(ui("We have not made a file. It could be dangerous if the person finds it on your phone.")):
        dates()
        numbers()


def dates() -> None:
    """All-day entries that say nothing."""
    days = calendar_file.reminders(content, response, today)
    if not days:
        drawing.paragraph(ui("Once you have made a small plan, you can get dates for your calendar here."))
        return
    title = ui("Something for me")
    drawing.show(drawing.bullets(words.date(day, weekday=True) for day in days))
    st.download_button(
        ui("Get these dates for your calendar"),
        data=lambda: calendar_file.ics(days, today, title, of=calendar_file.OWN_FILE_NAME),
        file_name=calendar_file.OWN_FILE_NAME,
        mime="text/calendar",
        on_click="ignore",
        key="download_own_calendar",
    )
    drawing.hint(
        ui(
            "Each date only says “{title}”. It does not say what. It has no names and no alarm. "
            "Anyone who can see your calendar can see the dates.",
            title=title,
        )
    )


def numbers() -> None:
    """Numbers for the phone's contacts; those for violence at home only if they are ticked."""
    chosen = contacts_file.lines(content, response, today)
    of_violence = contacts_file.lines_for_violence(content, response, today)
    if of_violence and st.checkbox(ui("Add a number for violence or fear at home"), key="own_numbers_violence"):
        chosen = (*chosen, *of_violence)
    if not chosen:
        return
    drawing.show(drawing.bullets(f"{line.name}: {line.call}" for line in chosen))
    st.download_button(
        ui("Get these numbers for your phone"),
        data=lambda: contacts_file.vcf(chosen),
        file_name=contacts_file.FILE_NAME,
        mime="text/vcard",
        on_click="ignore",
        key="download_numbers",
    )
    drawing.hint(
        ui(
            "The numbers are saved with their names. Anyone who opens your phone can see them in your contacts, "
            "and may see whom you call."
        )
    )


navigation.leave_topic()
drawing.heading(ui("For you"))
drawing.paragraph(
    ui(
        "This page is about you. What you say here goes into no summary and no saved file. It stays in this tab only. "
        "You can leave everything out."
    )
)
flags = tuple(flag for part in parts for flag in raised(content, response, part.section.id))
if flags:
    care(flags)
listed(ui("What you can do here"), parts)
plan()
take_along()
for article in dict.fromkeys(part.section.article for part in parts):
    reading.offer(article, then="for_you")
sources = dict.fromkeys(source for flag in flags for source in flag.sources)
if sources:
    drawing.show(drawing.sources((content.source[each] for each in sources), "", words))
st.divider()
if st.button(ui("Back"), type="primary"):
    navigation.go(navigation.aside_return("for_you"))
