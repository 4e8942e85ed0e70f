"""The questions: one a page, a few short ones together, an introduction to a hard part, or "is there more?"."""

import streamlit as st

from intake.brief.builder import name_of_entry
from intake.domain.questionnaire import FOR_THE_FAMILY, Item, ItemType
from intake.domain.routing import entries, inherited_entries
from intake.ui.common import html, navigation, question_pages, session
from intake.ui.common.answer_fields import ask
from intake.ui.common.lists import entry_row
from intake.ui.family import how_you_know, library_links

ui = session.words().ui
content, here = session.content(), question_pages.here()
section, questions = here.section, here.questions


def of_entry(entry: str) -> str:
    return name_of_entry(content, section, entry, session.response())


def caption() -> str:
    """Where the page belongs: which part of the check, or the part and the entry it is about."""
    if here.entry:
        return f"{section.title}: {of_entry(here.entry)}"
    parts = list(dict.fromkeys(stop.section.id for stop in question_pages.walk() if stop.section.asked == "check"))
    if section.id not in parts or len(parts) == 1:
        return section.title if questions else ""
    number, total = parts.index(section.id) + 1, len(parts)
    if not questions:
        return ui("Part {number} of {total}", number=number, total=total)
    return ui("Part {number} of {total}: {title}", number=number, total=total, title=section.title)


def hint(item: Item) -> str:
    several = " " + ui("Choose all that fit.") if item.type is ItemType.CHOICES else ""
    return item.why + several


def more() -> None:
    """The page after the last entry: what there is so far, and a way to add, change and take away."""
    repeats = section.repeats
    assert repeats is not None, "only a section that repeats asks for more"
    html.heading(repeats.more, caption=section.title)
    questionnaire, answers, added = content.questionnaire, session.response(), 0
    given, there = inherited_entries(questionnaire, section, answers), entries(questionnaire, section, answers)
    if not there and section.intro:
        html.paragraph(section.intro)
    for entry in there:
        added += entry not in given
        entry_row(section, entry, of_entry(entry), removable=entry not in given)
    if added < repeats.most and st.button(repeats.add, key="add"):
        question_pages.add_entry(section)


if here.asks_for_more:
    more()
elif not questions:
    html.heading(section.title, caption=caption())
    html.paragraph(section.intro or "")
elif len(questions) == 1:
    item = questions[0].item
    html.heading(item.text, caption=caption(), hint=hint(item))
    ask(questions[0])
else:
    html.heading(of_entry(here.entry) if here.entry else section.title, caption=section.title if here.entry else "")
    for asked in questions:
        html.question(asked.item.text, hint(asked.item))
        ask(asked)

# Keys of this page alone: the second press of a double one must not pass over the page that comes next.
if st.button(ui("Continue"), type="primary", key=f"continue_{here.name}"):
    session.passed_over(*questions)
    question_pages.onward()
if st.button(ui("Back"), key=f"back_{here.name}"):
    question_pages.backward()
if questions and section.asked not in ("plan", *FOR_THE_FAMILY):  # no professional asks how these are known
    how_you_know.offer(questions)
explained = dict.fromkeys(asked.item.article or section.article for asked in questions)
for article in explained or (section.article,):
    library_links.offer(article, then="questions")
if not question_pages.changing():
    if section.asked == "check" and question_pages.in_check() and st.button(ui("Skip this part"), type="tertiary"):
        question_pages.skip_section()
    to_home = ui("Back to the comparison") if section.asked == "choose" else ui("Back to all parts")
    if not question_pages.in_check() and st.button(to_home, type="tertiary"):
        navigation.go(question_pages.home_of(section))
    if question_pages.in_check() and st.button(ui("Stop and see what I have"), type="tertiary"):
        navigation.go("stop")
