"""The question pages: one question or a few short ones, an introduction to a hard part, or "is there more?"."""

import streamlit as st

from intake.brief.builder import name_of_entry
from intake.domain.questionnaire import FOR_THE_FAMILY, Item, ItemType
from intake.domain.routing import entries, inherited_entries
from intake.ui.common import html, navigation, question_pages, session
from intake.ui.common.answer_fields import ask
from intake.ui.common.lists import entry_row
from intake.ui.family import how_you_know, library_links

ui = session.words().ui
content, current = session.content(), question_pages.current()
section, questions = current.section, current.questions


def entry_name(entry: str) -> str:
    return name_of_entry(content, section, entry, session.response())


def caption() -> str:
    """The line above the heading: which part of the check this is, or the part and the entry the page is about."""
    if current.entry:
        return f"{section.title}: {entry_name(current.entry)}"
    parts = list(dict.fromkeys(page.section.id for page in question_pages.sequence() if page.section.asked == "check"))
    if section.id not in parts or len(parts) == 1:
        return section.title if questions else ""
    number, total = parts.index(section.id) + 1, len(parts)
    if not questions:
        return ui("Part {number} of {total}", number=number, total=total)
    return ui("Part {number} of {total}: {title}", number=number, total=total, title=section.title)


def hint(item: Item) -> str:
    return f"{item.why} {ui('Choose all that apply.')}" if item.type is ItemType.CHOICES else item.why


def entry_list() -> None:
    """The page after the last entry: the entries so far, with buttons to add, change and remove."""
    repeats = section.repeats
    assert repeats is not None, "only a section that repeats asks for more entries"
    html.heading(repeats.more, caption=section.title)
    questionnaire, answers, added = content.questionnaire, session.response(), 0
    inherited, all_entries = (
        inherited_entries(questionnaire, section, answers),
        entries(questionnaire, section, answers),
    )
    if not all_entries and section.intro:
        html.paragraph(section.intro)
    for entry in all_entries:
        added += entry not in inherited
        entry_row(section, entry, entry_name(entry), removable=entry not in inherited)
    if added < repeats.most and st.button(repeats.add, key="add"):
        question_pages.add_entry(section)


if current.asks_for_more:
    entry_list()
elif not questions:
    html.heading(section.title, caption=caption())
    html.paragraph(section.intro or "")
elif len(questions) == 1:
    item = questions[0].item
    html.heading(item.text, caption=caption(), hint=hint(item))
    ask(questions[0])
else:
    html.heading(
        entry_name(current.entry) if current.entry else section.title, caption=section.title if current.entry else ""
    )
    for asked in questions:
        html.question(asked.item.text, hint(asked.item))
        ask(asked)

# The keys name this page: the second click of a double-click must not skip the page that comes next.
if st.button(ui("Continue"), type="primary", key=f"continue_{current.name}"):
    session.record_shown(*questions)
    question_pages.onward()
if st.button(ui("Back"), key=f"back_{current.name}"):
    question_pages.backward()
if questions and section.asked not in (
    "plan",
    *FOR_THE_FAMILY,
):  # of plans and private notes, the source does not matter
    how_you_know.offer(questions)
articles = dict.fromkeys(asked.item.article or section.article for asked in questions)
for article in articles or (section.article,):
    library_links.article_button(article, then="questions")
if not question_pages.return_screen():
    if section.asked == "check" and question_pages.in_check() and st.button(ui("Skip this part"), type="tertiary"):
        question_pages.skip_section()
    back_label = ui("Back to the comparison") if section.asked == "choose" else ui("Back to all parts")
    if not question_pages.in_check() and st.button(back_label, type="tertiary"):
        navigation.go(question_pages.home_of(section))
    if question_pages.in_check() and st.button(ui("Stop for now"), type="tertiary"):
        navigation.go("stop")
