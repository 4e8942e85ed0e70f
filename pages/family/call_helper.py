"""What to say when you call: words to read out, what they will ask with your answers beside it, what you can ask."""

import streamlit as st

from intake import calls
from intake.contacts_file import VIOLENCE
from intake.model import Listener
from intake.ui import drawing, navigation, session

words = session.words()
ui = words.ui
found = session.current_brief()
call = calls.call(session.content(), session.response(), session.assessment().withheld)
safe = drawing.safe
to_advocate = call.listener is Listener.ADVOCATE


def asked(one: calls.TheirQuestion) -> str:
    """One question of theirs, and what you can say."""
    answer = f"“{one.answer}”" if one.answer and one.verbatim else one.answer or ui("I am not sure.")
    return f'<dt>{safe(one.text)}</dt><dd dir="auto">{safe(answer)}</dd>'


drawing.heading(ui("What to say when you call"))
if to_advocate:
    drawing.paragraph(
        ui(
            "An advocate helps people who are afraid or were hurt. Call when no one can listen, "
            "from a phone that no one checks. You do not have to give your name."
        )
    )
else:
    drawing.paragraph(ui("You do not have to give your name. You can read these words out."))
drawing.section(ui("Say this"))
if call.say:
    drawing.show(f'<div class="ns-card ns-copy">{"".join(f"<p>{safe(line)}</p>" for line in call.say)}</div>')
    drawing.hint(ui("To copy these words, press and hold them."))
else:
    drawing.paragraph(ui("You told us nothing yet. You can always begin with: “I am worried about someone.”"))
if call.they_ask:
    drawing.section(ui("What they may ask you"))
    drawing.paragraph(ui("Beside each question is what you told us. If you are not sure, that is fine to say."))
    drawing.show(f'<dl class="ns-way">{"".join(map(asked, call.they_ask))}</dl>')
drawing.section(ui("What you can ask them"))
drawing.show(drawing.bullets(call.you_ask))
drawing.section(ui("People you can call"))
lines = [line for line in found.lines if VIOLENCE in line.scope] if to_advocate else found.lines
drawing.show(drawing.call_lines(lines or found.lines, words))
st.divider()
if st.button(ui("Back"), type="primary"):
    navigation.go(navigation.aside_return("call_helper"))
