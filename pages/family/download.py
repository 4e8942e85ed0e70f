"""The summary, on screen and as a file.

No fields here: what is typed before a click on a download would be missing.
"""

import streamlit as st

from intake.config import content_folder, site
from intake.documents import summary_document
from intake.ui import drawing, navigation, session
from intake.ui.browser import forget

words = session.words()
ui = words.ui
found = session.current_brief()
folder = content_folder()
made = found.made_on


def download(label: str, paper: summary_document.Paper, *, first: bool) -> None:
    """A button whose file is made at the click, from the answers as they are now."""
    st.download_button(
        label,
        data=lambda: summary_document.pdf(found, words, folder, paper=paper).data,
        file_name=summary_document.file_name(made),
        mime="application/pdf",
        on_click="ignore",
        type="primary" if first else "secondary",
        key=f"download_{paper}",
    )


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
    drawing.paragraph(
        ui(
            "The file stays on this device. It is called {name}. It has what you told us. It "
            "does not say who you are unless you wrote that.",
            name=summary_document.file_name(made),
        )
    )
    lacking = summary_document.missing_for_pdf()
    if lacking:
        drawing.show(
            drawing.card(
                ui("This computer cannot make the PDF yet"),
                f"<p>{drawing.safe(ui('You can use the plain text. Whoever runs this page can type:'))}</p>",
                f"<p><code>{drawing.safe(lacking)}</code></p>",
            )
        )
    else:
        sizes: list[summary_document.Paper] = ["a4", "letter"] if site().paper == "a4" else ["letter", "a4"]
        names = {
            "letter": ui("Download the summary (PDF, Letter paper)"),
            "a4": ui("Download the summary (PDF, A4 paper)"),
        }
        for place, paper in enumerate(sizes):
            download(names[paper], paper, first=place == 0)
        drawing.hint(ui("The file takes a few seconds. If none comes, use the plain text below."))
    st.download_button(
        ui("Download as plain text"),
        data=lambda: summary_document.text(found, words).encode("utf-8", "replace"),
        file_name=summary_document.file_name(made).replace(".pdf", ".txt"),
        mime="text/plain",
        on_click="ignore",
        key="download_text",
    )
    drawing.section(ui("What it says"))
    drawing.show(drawing.summary(found, words))
st.divider()
if st.button(ui("Back to my next steps")):
    navigation.go("result")
if st.button(ui("Erase my answers")):
    forget()
    navigation.go("erased")
