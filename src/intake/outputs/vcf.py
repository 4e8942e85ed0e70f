"""Numbers to call or text as a contacts file, for a phone that no one else opens.

A card has only a name and numbers: no reason, no notes, no product name.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import Any

from intake.domain.base import Frozen
from intake.domain.content import Content
from intake.domain.helplines import Helpline
from intake.domain.local_helplines import lines_for
from intake.domain.response import Response
from intake.i18n import Translator

_MOST = 3  # per purpose; some have no number
_NATIONAL = re.compile(r"(?:1-)?(\d{3}-\d{3}-\d{4})")


class Contact(Frozen):
    """A helpline as a contact: its name and numbers as people read them. One without `call` is for texting only."""

    name: str
    call: str | None = None
    text: str | None = None

    @property
    def number(self) -> str:
        """The number to show with the name."""
        return self.call or self.text or ""


def contacts(content: Content, response: Response, on: dt.date, words: Translator) -> tuple[Contact, ...]:
    """The lines for the person's location that they may want in their contacts: those with a number."""
    return tuple(_contact(line, words) for line in _lines(content, response, on))


def contacts_for_violence(content: Content, response: Response, on: dt.date, words: Translator) -> tuple[Contact, ...]:
    """The additional lines for violence at home. Only on request: anyone who opens the phone can see them."""
    listed = {line.id for line in _lines(content, response, on)}
    for_violence = _with_number(lines_for(content, response, (content.place.lines.for_violence,), on, most=_MOST))
    return tuple(_contact(line, words) for line in for_violence if line.id not in listed)


def vcf(chosen: Iterable[Contact]) -> bytes:
    """A contacts file with a card for each contact. The same contacts give the same bytes."""
    return "".join(map(_card, chosen)).encode()


def _lines(content: Content, response: Response, on: dt.date) -> tuple[Helpline, ...]:
    return _with_number(lines_for(content, response, content.place.lines.contacts, on, most=_MOST))


def _with_number(helplines: Iterable[Helpline]) -> tuple[Helpline, ...]:
    return tuple(line for line in helplines if line.call or line.text)


def _contact(line: Helpline, words: Translator) -> Contact:
    """A line as a contact. What to text has no place on a card but in the name, so it stands there or nowhere."""
    if line.call:
        return Contact(name=line.name, call=line.call, text=None if line.text_word else line.text)
    name = words.ui("{name}: text {word}", name=line.name, word=line.text_word) if line.text_word else line.name
    return Contact(name=name, text=line.text)


def _card(contact: Contact) -> str:
    from vobject import vCard  # slow to import
    from vobject.vcard import Name

    card = vCard()
    card.add("n").value = Name()  # it is no person: a phone that sorts or greets by a given name must not find one
    card.add("fn").value = contact.name
    card.add("org").value = [contact.name]
    if contact.call:
        _add_number(card, contact.call, ["WORK", "VOICE"])
    if contact.text and contact.text != contact.call:
        _add_number(card, contact.text, ["CELL"])
    return str(card.serialize())


def _add_number(card: Any, number: str, types: list[str]) -> None:
    telephone = card.add("tel")
    telephone.value = _dialable(number)
    telephone.type_param = types


def _dialable(number: str) -> str:
    """The number as it works from abroad too. A short code works only as it is."""
    parts = _NATIONAL.fullmatch(number)
    return f"+1-{parts[1]}" if parts else number
