"""One article: what it says, where it has it from, and what else there is to read."""

import streamlit as st

from intake.library import minutes
from intake.ui import article_on_screen, drawing, navigation, reading, session

words = session.words()
ui = words.ui
shown = reading.article()
if shown is None:  # it was withdrawn by an answer, or the page was opened by its address
    navigation.go("library")
library = reading.library()
content = session.content()
shelf = next(topic.title for topic in library.topics if topic.id == shown.topic)

drawing.heading(shown.title, caption=shelf)
facts = [
    words.count("About {number} minute", "About {number} minutes", minutes(shown)),
    ui("Reviewed {date}", date=words.date(shown.reviewed_on)),
]
drawing.show(f'<p class="ns-source">{drawing.safe(" · ".join(facts))}</p>')
drawing.show(article_on_screen.article(shown, library.terms))
if shown.topic == "danger":
    drawing.section(ui("If it is happening now"))
    drawing.show(drawing.urgent(content, words))
drawing.section(ui("Where this comes from"))
used = dict.fromkeys(source for passage in shown.passages for source in passage.sources)
drawing.show(article_on_screen.sources((content.source[each] for each in used), words))
drawing.paragraph(ui("No doctor or counselor has signed off on this text yet. It is not advice for one person."))
related = [library.article[each] for each in shown.related if each in library.article]
if related:
    drawing.section(ui("Read next"))
for other in related:
    reading.offer(other.id, then="article", key="next")
of_oneself = any(one.asked == "self" and one.article == shown.id for one in content.questionnaire.sections)
if of_oneself and st.button(ui("How you are, and a small plan for you")):
    navigation.open_aside("for_you", "article")
if st.button(ui("See numbers to call")):
    navigation.open_help_now("article")
if reading.came_from("article") != "library" and st.button(ui("See all texts")):
    reading.browse(then=reading.came_from("article"))
reading.way_back("article")
