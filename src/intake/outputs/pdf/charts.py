"""The timeline of the summary as SVG: when something was tried.

Each dot is in a table row that says the same in words. Black, white, and shades of gray. They contain no text, because
laying out text in an SVG takes as long as a paragraph.
"""

from __future__ import annotations

from markupsafe import Markup

from intake.brief.timeline import Course, Moment
from intake.outputs.pdf.printable import BREAK_HERE, printable

# In points.
TRACK, HEIGHT = 250, 7
_EDGE = 4  # space for half a dot at either end of the track

_SVG = Markup(
    '<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" width="{0}" height="{1}" viewBox="0 0 {0} {1}">'
    "<title>{2}</title>{3}</svg>"
)
_LINE = Markup('<path d="M{} {:.1f}H{}" stroke="#888" stroke-width="0.5"/>')
_MARK = Markup('<path d="M{:.1f} 1V{}" stroke="#bbb" stroke-width="0.5"/>')
_DOT = Markup('<circle cx="{:.1f}" cy="{:.1f}" r="3" fill="#111"/>')


def dot(moment: Moment, course: Course) -> Markup:
    """A moment as a dot on the line from the oldest time to the latest."""
    span, middle = TRACK - 2 * _EDGE, HEIGHT / 2
    marks = Markup().join(_MARK.format(_EDGE + place * span, HEIGHT - 1) for place in course.marks)
    shapes = _LINE.format(0, middle, TRACK) + marks + _DOT.format(_EDGE + moment.place * span, middle)
    title = printable(f"{moment.title}: {moment.when}", lines=1).text.replace(BREAK_HERE, "")
    return _SVG.format(TRACK, HEIGHT, title, shapes)
