"""Compare professionals: notes on up to four, side by side, with red flags. For the family alone.

No fields here: what is typed before a click on a download would be missing. Each is asked about on its own pages.
"""

import streamlit as st

from intake.documents import comparison_document, summary_document
from intake.engine import entries
from intake.model import Repeats, Tag
from intake.summary import name_of_entry
from intake.ui import comparing, drawing, navigation, reading, session, summary_file
from intake.ui.parts import entry_row

words = session.words()
ui = words.ui
content, answers = session.content(), session.response()
section = comparison_document.section_of(content)
noted = entries(content.questionnaire, section, answers)


def why_not_now() -> None:
    """Only why: what could do harm is not shown, and neither is what was noted before."""
    drawing.heading(ui("This can wait"))
    drawing.paragraph(ui("As things are now, another step comes first. We say this because you told us:"))
    withholding = [content.rule[finding.rule] for finding in session.assessment().met]
    drawing.show(
        drawing.bullets(
            f"{rule.title}. {rule.because}" for rule in withholding if Tag.INTERVENTIONIST in rule.withholds
        )
    )
    drawing.paragraph(ui("You did nothing wrong. If things change, change your answers and look again."))


def what_for() -> None:
    """What the page is for, and what becomes of the notes."""
    drawing.heading(section.title)
    drawing.paragraph(
        ui(
            "You may not need a professional. If you talk with some, ask each one the same questions, and note here "
            "what they say. You can leave any of them out."
        )
    )
    drawing.paragraph(
        ui(
            "These notes are for you. The pages of the summary do not show them. The file carries them, so that you "
            "can go on later. You can leave them out when you make it."
        )
    )


def one_more(repeats: Repeats) -> None:
    """A way to add one, until there are as many as fit side by side."""
    if len(noted) >= repeats.most:
        drawing.paragraph(ui("You can compare up to {number}. To add another one, remove one.", number=repeats.most))
        return
    if noted:
        drawing.paragraph(repeats.more)
    if st.button(repeats.add, key="add", type="secondary" if noted else "primary"):
        navigation.add_entry(section)


def comparison() -> None:
    """What was noted, side by side."""
    drawing.section(ui("Side by side"))
    drawing.paragraph(ui("A red flag is a reason to ask, not proof."))
    drawing.show(comparing.side_by_side(comparison_document.compared(content, answers, words), words))


def file() -> None:
    """The comparison as a PDF, where no one is endangered by a file."""
    drawing.section(ui("Take it with you"))
    if not summary_file.agreed(
        ui("We have not made a file. It could be dangerous if the person finds it. It stays on this device.")
    ):
        return
    if summary_document.missing_for_pdf():
        drawing.paragraph(ui("This computer cannot make the PDF yet. You can print this page."))
        return
    name = comparison_document.file_name(session.now())
    drawing.hint(ui("It stays on this device. It is called {name}.", name=name))
    st.download_button(
        ui("Download as PDF"),
        data=summary_file.comparison_pdf(),
        file_name=name,
        mime="application/pdf",
        on_click="ignore",
        key="download_comparison",
    )


if Tag.INTERVENTIONIST in session.assessment().withheld:
    why_not_now()
else:
    what_for()
    for entry in noted:
        entry_row(section, entry, name_of_entry(content, section, entry, answers), removable=True)
    assert section.repeats is not None, "there are several to compare"
    one_more(section.repeats)
    if noted:
        comparison()
        file()
    reading.offer(section.article, then="choose")
st.divider()
if st.button(ui("Back"), type="primary" if noted else "secondary"):
    navigation.leave_topic()
    navigation.go(navigation.aside_return("choose"))
