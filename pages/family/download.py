"""The summary, on screen and as a file.

The page has no fields: text typed just before a click on a download would be missing from the file. The page before
this one asks what goes in.
"""

from collections.abc import Callable

import streamlit as st

from intake.brief import wording
from intake.outputs import summary_pdf
from intake.ui.common import html, navigation, session, summary_file
from intake.ui.common.browser import forget

words = session.words()
ui = words.ui
brief = summary_file.brief()
name = summary_pdf.file_name(brief.made_on)


def download(label: str, data: Callable[[], bytes], suffix: str, mime: str, *, first: bool = False) -> None:
    """A button whose file is made when it is clicked, from the answers as they are then."""
    st.download_button(
        label,
        data=data,
        file_name=name.replace(".pdf", suffix),
        mime=mime,
        on_click="ignore",
        type="primary" if first else "secondary",
        key=f"download_{suffix.removeprefix('.')}",
    )


def what_is_in_it() -> None:
    """What to know about the file before it is made."""
    locked = summary_file.choices().password
    facts = [
        ui("The file stays on this device. Its name is {name}.", name=name),
        ui("It says what you told us. It does not say who you are unless you wrote that."),
        ui(
            "It also holds your answers. To pick up later where you left off, choose “Use a saved file” on the first "
            "page."
        ),
        wording.left_out(brief, words),
        ui("The PDF opens only with your password. The other files have no password.") if locked else "",
    ]
    html.show(html.bullets(fact for fact in facts if fact))


html.heading(ui("Get your summary"))
if brief.file_withheld and not st.session_state.get(summary_file.WANTED):
    html.paragraph(
        ui(
            "We have not made a file. It could be dangerous if the person finds what you told us. A file stays on "
            "this device and shows up in its downloads."
        )
    )
    html.paragraph(ui("An advocate can write things down with you and keep them safe."))
    violence = session.content().place.lines.for_violence
    html.show(html.call_lines([line for line in brief.lines if violence in line.scope], words))
    if st.button(ui("No one else can unlock this device: make the file")):
        st.session_state[summary_file.WANTED] = True
        navigation.go("summary")
else:
    missing = summary_pdf.missing_for_pdf()
    if missing:
        html.show(
            html.card(
                ui("This computer cannot make the PDF yet"),
                f"<p>{html.safe(ui('You can use the plain text. The person who runs this site can type:'))}</p>",
                f"<p><code>{html.safe(missing)}</code></p>",
            )
        )
    else:
        what_is_in_it()
        made = summary_file.pdf(brief)
        download(ui("Download the summary (PDF)"), made, ".pdf", "application/pdf", first=True)
        html.hint(ui("The file takes a few seconds. If nothing happens, use one of the two below."))
    download(
        ui("Download as plain text"),
        lambda: summary_pdf.text(brief, words).encode("utf-8", "replace"),
        ".txt",
        summary_file.mime("text/plain"),
    )
    answers = summary_file.answers(brief)
    label = ui("Save only my answers, to pick up here later")
    download(label, lambda: answers, ".json", summary_file.mime("application/json"), first=bool(missing))
    html.section(ui("What it says"))
    html.show(html.summary(brief, words))
st.divider()
if st.button(ui("Change what goes in")):
    navigation.go("summary")
if st.button(ui("Back to my next steps")):
    navigation.go("result")
if st.button(ui("Erase my answers")):
    forget()
    navigation.go("erased")
