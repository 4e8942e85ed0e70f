"""One article: what it says, where it has it from, and what else there is to read."""

import streamlit as st

from intake.domain.library import Article
from intake.domain.library_search import minutes
from intake.ui.common import html, navigation, session
from intake.ui.family import article_html, library_links

words = session.words()
ui = words.ui
content, library = session.content(), library_links.library()
safe = html.safe


def head(shown: Article) -> None:
    """The title with its shelf, how long it takes, and when it was reviewed."""
    shelf = next(topic.title for topic in library.topics if topic.id == shown.topic)
    html.heading(shown.title, caption=shelf)
    length = words.count("About {number} minute", "About {number} minutes", minutes(shown))
    reviewed = ui("Reviewed {date}", date=words.date(shown.reviewed_on))
    html.show(f'<p class="ns-source">{safe(length)} · {safe(reviewed)}</p>')


def origin(shown: Article) -> None:
    """Where it has it from, and that nobody has signed it off."""
    html.section(ui("Where this comes from"))
    used = dict.fromkeys(source for passage in shown.passages for source in passage.sources)
    html.show(html.source_list((content.source[each] for each in used), words))
    html.paragraph(
        ui(
            "No doctor or counselor has approved this article yet. It is general information, not advice for one "
            "person."
        )
    )


def onward(shown: Article) -> None:
    """What to read next, numbers to call, and the way back."""
    if shown.related:
        html.section(ui("Read next"))
    for other in shown.related:
        library_links.offer(other, then="article", key="next")
    of_oneself = any(one.asked == "self" and one.article == shown.id for one in content.questionnaire.sections)
    if of_oneself and st.button(ui("How you are doing, and a small plan for you")):
        navigation.open_side_page("for_you", "article")
    if st.button(ui("Help now: numbers to call")):
        navigation.open_side_page("help_now", "article")
    before = library_links.came_from("article")
    if before != "library" and st.button(ui("See all articles")):
        library_links.browse(then=before)
    library_links.way_back("article")


def article(shown: Article) -> None:
    """The whole page."""
    head(shown)
    html.show(article_html.article(shown, library.terms))
    if shown.topic == "danger":
        html.section(ui("If it is happening now"))
        html.show(html.urgent(content, words))
    origin(shown)
    onward(shown)


opened = library_links.article()
if opened is None:
    library_links.nothing_open()
else:
    article(opened)
