"""Plan what comes next: what can be planned now, in any order; why some of it must wait; and the plan so far."""

import datetime as dt

import streamlit as st

from intake.brief.model import BriefPart
from intake.brief.rows import Row
from intake.domain.rules import Level
from intake.outputs import formats, ics, safety_sheet_pdf
from intake.ui.common import html, navigation, question_pages, session, summary_file
from intake.ui.common.callbacks import retry_until_done
from intake.ui.common.download_button import download_button
from intake.ui.common.late_changes import rerun_if_late
from intake.ui.common.lists import part_list
from intake.ui.family import drawings, planning

words = session.words()
ui = words.ui
brief = session.current_brief()
content = session.content()
safe = html.safe
danger = brief.level is Level.RED
plan_sections = [section for section in content.questionnaire.sections if section.asked == "plan"]
withheld = [section for section in plan_sections if question_pages.withheld(section)]
nothing_here = danger and brief.file_withheld  # a plan that a violent person finds could lead to more violence
MOST_REASONS_IN_DANGER = 2  # a person in danger should not have to read much here


def first_things_first() -> None:
    """In danger: the panel above, which is on every page, says what to do now."""
    html.paragraph(ui("First, do what it says above. Planning can wait until everyone is safe."))
    if nothing_here:
        html.paragraph(
            ui(
                "You do not have to plan anything here, and you do not have to answer more questions. An advocate can "
                "make a safety plan with you and keep it where no one will find it."
            )
        )


def why_not_all() -> None:
    """Say why parts are left out, without naming them."""
    holds = brief.holds[:MOST_REASONS_IN_DANGER] if danger else brief.holds
    reasons = "".join(f"<li>{reason}</li>" for reason in html.reasons(holds))
    below = ui("What you see below can help now. If things change, update your answers and look again.")
    html.show(
        html.card(
            ui("Planning can wait") if nothing_here else ui("Some of the planning can wait"),
            f"<p>{safe(ui('As things are now, it could do harm. We say this because you told us:'))}</p>",
            f"<ul>{reasons}</ul>",
            "" if nothing_here else f"<p>{safe(below)}</p>",
        )
    )


def what_fits() -> None:
    """The kind of intervention that fits the answers, or that none does."""
    for kind in brief.kinds:
        html.section(ui("What kind of intervention fits"))
        fit = ui("Of the three kinds of intervention, this one fits what you told us: {kind}.", kind=kind.title)
        html.show(
            f"<p><strong>{safe(fit)}</strong></p>",
            *(f"<p>{safe(reason)}</p>" for reason in kind.because),
            f"<p>{safe(kind.text)}</p>",
        )
    if not planning.meeting_fits():
        html.paragraph(ui("Nothing you told us calls for an intervention now. These parts can still help you."))
    elif brief.holds:  # nothing is left out, but something comes first
        reasons = (f"<p>{reason}</p>" for reason in html.reasons(brief.holds))
        html.show(html.card(ui("Before any family talk"), *reasons))


def planned(part: BriefPart) -> None:
    """The plan so far in one part, each person by name."""
    own_rows = _answered(part.rows)
    people = [(entry.title, _answered(entry.rows)) for group in part.groups for entry in group.entries]
    people = [(name, rows) for name, rows in people if rows]
    if not own_rows and not people:
        return
    pieces = [f"<h3>{safe(part.title)}</h3>", *map(html.answer, own_rows)]
    for name, rows in people:
        pieces += [f"<h4>{safe(name)}</h4>", *map(html.answer, rows)]
    html.show(f'<div class="ns-way">{"".join(pieces)}</div>')


def _answered(rows: tuple[Row, ...]) -> list[Row]:
    return [row for row in rows if not row.status.open]


