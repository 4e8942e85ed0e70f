"""Numbers to call as a contacts file, for a phone that nobody else opens.

A card holds a name and a number and nothing else: no note says why it is there, and nothing names this product.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from intake.domain.content import Content
from intake.domain.helplines import Helpline
from intake.domain.local_helplines import lines_for
from intake.domain.response import Response

_MOST = 3  # for each purpose; some of them have no number to call


def lines(content: Content, response: Response, on: dt.date) -> tuple[Helpline, ...]:
    """The lines where the person is that they may want in the phone: those with a number to call."""
    return _with_number(lines_for(content, response, content.place.lines.contacts, on, most=_MOST))


def lines_for_violence(content: Content, response: Response, on: dt.date) -> tuple[Helpline, ...]:
    """The other lines, for violence at home. They are added only when asked for: who opens the phone sees them."""
    there = {line.id for line in lines(content, response, on)}
    found = _with_number(lines_for(content, response, (content.place.lines.for_violence,), on, most=_MOST))
    return tuple(line for line in found if line.id not in there)


def vcf(some: Iterable[Helpline]) -> bytes:
    """A contacts file with a card for each line. The same lines give the same bytes."""
    return "".join(_card(line) for line in some).encode()


def _with_number(some: Iterable[Helpline]) -> tuple[Helpline, ...]:
    return tuple(line for line in some if line.call)


def _card(line: Helpline) -> str:
    from vobject import vCard  # slow to import, and only this needs it
    from vobject.vcard import Name

    card = vCard()
    card.add("n").value = Name(given=line.name)
    card.add("fn").value = line.name
    card.add("tel").value = line.call
    return str(card.serialize())
