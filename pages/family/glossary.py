"""The words of the library, explained."""

from intake.ui import article_on_screen, drawing, reading, session

drawing.heading(session.words().ui("Words explained"))
drawing.show(article_on_screen.glossary(reading.library().terms))
reading.way_back("glossary")