def calendar() -> None:
    """The check-in days of the months ahead, and a file of them. On a shared phone, anyone can find a calendar."""
    rhythm = ics.rhythm(content)
    answer = session.response().by_key.get(rhythm or "")
    if answer is None or not answer.codes:
        return
    html.section(ui("Dates for your calendar"))
    if not summary_file.file_allowed(
        ui("We have not made a file. It could be dangerous if the person finds it in your calendar.")
    ):
        return
    first_day(answer.as_of)
    days = ics.days(content, session.response())
    if not days:
        return
    html.show(html.bullets(words.date(day, weekday=True) for day in days))
    title, made_on = ui("Check in"), brief.made_on.date()
    dates = formats.Dates(days, made_on, title, session.calendar_id())
    download_button(formats.CHECK_INS, lambda: formats.CHECK_INS.make(dates), key="download_calendar")
    html.hint(
        ui(
            "Each date says “{title}” and nothing more. It has no names and no alarm. The file stays on this device. "
            "Anyone who can see your calendar can see the dates.",
            title=title,
        )
    )


def sheet_for_the_fridge() -> None:
    """The sheet for the fridge as a file, where its part of the plan is open."""
    texts = content.safety_sheet
    if texts is None or texts.fits not in {part.section.id for part in planning.parts()}:
        return
    sheet = summary_file.sheet()
    if sheet is None or formats.SAFETY_SHEET.missing():
        return
    html.section(ui("A sheet for the fridge"))
    html.paragraph(
        ui(
            "One page and a card for the wallet: what to do on a bad day, and whom to call. It has your answers from "
            "“{part}”. They may read it too.",
            part=content.questionnaire.section[texts.fits].title,
        )
    )
    if note := summary_file.not_printed(safety_sheet_pdf.unprintable_letters(sheet)):
        html.hint(note)
    download_button(formats.SAFETY_SHEET, summary_file.sheet_file(sheet), key="download_sheet")


def first_day(chosen: str | None) -> None:
    """A list of days to choose from; a day chosen earlier stays in it."""
    days = [day.isoformat() for day in ics.first_days(brief.made_on.date())]
    if chosen and len(chosen) == len(days[0]) and chosen not in days:
        days = [chosen, *days]
    key = session.field_key("first_day", "plan")
    index = days.index(chosen) if chosen in days else None
    picked = st.selectbox(
        ui("When is the first check-in?"),
        days,
        index=index,
        format_func=lambda day: words.date(dt.date.fromisoformat(day), weekday=True),
        placeholder=ui("Choose one, or start typing"),
        key=key,
        on_change=_record_first_day,
        args=(key,),
    )
    rerun_if_late(key, picked, None if index is None else chosen, lambda: _record_first_day(key))


@retry_until_done
def _record_first_day(key: str) -> None:
    answer = session.response().by_key.get(ics.rhythm(content) or "")
    if answer is not None and answer.value is not None:
        session.record(answer.model_copy(update={"as_of": st.session_state[key]}))


drawings.heading(ui("Plan what comes next"), "path")
if danger:
    first_things_first()
if withheld:
    why_not_all()
elif not danger:
    what_fits()
if not nothing_here:
    part_list(ui("When everyone is safe, you can plan this") if danger else ui("What you can plan"), planning.parts())
    html.paragraph(ui("You can do these in any order. You can leave anything blank and change it another day."))
    begun = {part.section.id for part in planning.parts() if part.answered}
    if begun:
        html.section(ui("Your plan so far"))
        for part in brief.sections:
            if part.id in begun:
                planned(part)
    sheet_for_the_fridge()
    calendar()
if danger or withheld:
    html.section(ui("People you can call"))
    html.show(html.folded_call_lines(brief.lines, words))
if st.button(ui("A small plan for you")):
    navigation.open_side_page("for_you", "plan")
if st.button(ui("Back to my next steps"), type="primary"):
    question_pages.leave_part()
    navigation.go("result")
if planning.may_compare_professionals() and st.button(ui("Compare professionals")):
    navigation.open_side_page("choose", "plan")
if not danger and st.button(ui("Get a summary for a professional")):
    navigation.go("summary")
