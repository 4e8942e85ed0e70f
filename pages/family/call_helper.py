"""What to say when you call: a script, what they may ask with the family's answers, and what to ask them."""

import streamlit as st

from intake.brief import phone_script
from intake.domain.call_texts import Listener
from intake.ui.common import html, navigation, session

words = session.words()
ui = words.ui
brief = session.current_brief()
call = phone_script.phone_script(session.content(), session.response(), session.assessment().withheld)
safe = html.safe
to_advocate = call.listener is Listener.ADVOCATE


def their_question(question: phone_script.TheirQuestion) -> str:
    """One question they may ask, and what to say."""
    answer = (
        f"“{question.answer}”" if question.answer and question.verbatim else question.answer or ui("I am not sure.")
    )
    return f'<dt>{safe(question.text)}</dt><dd dir="auto">{safe(answer)}</dd>'


html.heading(ui("What to say when you call"))
if to_advocate:
    html.paragraph(
        ui(
            "An advocate helps people who are afraid or have been hurt. Call when no one can listen in, from a phone "
            "that no one checks. You do not have to give your name."
        )
    )
else:
    html.paragraph(ui("You do not have to give your name. You can read this out loud."))
html.section(ui("Say this"))
if call.say:
    html.show(f'<div class="ns-card ns-copy">{"".join(f"<p>{safe(line)}</p>" for line in call.say)}</div>')
    html.hint(ui("To copy this, press and hold it."))
else:
    html.paragraph(ui("You have not told us anything yet. You can always start with “I am worried about someone.”"))
if call.they_ask:
    html.section(ui("What they may ask you"))
    html.paragraph(ui("Under each question is what you can say. It is fine to say that you are not sure."))
    html.show(f'<dl class="ns-way">{"".join(map(their_question, call.they_ask))}</dl>')
html.section(ui("What you can ask them"))
html.show(html.bullets(call.you_ask))
html.section(ui("People you can call"))
violence = session.content().place.lines.for_violence
lines = [line for line in brief.lines if violence in line.scope] if to_advocate else brief.lines
html.show(html.call_lines(lines or brief.lines, words))
st.divider()
if st.button(ui("Back"), type="primary"):
    navigation.go(navigation.side_page_return("call_helper"))
