"""The answers are gone."""

import streamlit as st

from intake.ui import drawing, navigation, session

ui = session.words().ui

drawing.heading(ui("Your answers are erased"))
drawing.paragraph(ui("This page no longer has them. A file you saved is still on your device."))
if st.button(ui("Start again"), type="primary"):
    navigation.go("start")
