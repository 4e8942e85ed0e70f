"""What goes into the summary: optional lines, what to leave out, paper, password. No box is checked at first."""

import streamlit as st

from intake.domain.base import Personal
from intake.saved import password
from intake.ui.common import html, navigation, session, summary_file, text_fields
from intake.ui.common.answer_fields import line
from intake.ui.common.callbacks import retry_until_done
from intake.ui.common.late_changes import rerun_if_late

ui = session.words().ui
if session.current_brief().file_withheld and not st.session_state.get(summary_file.WANTED):
    navigation.go("download")  # says why there is no file; only people who want one are asked for names
contact = next(section for section in session.content().questionnaire.sections if section.asked == "summary")
chosen = summary_file.choices()


def key(name: str) -> str:
    return session.field_key("choose", name)


def choices_on_screen() -> summary_file.Choices:
    """The choices that the fields show."""
    fields = st.session_state
    return summary_file.Choices(
        left_out=frozenset(
            kind for kind in Personal if bool(fields.get(key(kind.value))) is not (kind is Personal.OWN)
        ),
        other_paper=bool(fields.get(key("paper"))),
        password=password.normalized(fields.get(key("typed")) or ""),
    )


@retry_until_done
def remember() -> None:
    """Store the choices before the page is rendered, so that the same run sends them to the tab."""
    summary_file.choose(choices_on_screen())


def checkbox(label: str, name: str, checked: bool) -> None:
    """A checkbox that remembers what was chosen."""
    st.checkbox(label, value=checked, key=key(name), on_change=remember)


html.heading(ui("Your summary"))
html.paragraph(
    ui(
        "A professional can read it in a minute. You can leave all of this blank. What you write here goes into "
        "the file, so think about who may see it."
    )
)
for item in contact.items:
    line(item)
    html.hint(item.why)

html.section(ui("Choose what goes in"))
labels = {
    Personal.NAME: ui("Leave out all names"),
    Personal.CONTACT: ui("Leave out my phone number and how to reach me"),
    Personal.NOTES: ui("Leave out my notes: everything I wrote in my own words"),
    Personal.PROFESSIONALS: ui("Leave out my notes about professionals: one of them may get this file"),
}
for kind, label in labels.items():
    checkbox(label, kind.value, kind in chosen.left_out)
if summary_file.told_about_self():
    checkbox(ui("Include what I said about my own safety"), Personal.OWN.value, Personal.OWN not in chosen.left_out)
html.hint(
    ui(
        "What you leave out is not anywhere in the file. If you open the file here later, you will have to enter "
        "it again. A name inside your notes stays in unless you leave out the notes too."
    )
)
other_paper = {"a4": ui("Use A4 paper"), "letter": ui("Use US Letter paper")}[summary_file.papers()[1]]
checkbox(other_paper, "paper", chosen.other_paper)

html.section(ui("A password, if you want one"))
html.paragraph(ui("With a password, only people who know it can read the file."))
html.show(
    html.bullets(
        [
            ui(
                "Keep the password where only you can find it. If you lose it, no one can open the file again, "
                "not even us."
            ),
            ui("Give it to the professional over the phone. Do not send it with the file."),
        ]
    )
)
typed_password = text_fields.password(
    ui("Password for the file"),
    value=chosen.password,
    key=key("typed"),
    on_change=remember,
)
rerun_if_late("summary_choices", choices_on_screen(), chosen, remember)
problem = ""
if password.too_short(typed_password):
    problem = ui("This password is too short. Use at least {number} characters.", number=password.MIN_LENGTH)
elif password.too_long(typed_password):
    problem = ui("This password is too long for a file. Use a shorter one.")

below_the_field = st.container()
if st.button(ui("Continue"), type="primary"):
    if not problem:
        navigation.go("download")
    with below_the_field:
        html.alert(problem)
if st.button(ui("Back")):
    navigation.go(session.working_on() or "result")
