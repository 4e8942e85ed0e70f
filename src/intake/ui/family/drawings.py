"""Line drawings above the heading of a calm page. None is shown while an answer means danger."""

from __future__ import annotations

from intake.domain.rules import Level
from intake.ui.common import html, session


def heading(text: str, drawing: str) -> None:
    """The h1 of a page below a drawing of styles/drawings.css."""
    if session.assessment().tier.level is not Level.RED:
        html.show(html.drawing(drawing))
    html.heading(text)
