"""Two answers that do not fit together: asked about once, without saying which one is right."""

import streamlit as st

from intake.ui.common import html, question_pages, session

ui = session.words().ui
TWO = 2
findings = session.contradiction()
if not findings:  # opened by its address, or resolved
    question_pages.keep_going()
asked = [session.content().rule[finding.rule] for finding in findings]
rule = asked[0]
rows = {row.key: row for part in session.current_brief().sections for row in part.all_rows}

html.heading(rule.title)
html.paragraph(rule.because)
keys = [key for key in dict.fromkeys(key for finding in findings for key in finding.evidence) if key in rows]
for key in keys:
    with st.container(gap="xsmall"):
        html.show(html.answer(rows[key]))
        if st.button(ui("Change this answer"), key=f"change_{rule.id}_{key}"):
            session.mark_asked_about(asked)
            question_pages.change_answer(key, then=question_pages.heading_for())
leave = ui("Leave both as they are") if len(keys) <= TWO else ui("Leave them as they are")
# The keys name this pair: the second click of a double-click must not decide about the next one.
if st.button(leave, type="primary", key=f"leave_{rule.id}"):
    session.mark_asked_about(asked)
    question_pages.keep_going()
