"""The questions: one a page, a few short ones together, an introduction to a hard part, or "is there more?"."""

import streamlit as st

from intake.engine import entries, taken_over
from intake.model import FOR_THE_FAMILY, Item, ItemType
from intake.summary import name_of_entry
from intake.ui import basis, drawing, navigation, reading, session
from intake.ui.ask import ask

ui = session.words().ui
content, here = session.content(), navigation.here()
section, questions = here.section, here.questions
_SURE = "remove_asked"


def of_entry(entry: str) -> str:
    return name_of_entry(content, section, entry, session.response())


def caption() -> str:
    """Where the page belongs: which part of the check, or the part and the entry it is about."""
    if here.entry:
        return f"{section.title}: {of_entry(here.entry)}"
    parts = list(dict.fromkeys(stop.section.id for stop in navigation.stops() if stop.section.asked == "check"))
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
    drawing.heading(repeats.more, caption=section.title)
    questionnaire, answers, added = content.questionnaire, session.response(), 0
    given, there = taken_over(questionnaire, section, answers), entries(questionnaire, section, answers)
    if not there and section.intro:
        drawing.paragraph(section.intro)
    for entry in there:
        name = of_entry(entry)
        with st.container(key=f"entry_{section.id}_{entry}"):
            drawing.show(f"<p><strong>{drawing.safe(name)}</strong></p>")
            if st.button(ui("Change: {what}", what=name), key=f"change_{entry}", type="tertiary"):
                navigation.change_entry(section, entry)
            if entry not in given:
                added += 1
                remove(entry, name)
    if added < repeats.most and st.button(repeats.add, key="add"):
        navigation.add_entry(section)


def remove(entry: str, name: str) -> None:
    """Takes an entry away, after asking."""
    if st.button(ui("Remove: {what}", what=name), key=f"remove_{entry}", type="tertiary"):
        st.session_state[_SURE] = entry
    if st.session_state.get(_SURE) == entry:
        drawing.paragraph(ui("This erases what you told us about {what}.", what=name))
        if st.button(ui("Yes, remove it"), key=f"sure_{entry}"):
            session.remove_entry(entry)
            del st.session_state[_SURE]
            st.rerun()
        if st.button(ui("Keep it"), key=f"keep_{entry}"):
            del st.session_state[_SURE]
            st.rerun()


if here.asks_for_more:
    more()
elif not questions:
    drawing.heading(section.title, caption=caption())
    drawing.paragraph(section.intro or "")
elif len(questions) == 1:
    item = questions[0].item
    drawing.heading(item.text, caption=caption(), hint=hint(item))
    ask(questions[0])
else:
    drawing.heading(of_entry(here.entry) if here.entry else section.title, caption=section.title if here.entry else "")
    for asked in questions:
        drawing.question(asked.item.text, hint(asked.item))
        ask(asked)

if st.button(ui("Continue"), type="primary"):
    session.passed_over(*questions)
    navigation.onward()
if st.button(ui("Back")):
    navigation.backward()
if questions and section.asked not in ("plan", *FOR_THE_FAMILY):  # of what somebody saw or heard, not of what they plan
    basis.offer(questions)
explained = dict.fromkeys(asked.item.article or section.article for asked in questions)
for article in explained or (section.article,):
    reading.offer(article, then="questions")
if not navigation.changing():
    if section.asked == "check" and navigation.in_check() and st.button(ui("Skip this part"), type="tertiary"):
        navigation.skip_section()
    if not navigation.in_check() and st.button(ui("Back to all parts"), type="tertiary"):
        navigation.go(navigation.home_of(section))
    if navigation.in_check() and st.button(ui("Stop and see what I have"), type="tertiary"):
        navigation.go("stop")
