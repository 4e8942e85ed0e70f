"""The question pages: one question or a few short ones, an introduction to a hard part, or "is there more?"."""

import streamlit as st

from intake.brief.entry_names import name_of_entry
from intake.domain.question_pages import CHECK
from intake.domain.questionnaire import FOR_THE_FAMILY, Item, ItemType
from intake.domain.routing import entries, inherited_entries
from intake.ui.common import html, navigation, question_pages, session, text_fields
from intake.ui.common.answer_fields import ask_family, question_text
from intake.ui.common.lists import entry_row
from intake.ui.family import asides, how_you_know, library_links

ui = session.words().ui
content, current = session.content(), question_pages.current()
question_pages.show_what_comes_first(current)
section, questions = current.section, current.questions
short_way = section.asked in CHECK and question_pages.depth() == "quick" and question_pages.in_check()


# Several questions, or an introduction and a question, stand under the title of the section. So does one that another
# may follow on the same page: the heading stays the same while the page is answered.
under_title = current.shared or current.opens


def entry_name(entry: str) -> str:
    return name_of_entry(content, section, entry, session.response())


def caption() -> str:
    """The line above the heading: which part of the check this is, or the part and the entry the page is about."""
    if current.entry:
        return f"{section.title}: {entry_name(current.entry)}"
    parts = list(dict.fromkeys(page.section.id for page in question_pages.sequence() if page.section.asked == "check"))
    if section.id not in parts or len(parts) == 1:
        return "" if under_title else section.title
    number, total = parts.index(section.id) + 1, len(parts)
    if under_title:
        return ui("Part {number} of {total}", number=number, total=total)
    return ui("Part {number} of {total}: {title}", number=number, total=total, title=section.title)


def hint(item: Item) -> str:
    """What stands below a question; in the short way, why it is asked is folded away at the end of the page."""
    several = ui("Choose all that apply.") if item.type is ItemType.CHOICES and not item.opener else ""
    return several if short_way else f"{item.why} {several}".strip()


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


def elsewhere() -> None:
    """What to read, and other places to go."""
    articles = dict.fromkeys(asked.item.article or section.article for asked in questions)
    for article in () if short_way else articles or (section.article,):
        library_links.article_button(article, then="questions")
    if question_pages.return_screen():
        return
    in_full_check = section.asked == "check" and question_pages.in_check() and not short_way
    if in_full_check and not question_pages.asks_open() and st.button(ui("Skip this part"), type="tertiary"):
        question_pages.skip_section()
    back_label = ui("Back to the comparison") if section.asked == "choose" else ui("Back to all parts")
    if not question_pages.in_check() and st.button(back_label, type="tertiary"):
        navigation.go(question_pages.home_of(section))
    if question_pages.in_check() and st.button(ui("Stop for now"), type="tertiary"):
        navigation.go("stop")


if not questions:
    entry_list()
elif not under_title:
    item = questions[0].item
    html.heading(question_text(item), caption=caption(), hint=hint(item))
    ask_family(questions[0])
else:
    html.heading(
        entry_name(current.entry) if current.entry else section.title,
        caption=section.title if current.entry else caption(),
    )
    if current.opens:
        html.paragraph(section.intro or "")
    for asked in questions:
        html.question(question_text(asked.item), hint(asked.item))
        ask_family(asked)
if short_way:
    html.folded(ui("Why we ask"), (f"{question_text(asked.item)} {asked.item.why}" for asked in questions))

# The keys name this page: the second click of a double-click must not skip the page that comes next.
with st.container(key="back_and_continue", horizontal=True):
    stays = text_fields.being_told()
    if st.button(ui("Back"), key=f"back_{current.name}"):
        question_pages.backward()
    if st.button(ui("Continue"), type="primary", key=f"continue_{current.name}") and not stays:
        session.record_shown(*questions)
        question_pages.onward()
# Below Continue, which it would push away under a finger. Of plans and private notes, the source does not matter; the
# short way leaves out what is not needed.
if questions and not short_way and section.asked not in ("plan", *FOR_THE_FAMILY):
    how_you_know.offer(questions)
with st.container(key="quiet_questions", gap=None):
    elsewhere()
asides.parts()
