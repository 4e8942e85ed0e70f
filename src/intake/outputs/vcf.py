"""Numbers to call as a contacts file, for a phone that no one else opens.

A card has only a name and a number: no reason, no notes, no product name.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from intake.domain.content import Content
from intake.domain.helplines import Helpline
from intake.domain.local_helplines import lines_for
from intake.domain.response import Response

_MOST = 3  # per purpose; some have no number to call


def lines(content: Content, response: Response, on: dt.date) -> tuple[Helpline, ...]:
    """The lines for the person's location that they may want in their contacts: those with a number to call."""
    return _with_number(lines_for(content, response, content.place.lines.contacts, on, most=_MOST))


def lines_for_violence(content: Content, response: Response, on: dt.date) -> tuple[Helpline, ...]:
    """The additional lines for violence at home. Only on request: anyone who opens the phone can see them."""
    listed = {line.id for line in lines(content, response, on)}
    for_violence = _with_number(lines_for(content, response, (content.place.lines.for_violence,), on, most=_MOST))
    return tuple(line for line in for_violence if line.id not in listed)


def vcf(helplines: Iterable[Helpline]) -> bytes:
    """A contacts file with a card for each line. The same lines give the same bytes."""
    return "".join(_card(line) for line in helplines).encode()


def _with_number(helplines: Iterable[Helpline]) -> tuple[Helpline, ...]:
    return tuple(line for line in helplines if line.call)


def _card(line: Helpline) -> str:
    from vobject import vCard  # slow to import
    from vobject.vcard import Name

    card = vCard()
    card.add("n").value = Name(given=line.name)
    card.add("fn").value = line.name
    card.add("tel").value = line.call
    return str(card.serialize())
