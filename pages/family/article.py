"""One article: what it says, where it has it from, and what else there is to read."""

import streamlit as st

from intake.library import minutes
from intake.model import Article
from intake.ui import article_on_screen, drawing, navigation, reading, session

words = session.words()
ui = words.ui
content, library = session.content(), reading.library()
safe = drawing.safe


def head(shown: Article) -> None:
    """The title with its shelf, how long it takes, and when it was reviewed."""
    shelf = next(topic.title for topic in library.topics if topic.id == shown.topic)
    drawing.heading(shown.title, caption=shelf)
    length = words.count("About {number} minute", "About {number} minutes", minutes(shown))
    reviewed = ui("Reviewed {date}", date=words.date(shown.reviewed_on))
    drawing.show(f'<p class="ns-source">{safe(length)} · {safe(reviewed)}</p>')


def origin(shown: Article) -> None:
    """Where it has it from, and that nobody has signed it off."""
    drawing.section(ui("Where this comes from"))
    used = dict.fromkeys(source for passage in shown.passages for source in passage.sources)
    drawing.show(drawing.source_list((content.source[each] for each in used), words))
    drawing.paragraph(ui("No doctor or counselor has signed off on this text yet. It is not advice for one person."))


def onward(shown: Article) -> None:
    """What to read next, numbers to call, and the way back."""
    if shown.related:
        drawing.section(ui("Read next"))
    for other in shown.related:
        reading.offer(other, then="article", key="next")
    of_oneself = any(one.asked == "self" and one.article == shown.id for one in content.questionnaire.sections)
    if of_oneself and st.button(ui("How you are, and a small plan for you")):
        navigation.open_aside("for_you", "article")
    if st.button(ui("Help now: numbers to call")):
        navigation.open_aside("help_now", "article")
    before = reading.came_from("article")
    if before != "library" and st.button(ui("See all texts")):
        reading.browse(then=before)
    reading.way_back("article")


def article(shown: Article) -> None:
    """The whole page."""
    head(shown)
    drawing.show(article_on_screen.article(shown, library.terms))
    if shown.topic == "danger":
        drawing.section(ui("If it is happening now"))
        drawing.show(drawing.urgent(content, words))
    origin(shown)
    onward(shown)


opened = reading.article()
if opened is None:
    reading.nothing_open()
else:
    article(opened)
