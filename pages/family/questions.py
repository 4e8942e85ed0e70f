"""One question a page, or the introduction of a hard section."""

import streamlit as st

from intake.model import ItemType
from intake.ui import drawing, navigation, session
from intake.ui.ask import ask

ui = session.words().ui
here = navigation.at()
section = navigation.section_at(here)
numbered = [one for one in session.content().questionnaire.sections if one.asked == "check"]
place = numbered.index(section) + 1 if section in numbered else 0
caption = (
    ui("Part {number} of {total}: {title}", number=place, total=len(numbered), title=section.title)
    if place
    else section.title
)

if navigation.intro_at(here):
    drawing.heading(section.title, caption=ui("Part {number} of {total}", number=place, total=len(numbered)))
    drawing.paragraph(section.intro or "")
else:
    item = navigation.item_at(here)
    several = " " + ui("Choose all that fit.") if item.type is ItemType.CHOICES else ""
    drawing.heading(item.text, caption=caption, hint=item.why + several)
    ask(item)

if st.button(ui("Continue"), type="primary"):
    if not navigation.intro_at(here):
        session.passed_over(here)
    navigation.onward()
if st.button(ui("Back")):
    navigation.backward()
if not navigation.changing():
    if place and st.button(ui("Skip this part"), type="tertiary"):
        navigation.skip_section()
    if st.button(ui("Stop and see what I have"), type="tertiary"):
        navigation.go("stop")
