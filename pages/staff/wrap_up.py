"""Read back, agree, finish: the brief to read out, what may be shared, the outcome, the follow-up, the files."""

import streamlit as st

from intake.documents import plain_text, summary_document
from intake.store.schema import Status
from intake.ui import drawing, navigation, session, summary_file
from intake.ui.desk import call
from intake.ui.desk.about_call import picked, written

words = session.words()
ui = words.ui
OUTCOMES = {
    "referred": ui("Referred to a professional"),
    "emergency": ui("Emergency help was called"),
    "information": ui("Information given"),
    "cut_off": ui("The line was cut off"),
    "declined": ui("They want nothing now"),
}
SHARE = {
    "yes": ui("Yes, with this professional"),
    "phone_only": ui("Only that they may call"),
    "no": ui("No"),
}


if call.current() is None:
    navigation.go("today")
found = session.current_brief()
drawing.heading(ui("Read back and finish"))
if st.button(ui("Back to the questions"), key="back_to_call"):
    navigation.go("call")
drawing.show(f'<p class="ns-say">{drawing.safe(ui("Let me read back what I have. Stop me if it is wrong."))}</p>')
told = plain_text.text(found, words)
drawing.show(f'<pre class="ns-plain">{drawing.safe(told)}</pre>')
picked("read_back", ui("Is that right?"), {"right": ui("That is right"), "changed": ui("Changed during read-back")})

drawing.section(ui("What may be shared"))
drawing.show(f'<p class="ns-say">{drawing.safe(ui("May I share this with a professional? You can say no."))}</p>')
shared = picked("share", ui("They say"), SHARE)
if shared in ("yes", "phone_only"):
    written("share_with", ui("With whom"))
    written("share_how", ui("How: by phone, fax, a file"))
    written("share_until", ui("Until when"))

drawing.section(ui("Files"))
if not summary_document.missing_for_pdf():
    st.download_button(
        ui("The summary (PDF)"),
        data=summary_file.pdf(found),
        file_name=summary_document.file_name(found.made_on),
        mime="application/pdf",
        on_click="ignore",
        key="desk_pdf",
    )
st.download_button(
    ui("Plain text for the record system"),
    data=told,
    file_name=summary_document.file_name(found.made_on).replace(".pdf", ".txt"),
    mime="text/plain",
    on_click="ignore",
    key="desk_text",
)

drawing.section(ui("Outcome and follow-up"))
outcome = picked("outcome", ui("Outcome"), OUTCOMES)
due = st.date_input(ui("Follow up on"), value=None, key="follow_up", min_value=session.now().date())
if st.button(ui("Finish the call"), type="primary", key="finish"):
    if not outcome:
        drawing.alert(ui("Choose an outcome first."))
    else:
        at = session.now().replace(year=due.year, month=due.month, day=due.day) if due else None
        call.finish(outcome, Status.FOLLOW_UP if at else Status.CLOSED, due_at=at)
        navigation.go("today")
