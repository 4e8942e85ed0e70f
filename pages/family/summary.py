"""What goes into the summary: three optional lines, each of which can stay empty."""

import streamlit as st

from intake.ui import drawing, navigation, session
from intake.ui.ask import line

ui = session.words().ui
if session.current_brief().file_withheld and not st.session_state.get("file_wanted"):
    navigation.go("download")  # it says first why there is no file; names are asked only of those who want one
contact = next(one for one in session.content().questionnaire.sections if one.asked == "summary")

drawing.heading(ui("Your summary"))
drawing.paragraph(
    ui(
        "A professional can read it in a minute. You can leave all of this empty. What you "
        "write here is in the file, so think of who may see it."
    )
)
for item in contact.items:
    line(item)
    drawing.hint(item.why)
if st.button(ui("Continue"), type="primary"):
    navigation.go("download")
if st.button(ui("Back")):
    navigation.go("result")
