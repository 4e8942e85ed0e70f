"""What goes into the summary: optional lines, what to leave out, paper, password. Nothing is ticked beforehand."""

import streamlit as st

from intake.domain.base import Personal
from intake.saved import password
from intake.ui.common import html, navigation, session, summary_file
from intake.ui.common.answer_fields import line
from intake.ui.common.callbacks import retry_until_done
from intake.ui.common.late_changes import rerun_if_late

ui = session.words().ui
if session.current_brief().file_withheld and not st.session_state.get(summary_file.WANTED):
    navigation.go("download")  # it says first why there is no file; names are asked only of those who want one
contact = next(one for one in session.content().questionnaire.sections if one.asked == "summary")
chosen = summary_file.choices()


def key(name: str) -> str:
    return session.field_key("choose", name)


def shown() -> summary_file.Choices:
    """What the fields say."""
    fields = st.session_state
    return summary_file.Choices(
        left_out=frozenset(kind for kind in Personal if fields.get(key(kind.value))),
        other_paper=bool(fields.get(key("paper"))),
        password=password.normalized(fields.get(key("typed")) or ""),
    )


@retry_until_done
def remember() -> None:
    """Takes over what the fields say, before the page is drawn: the tab is told of it in the same run."""
    summary_file.choose(shown())


def tick(label: str, name: str, ticked: bool) -> None:
    """A box to tick, which remembers what was chosen."""
    st.checkbox(label, value=ticked, key=key(name), on_change=remember)


html.heading(ui("Your summary"))
html.paragraph(
    ui(
        "A professional can read it in a minute. You can leave all of this empty. What you "
        "write here is in the file, so think of who may see it."
    )
)
for item in contact.items:
    line(item)
    html.hint(item.why)

html.section(ui("Choose what goes in"))
labels = {
    Personal.NAME: ui("Leave out all names"),
    Personal.CONTACT: ui("Leave out my phone and how to reach me"),
    Personal.NOTES: ui("Leave out my own notes: all that I wrote in my own words"),
    Personal.PROFESSIONALS: ui("Leave out what I noted on professionals: one of them may get this file"),
}
for kind, label in labels.items():
    tick(label, kind.value, kind in chosen.left_out)
html.hint(
    ui(
        "What you leave out is nowhere in the file. If you open the file here later, you would have to write it again. "
        "A name inside your notes stays, unless you leave out the notes too."
    )
)
other = {"a4": ui("Use A4 paper"), "letter": ui("Use US Letter paper")}[summary_file.papers()[1]]
tick(other, "paper", chosen.other_paper)

html.section(ui("A password, if you want one"))
html.paragraph(ui("With a password, no one can read the file who does not know it."))
html.show(
    html.bullets(
        [
            ui("Keep it where only you find it. If you lose it, no one can open the file again. We cannot either."),
            ui("Tell it to the professional in a call. Do not send it together with the file."),
        ]
    )
)
typed = st.text_input(
    ui("Password for the file"),
    value=chosen.password,
    key=key("typed"),
    on_change=remember,
    max_chars=60,
    autocomplete="off",
)
rerun_if_late("summary_choices", shown(), chosen, remember)
fault = ""
if password.too_short(typed):
    fault = ui(
        "This password is too short. Use {number} letters, numbers or signs, or more.", number=password.MIN_LENGTH
    )
elif password.too_long(typed):
    fault = ui("This password is too long for a file. Use a shorter one.")

below_the_field = st.container()
if st.button(ui("Continue"), type="primary"):
    if not fault:
        navigation.go("download")
    with below_the_field:
        html.alert(fault)
if st.button(ui("Back")):
    navigation.go(session.working_on() or "result")
