"""The summary, on screen and as a file.

The page has no fields: text typed just before a click on a download would be missing from the file. The page before
this one asks what goes in.
"""

import streamlit as st

from intake.brief import wording
from intake.domain.base import Personal
from intake.outputs import formats, summary_pdf
from intake.outputs.formats import SummaryFormat
from intake.ui.common import html, navigation, session, summary_file
from intake.ui.common.browser import forget
from intake.ui.common.download_button import download_button
from intake.ui.family import page_sketch

words = session.words()
ui = words.ui
brief = summary_file.brief()


def what_is_in_it() -> None:
    """What to know about the file before it is made."""
    locked = summary_file.choices().password
    own_left_out = summary_file.told_about_self() and Personal.OWN in brief.left_out
    first = (
        ui("The file stays on this device. Its name is {name}.", name=formats.PDF.file_name(brief.made_on)),
        ui("It says what you told us. It does not say who you are unless you wrote that."),
    )
    facts = [
        ui(
            "It also holds your answers. To pick up later where you left off, choose “Use a saved file” on the first "
            "page."
        ),
        ui(
            "If you cut pages out of the PDF, your answers stay inside it. To leave something out, change what goes in."
        ),
        summary_file.not_printed(summary_pdf.unprintable_letters(brief)),
        wording.left_out(brief, words),
        ui("What you said about your own safety is not in it.") if own_left_out else "",
        ui("The PDF opens only with your password. The other files have no password.") if locked else "",
    ]
    sheet = page_sketch.page_1(brief, words)
    html.show(f'<div class="ns-gets">{sheet}<div>{html.safe_paragraphs(*first)}</div></div>')
    html.show(html.bullets(fact for fact in facts if fact))


def pdf_missing(command: str) -> None:
    """Why there is no PDF, and the command that installs what is missing."""
    html.show(
        html.card(
            ui("This site cannot make the PDF yet"),
            f"<p>{html.safe(ui('You can use the plain text. To fix this, whoever runs this site can type:'))}</p>",
            f"<p><code>{html.safe(command)}</code></p>",
        )
    )


def files(kinds: list[SummaryFormat]) -> None:
    """A button for each kind of file; the first that can be opened here again is the primary one."""
    first = next(kind for kind in kinds if kind.opens_here)
    for kind in kinds:
        download_button(
            kind,
            summary_file.summary(kind, brief),
            made_on=brief.made_on,
            look="primary" if kind is first else "secondary",
            key=f"download_{kind.id}",
        )
        if kind is formats.PDF:
            html.hint(ui("The file takes a few seconds. If nothing happens, use one of the buttons below."))


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
    if missing := formats.PDF.missing():
        pdf_missing(missing)
    else:
        what_is_in_it()
    files([kind for kind in formats.for_family() if not kind.missing()])
    html.folded_section(ui("Read what it says"), html.summary(brief, words))
with st.container(key="quiet_download", gap=None):
    if st.button(ui("Change what goes in")):
        navigation.go("summary")
    if st.button(ui("Back to my next steps")):
        navigation.go("result")
    if st.button(ui("Erase my answers")):
        forget()
        navigation.go("erased")
