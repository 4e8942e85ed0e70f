"""What to say when you call: a script for each call, what they may ask with the family's answers, and what to ask."""

import streamlit as st

from intake.brief.phone_script import PhoneScript, TheirQuestion, phone_scripts
from intake.ui.common import html, navigation, session

words = session.words()
ui = words.ui
safe = html.safe
scripts = phone_scripts(session.content(), session.response(), session.assessment())


def their_question(question: TheirQuestion) -> str:
    """One question they may ask, and what to say."""
    answer = (
        f"“{question.answer}”" if question.answer and question.verbatim else question.answer or ui("I am not sure.")
    )
    return f'<dt>{safe(question.text)}</dt><dd dir="auto">{safe(answer)}</dd>'


def chosen() -> PhoneScript:
    """The script to show: the most urgent call, unless another is picked."""
    if len(scripts) == 1:
        return scripts[0]
    titles = {script.listener.id: script.title for script in scripts}
    picked = st.radio(ui("Choose a call"), list(titles), format_func=titles.__getitem__, key="call_to")
    return next((script for script in scripts if script.listener.id == picked), scripts[0])


html.heading(ui("What to say when you call"))
call = chosen()
html.section(call.title)
if call.intro:
    html.paragraph(call.intro)
html.show(html.numbers(call.lines, words))
html.section(ui("Say this"))
html.show(f'<div class="ns-card ns-copy">{"".join(f"<p>{safe(line)}</p>" for line in call.say)}</div>')
html.hint(ui("To copy this, press and hold it."))
if call.more:
    html.folded(ui("If they ask for more"), call.more)
if call.besides:
    html.section(ui("What else to do"))
    html.show(html.bullets(call.besides))
if call.they_ask:
    html.section(ui("What they may ask you"))
    html.paragraph(ui("Under each question is what you can say. It is fine to say that you are not sure."))
    html.show(f'<dl class="ns-way">{"".join(map(their_question, call.they_ask))}</dl>')
if call.you_ask:
    html.section(ui("What you can ask them"))
    html.show(html.bullets(call.you_ask))
shown = {line.id for script in scripts for line in script.lines}
brief = session.current_brief()
# A person who is afraid gets the lines for violence alone: another's number could be found on the phone.
if others := [line for line in brief.lines if line.id not in shown and not brief.violence]:
    html.section(ui("Others you can call"))
    html.show(html.folded_call_lines(others, words))
if st.button(ui("Back"), type="primary"):
    navigation.go(navigation.side_page_return("call_helper"))
