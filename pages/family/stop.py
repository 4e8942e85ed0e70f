"""Stop here: see what there is, go on, or erase it all."""

import streamlit as st

from intake.ui import drawing, keeping, navigation, session
from intake.ui.browser import forget

words = session.words()
ui = words.ui

drawing.heading(ui("You can stop here"))
drawing.paragraph(
    words.count("You have answered {number} question.", "You have answered {number} questions.", session.answered())
)
drawing.paragraph(
    ui("You can see next steps from what you told us so far, go on, save your answers in a file, or erase it all.")
)
if st.button(ui("See my next steps"), type="primary"):
    navigation.go("result")
if st.button(ui("Go on with the questions")):
    navigation.resume()
if st.button(ui("Save my answers")):
    navigation.go("summary")
if st.button(ui("Erase my answers")):
    forget()
    navigation.go("erased")
drawing.section(ui("If you load the page again"))
keeping.choice()
