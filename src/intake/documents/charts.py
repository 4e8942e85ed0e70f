"""The two charts of the summary as SVG: how much of each part is answered, and what was tried when.

Black on white and shades of grey; every figure in words as well, in the picture and in its alternative text.
"""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from intake.documents.printable import BREAK_HERE, printable
from intake.documents.wording import charted, counted, coursed
from intake.language import Translator
from intake.summary import Brief, BriefPart
from intake.timeline import Course, Moment

# All lengths are in points of the width that is free on A4 paper.
WIDTH = 516
ROW = 11.5
TEXT = 7.8
BARS = (188, 330)
TRACK = (188, 374)
LONGEST_NAME = 46
LONGEST_WHEN = 34
_FONTS = "Intake Sans, Intake Arabic, Intake Emoji, Intake CJK, sans-serif"


def bars(brief: Brief, words: Translator) -> Markup:
    """For each part a bar of its questions: dark what is answered, white what is not. Empty where it shows nothing."""
    parts = charted(brief)
    if not parts:
        return Markup()
    rows = [_bar(part, place * ROW, words) for place, part in enumerate(parts)]
    said = [f"{part.title}: {counted(part, words)}." for part in parts]
    title = words.ui("How much of each part is answered.")
    return _svg(len(parts) * ROW + 1, " ".join([title, *said]), rows)


def timeline(course: Course, words: Translator) -> Markup:
    """What happened when, the oldest on top: a dot for each on a line from long ago to now."""
    rows = [_dot(moment, (place + 1) * ROW) for place, moment in enumerate(course.moments)]
    height = (len(course.moments) + 1) * ROW + 1
    start, end = TRACK
    marks = [
        _tick(tick.label, start + tick.place * (end - start), height, first=tick.place == 0, last=tick.place == 1)
        for tick in course.ticks
    ]
    return _svg(height, f"{course.title}. {'. '.join(coursed(course, words))}.", [*marks, *rows])


def _bar(part: BriefPart, top: float, words: Translator) -> Markup:
    tally, (left, right) = part.tally, BARS
    split = left + (right - left) * tally.answered / tally.questions
    middle = top + ROW - 3.2
    whole = Markup('<rect x="{}" y="{:.1f}" width="{}" height="7" fill="#fff" stroke="#333" stroke-width="0.5"/>')
    done = Markup('<rect x="{}" y="{:.1f}" width="{:.1f}" height="7" fill="#555"/>')
    return Markup().join(
        [
            _text(0, middle, part.title, LONGEST_NAME),
            whole.format(left, top + 2, right - left),
            done.format(left, top + 2, split - left) if tally.answered else Markup(),
            _text(right + 8, middle, counted(part, words), 60),
        ]
    )


def _dot(moment: Moment, top: float) -> Markup:
    start, end = TRACK
    middle = top + ROW / 2
    line = Markup('<path d="M{} {:.1f}H{}" stroke="#999" stroke-width="0.4"/>').format(start, middle, end)
    dot = Markup('<circle cx="{:.1f}" cy="{:.1f}" r="3" fill="#111"/>')
    return Markup().join(
        [
            _text(0, top + ROW - 3.2, moment.title, LONGEST_NAME),
            line,
            dot.format(start + moment.place * (end - start), middle),
            _text(end + 8, top + ROW - 3.2, moment.when, LONGEST_WHEN),
        ]
    )


def _tick(label: str, x: float, height: float, *, first: bool, last: bool) -> Markup:
    anchor = "start" if first else "end" if last else "middle"
    mark = Markup('<path d="M{0:.1f} {1}V{2}" stroke="#bbb" stroke-width="0.4"/>').format(x, ROW, height)
    return mark + _text(x, ROW - 3, label, 24, anchor=anchor)


def _text(x: float, y: float, words: str, longest: int, *, anchor: str = "start") -> Markup:
    shown = printable(words, limit=longest, lines=1).text.replace(BREAK_HERE, "")
    drawn = Markup('<text x="{:.1f}" y="{:.1f}" text-anchor="{}">{}</text>')
    return drawn.format(x, y, anchor, shown)


def _svg(height: float, alternative: str, inside: Iterable[Markup]) -> Markup:
    head = Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" viewBox="0 0 {} {:.1f}" font-family="{}" '
        'font-size="{}" fill="#111"><title>{}</title>'
    )
    shown = printable(alternative).text.replace(BREAK_HERE, "")
    return head.format(WIDTH, height, _FONTS, TEXT, shown) + Markup().join(inside) + Markup("</svg>")
