"""The answers are gone."""

import streamlit as st

from intake.ui.common import html, navigation, session

ui = session.words().ui

html.heading(ui("Your answers are erased"))
html.paragraph(ui("This site no longer has them. Any file you saved is still on your device."))
if st.button(ui("Start over"), type="primary"):
    navigation.go("start")
