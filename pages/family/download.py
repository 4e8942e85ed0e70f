"""The summary, on screen and as a file.

No fields here: what is typed before a click on a download would be missing. What goes in is chosen on the page before.
"""

import streamlit as st

from intake.documents import summary_document, wording
from intake.ui import drawing, navigation, session, summary_file
from intake.ui.browser import forget

words = session.words()
ui = words.ui
found = summary_file.brief()
name = summary_document.file_name(found.made_on)


def answers_only() -> None:
    """Where no PDF can be made: the answers alone, which this page can open again."""
    saved = summary_file.answers(found)
    drawing.paragraph(ui("You can save your answers in a file for this page, and go on later."))
    st.download_button(
        ui("Save my answers"),
        data=lambda: saved,
        file_name=name.replace(".pdf", ".json"),
        mime=summary_file.mime("application/json"),
        on_click="ignore",
        type="primary",
        key="download_answers",
    )


def what_is_in_it() -> None:
    """What to know about the file before it is made."""
    locked = summary_file.choices().password
    told = [
        ui("It stays on this device. It is called {name}.", name=name),
        ui("It has what you told us. It does not say who you are unless you wrote that."),
        ui("It also carries your answers. To go on later, choose “Use a saved file” on the first page."),
        wording.left_out(found, words),
        ui("The PDF opens only with your password. The plain text below has no password.") if locked else "",
    ]
    drawing.show(drawing.bullets(text for text in told if text))


drawing.heading(ui("Get your summary"))
if found.file_withheld and not st.session_state.get("file_wanted"):
    drawing.paragraph(
        ui(
            "We have not made a file. It could be dangerous if the person finds what you told "
            "us. A file stays on this device and shows in its list of downloads."
        )
    )
    drawing.paragraph(ui("An advocate can write things down with you and keep them safe."))
    drawing.show(drawing.call_lines([line for line in found.lines if "domestic_violence" in line.scope], words))
    if st.button(ui("No one else can open this device: make the file")):
        st.session_state["file_wanted"] = True
        navigation.go("summary")
else:
    lacking = summary_document.missing_for_pdf()
    if lacking:
        drawing.show(
            drawing.card(
                ui("This computer cannot make the PDF yet"),
                f"<p>{drawing.safe(ui('You can use the plain text. Whoever runs this page can type:'))}</p>",
                f"<p><code>{drawing.safe(lacking)}</code></p>",
            )
        )
        answers_only()
    else:
        what_is_in_it()
        st.download_button(
            ui("Download the summary (PDF)"),
            data=summary_file.pdf(found),
            file_name=name,
            mime="application/pdf",
            on_click="ignore",
            type="primary",
            key="download_pdf",
        )
        drawing.hint(ui("The file takes a few seconds. If none comes, use the plain text below."))
    st.download_button(
        ui("Download as plain text"),
        data=lambda: summary_document.text(found, words).encode("utf-8", "replace"),
        file_name=name.replace(".pdf", ".txt"),
        mime=summary_file.mime("text/plain"),
        on_click="ignore",
        key="download_text",
    )
    drawing.section(ui("What it says"))
    drawing.show(drawing.summary(found, words))
st.divider()
if st.button(ui("Change what goes in")):
    navigation.go("summary")
if st.button(ui("Back to my next steps")):
    navigation.go("result")
if st.button(ui("Erase my answers")):
    forget()
    navigation.go("erased")
