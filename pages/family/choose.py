"""Compare professionals: notes on up to four, side by side, with red flags. For the family alone.

No fields here: what is typed before a click on a download would be missing. Each is asked about on its own pages.
"""

import streamlit as st

from intake.brief.builder import name_of_entry
from intake.domain.base import Tag
from intake.domain.questionnaire import Repeats
from intake.domain.routing import entries
from intake.outputs import comparison_pdf, formats
from intake.ui.common import html, navigation, question_pages, session, summary_file
from intake.ui.common.download_button import download_button
from intake.ui.common.lists import entry_row
from intake.ui.family import comparison_html, library_links

words = session.words()
ui = words.ui
content, answers = session.content(), session.response()
section = comparison_pdf.section_of(content)
noted = entries(content.questionnaire, section, answers)


def why_not_now() -> None:
    """Only why: what could do harm is not shown, and neither is what was noted before."""
    html.heading(ui("This can wait"))
    html.paragraph(ui("As things are now, another step comes first. We say this because you told us:"))
    withholding = [content.rule[finding.rule] for finding in session.assessment().met]
    html.show(
        html.bullets(f"{rule.title}. {rule.because}" for rule in withholding if Tag.INTERVENTIONIST in rule.withholds)
    )
    html.paragraph(ui("You did nothing wrong. If things change, change your answers and look again."))


def what_for() -> None:
    """What the page is for, and what becomes of the notes."""
    html.heading(section.title)
    html.paragraph(
        ui(
            "You may not need a professional. If you talk with some, ask each one the same questions, and note here "
            "what they say. You can leave any of them out."
        )
    )
    html.paragraph(
        ui(
            "These notes are for you. The pages of the summary do not show them. The file carries them, so that you "
            "can go on later. You can leave them out when you make it."
        )
    )


def one_more(repeats: Repeats) -> None:
    """A way to add one, until there are as many as fit side by side."""
    if len(noted) >= repeats.most:
        html.paragraph(ui("You can compare up to {number}. To add another one, remove one.", number=repeats.most))
        return
    if noted:
        html.paragraph(repeats.more)
    if st.button(repeats.add, key="add", type="secondary" if noted else "primary"):
        question_pages.add_entry(section)


def comparison() -> None:
    """What was noted, side by side."""
    html.section(ui("Side by side"))
    html.paragraph(ui("A red flag is a reason to ask, not proof."))
    html.show(comparison_html.side_by_side(comparison_pdf.compare(content, answers, words), words))


def file() -> None:
    """The comparison as a PDF, where no one is endangered by a file."""
    html.section(ui("Take it with you"))
    if not summary_file.agreed(
        ui("We have not made a file. It could be dangerous if the person finds it. It stays on this device.")
    ):
        return
    if formats.COMPARISON.missing():
        html.paragraph(ui("This computer cannot make the PDF yet. You can print this page."))
        return
    day = session.now()
    html.hint(ui("It stays on this device. It is called {name}.", name=formats.COMPARISON.file_name(day)))
    download_button(formats.COMPARISON, summary_file.comparison(), made_on=day, key="download_comparison")


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
    library_links.offer(section.article, then="choose")
st.divider()
if st.button(ui("Back"), type="primary" if noted else "secondary"):
    question_pages.leave_topic()
    navigation.go(navigation.side_page_return("choose"))
