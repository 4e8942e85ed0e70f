"""The styles of the screens: a file for each concept, joined in the one order in which they are served.

Between rules of the same specificity the later wins, so a file may refine those before it.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

_UI = Path(__file__).parent.parent
_FILES = {
    "common": (
        "styles/tokens.css",
        "styles/frame.css",
        "styles/text.css",
        "styles/answers.css",
        "styles/buttons.css",
        "styles/lists.css",
        "styles/result.css",
        "styles/media.css",
        "styles/summary.css",
        "styles/question.css",
        "styles/library.css",
        "styles/start.css",
        "styles/help.css",
        "styles/drawings.css",
        "styles/scene.css",
    ),
    "staff": (
        "styles/columns.css",
        "styles/answers.css",
        "styles/speaking.css",
        "styles/panel.css",
        "styles/drawer.css",
        "styles/lists.css",
    ),
}


def styles(areas: Iterable[str]) -> str:
    """The styles of these areas: "common" for every screen, "staff" for the call desk."""
    return "\n".join((_UI / area / file).read_text("utf-8") for area in areas for file in _FILES[area])
