"""The answers are gone."""

import streamlit as st

from intake.ui.common import html, navigation, session

ui = session.words().ui

html.heading(ui("Your answers are erased"))
html.paragraph(ui("This page no longer has them. A file you saved is still on your device."))
if st.button(ui("Start again"), type="primary"):
    navigation.go("start")
