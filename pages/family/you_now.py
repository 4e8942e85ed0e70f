"""Help for the person who answers: shown as soon as an answer says that they are in danger themselves.

Nothing here is about the loved one.
"""

import streamlit as st

from intake.domain.local_helplines import lines_for, writer_elsewhere
from intake.ui.common import html, question_pages, session

words = session.words()
ui = words.ui
content, response = session.content(), session.response()

html.heading(ui("Before we go on: help for you"))
for text in dict.fromkeys(rule.because for rule in session.warnings()):
    html.paragraph(text)
scopes = dict.fromkeys(
    scope
    for rule in session.warnings()
    for scope in (*(content.action[rule.recommend[0]].lines if rule.recommend else ()), *rule.lines)
)
lines = lines_for(content, response, scopes, session.now().date(), most=1, for_writer=True)
abroad = writer_elsewhere(content, response)
first = next((line for line in lines if line.call and not abroad), None)
if abroad:
    html.paragraph(ui("If you may act on these thoughts, call the emergency number for the country you are in."))
else:
    act_now = ui("If you may act on these thoughts, call now. You do not have to explain anything else first.")
    html.show(html.call_first(act_now, first, words) if first else html.safe_paragraphs(act_now))
html.show(html.numbers(tuple(line for line in lines if line is not first), words))
if st.button(ui("Keep going")):
    session.mark_warnings_seen()
    question_pages.keep_going()
