"""The first paint where staff alone is served: no family comes there, so it has no numbers to call."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from intake.i18n import Translator


def first_paint(words: Translator) -> str:
    """What shows until the app has drawn itself, and for good where JavaScript is off."""
    engine = Environment(autoescape=True, loader=FileSystemLoader(Path(__file__).parent), undefined=StrictUndefined)
    return engine.get_template("first_paint.html.j2").render(words=words).strip()
