"""Compare professionals: notes on up to four, side by side, with red flags. For the family alone.

The page has no fields: text typed just before a click on a download would be missing from the file. Each professional
has question pages of their own.
"""

import streamlit as st

from intake.brief.entry_names import name_of_entry
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
professionals = entries(content.questionnaire, section, answers)


def why_not_now() -> None:
    """Show only the reasons: neither what could do harm nor earlier notes appear."""
    html.heading(ui("This can wait"))
    html.paragraph(ui("As things are now, another step comes first. We say this because you told us:"))
    withholding = [content.rule[finding.rule] for finding in session.assessment().met]
    html.show(
        html.bullets(f"{rule.title}. {rule.because}" for rule in withholding if Tag.INTERVENTIONIST in rule.withholds)
    )
    html.paragraph(ui("You have done nothing wrong. If things change, update your answers and look again."))


def introduction() -> None:
    """What the page is for, and what happens to the notes."""
    html.heading(section.title)
    html.paragraph(
        ui(
            "You may not need a professional. If you talk with any, ask each one the same questions and write down "
            "here what they say. You can skip any question."
        )
    )
    html.paragraph(
        ui(
            "These notes are for you. They do not show in the summary, but they are stored in its file, so you can "
            "pick up later where you left off. You can leave them out when you make the file."
        )
    )


def add_button(repeats: Repeats) -> None:
    """A button to add a professional, until there are as many as fit side by side."""
    if len(professionals) >= repeats.most:
        html.paragraph(ui("You can compare up to {number}. To add another, remove one first.", number=repeats.most))
        return
    if professionals:
        html.paragraph(repeats.more)
    if st.button(repeats.add, key="add", type="secondary" if professionals else "primary"):
        question_pages.add_entry(section)


def comparison() -> None:
    """The notes, side by side."""
    html.section(ui("Side by side"))
    html.paragraph(ui("A red flag is a reason to ask, not proof."))
    html.show(comparison_html.side_by_side(comparison_pdf.compare(content, answers, words), words))


def download() -> None:
    """The comparison as a PDF, unless a file could put someone in danger."""
    html.section(ui("Take it with you"))
    if not summary_file.file_allowed(
        ui("We have not made a file. It could be dangerous if the person finds it. A file stays on this device.")
    ):
        return
    if formats.COMPARISON.missing():
        html.paragraph(ui("This site cannot make the PDF yet. You can print this page."))
        return
    day = session.now()
    html.hint(ui("The file stays on this device. Its name is {name}.", name=formats.COMPARISON.file_name(day)))
    compared = comparison_pdf.compare(content, answers, words)
    if note := summary_file.not_printed(comparison_pdf.unprintable_letters(compared)):
        html.hint(note)
    download_button(formats.COMPARISON, summary_file.comparison(), made_on=day, key="download_comparison")


if Tag.INTERVENTIONIST in session.assessment().withheld:
    why_not_now()
else:
    introduction()
    for entry in professionals:
        entry_row(section, entry, name_of_entry(content, section, entry, answers), removable=True)
    assert section.repeats is not None, "there are several to compare"
    add_button(section.repeats)
    if professionals:
        comparison()
        download()
    library_links.article_button(section.article, then="choose")
if st.button(ui("Back"), type="primary" if professionals else "secondary"):
    question_pages.leave_part()
    navigation.go(navigation.side_page_return("choose"))
