"""The glossary of the library."""

from intake.ui.common import html, session
from intake.ui.family import article_html, library_links

html.heading(session.words().ui("What the words mean"))
html.show(article_html.glossary(library_links.library().terms))
library_links.back_button("glossary")
