"""One article: its text, its sources, and what to read next."""

import streamlit as st

from intake.domain.library import Article
from intake.domain.library_search import minutes
from intake.ui.common import html, navigation, session
from intake.ui.family import article_html, asides, library_links, rehearsing

words = session.words()
ui = words.ui
content, library = session.content(), library_links.library()
safe = html.safe


def head(article: Article) -> None:
    """The title with its topic, how long it takes to read, and when it was reviewed."""
    topic = next(topic.title for topic in library.topics if topic.id == article.topic)
    html.heading(article.title, caption=topic, to_read=True)
    length = words.count("About {number} minute", "About {number} minutes", minutes(article))
    reviewed = ui("Reviewed {date}", date=words.date(article.reviewed_on))
    html.show(f'<p class="ns-source">{safe(length)} · {safe(reviewed)}</p>')


def origin(article: Article) -> None:
    """The sources, and that no clinician has approved the article."""
    html.section(ui("Where this comes from"))
    sources = dict.fromkeys(source for passage in article.passages for source in passage.sources)
    html.show(html.source_list((content.source[source] for source in sources), words))
    html.paragraph(
        ui(
            "No doctor or counselor has approved this article yet. It is general information, not advice for one "
            "person."
        )
    )


def onward(article: Article) -> None:
    """What to read next, numbers to call, and the button back."""
    if article.related:
        html.section(ui("Read next"))
    for related in article.related:
        library_links.article_button(related, then="article", key="next")
    if rehearsing.fits(article.id) and st.button(ui("Rehearse the talk")):
        navigation.go("rehearse")
    sections = content.questionnaire.sections
    about_self = any(section.asked == "self" and section.article == article.id for section in sections)
    if about_self and st.button(ui("A small plan for you")):
        navigation.open_side_page("for_you", "article")
    if st.button(ui("Help now: numbers to call")):
        navigation.open_side_page("help_now", "article")
    previous = library_links.previous_screen("article")
    if previous != "library" and st.button(ui("See all articles")):
        library_links.open_library(then=previous)
    library_links.back_button("article")


def show(article: Article) -> None:
    """The whole page."""
    head(article)
    html.show(html.place_note(content, session.response(), words))
    html.show(article_html.article(article, library.terms))
    if article.topic == "danger":
        html.section(ui("If it is happening now"))
        html.show(html.urgent(content, session.response(), words))
    origin(article)
    onward(article)
    asides.contents(article)


open_article = library_links.article()
if open_article is None:
    library_links.nothing_open()
else:
    show(open_article)
