"""The first paint of a server for staff only, without crisis numbers."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from intake.i18n import Translator


def first_paint(words: Translator) -> str:
    """The HTML shown until the app has loaded, and permanently if JavaScript is off."""
    engine = Environment(autoescape=True, loader=FileSystemLoader(Path(__file__).parent), undefined=StrictUndefined)
    return engine.get_template("first_paint.html.j2").render(words=words).strip()
