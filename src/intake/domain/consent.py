"""What a caller agreed to share, and whether a file may leave because of it.

Both are read from the fields of a call as its record stores them, so that the screen and the store decide alike.
Records of earlier versions have what was agreed in free text; where that decides nothing, staff have to ask again.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from intake.domain.base import Frozen

# Names of call fields. They are in stored records.
RECORDED = "consent"  # the recorded answer, as JSON
NOTES = "notes_ok"  # whether the caller agreed to notes
NOTES_REFUSED_BY = "notes_refused_by"  # informants of a merged record who did not, by id, separated by spaces
PART_2 = "part_2"
_PART_2_PROGRAM, _PART_2_SIGNED, _PART_2_TO = "part_2_program", "part_2_signed", "part_2_to"
_PART_2_KIND, _PART_2_UNTIL = "part_2_kind", "part_2_until"
_PART_2_SCOPE, _PART_2_PARTS = "part_2_scope", "part_2_parts"
WHOLE, SOME = "whole", "parts"  # how much a consent covers

FORMAT = 2  # of the recorded answer; earlier records have none
PHONE = "phone"  # stands for the phone number alone, among the ids of parts
APPROVAL_DAYS = 7  # how long a supervisor's approval of a file for a court or authority lasts


class RecipientKind(StrEnum):
    """What kind of person or organization may get a file."""

    PROFESSIONAL = "professional"
    PROGRAM = "program"
    DOCTOR = "doctor"
    FAMILY = "family"
    AUTHORITY = "authority"


class Recipient(StrEnum):
    """Who gets a file: the caller, the one named in the consent, the agency's own system, or a court or authority."""

    CALLER = "family"
    NAMED = "professional"
    OWN_SYSTEM = "own_system"
    AUTHORITY = "authority"


class Refusal(StrEnum):
    """Why no file may leave."""

    NO_NOTES = "no-notes"
    NOT_ASKED = "not-asked"
    ASK_AGAIN = "ask-again"
    SAID_NO = "said-no"
    EXPIRED = "expired"
    NOT_APPROVED = "not-approved"
    PART_2_UNSIGNED = "part-2-unsigned"
    PART_2_EXPIRED = "part-2-expired"
    PART_2_NAMES_OTHER = "part-2-names-other"
    PART_2_OTHER_PARTS = "part-2-other-parts"


class Consent(Frozen):
    """A recorded answer: "yes", "phone_only" or "no". Without `parts`, a yes covers the whole summary.

    `until`: the last day on which it is valid; None if the caller set none.
    """

    answer: str
    name: str = ""
    kind: RecipientKind | None = None
    parts: tuple[str, ...] = ()
    until: dt.date | None = None
    how: str = ""
    given_by: str = ""


class Part2Consent(Frozen):
    """The patient's own written consent for a record of a Part 2 program. `scope`: WHOLE, SOME, or not known ("")."""

    program: str = ""
    signed: str = ""
    name: str = ""
    kind: RecipientKind | None = None
    scope: str = ""
    parts: tuple[str, ...] = ()
    until: dt.date | None = None


@dataclass(frozen=True)
class Allowed:
    """What may leave: these parts of the summary, or all of it if there are none."""

    parts: tuple[str, ...] = ()

    def covers(self, parts: tuple[str, ...]) -> bool:
        """Whether a file with these parts may leave; with none, it has the whole summary."""
        return not self.parts or (bool(parts) and set(parts) <= set(self.parts))


def consent(call: Mapping[str, str]) -> Consent | None:
    """The recorded answer; None if there is none, or one of an earlier version that does not decide."""
    document = _document(call)
    if document is None:
        return None
    said = document["said"]
    if document.get("format") == FORMAT:
        return Consent(
            answer=said["share"],
            name=said.get("share_with", ""),
            kind=said.get("share_kind") or None,
            parts=_listed(said.get("share_parts", "")),
            until=said.get("share_until_on") or None,
            how=said.get("share_how", ""),
            given_by=said.get("share_said_by", ""),
        )
    return _from_free_text(said)


def earlier_words(call: Mapping[str, str]) -> tuple[str, ...]:
    """What an answer of an earlier version says in free text, if staff have to ask again; else nothing."""
    document = _document(call)
    if document is None or document.get("format") == FORMAT or consent(call) is not None:
        return ()
    names = ("share_with", "share_what", "share_how", "share_until", "share_said_by")
    return tuple(text for name in names if (text := document["said"].get(name)))


def part_2(call: Mapping[str, str]) -> Part2Consent | None:
    """The patient's written consent, as far as it is known; None if no Part 2 program is the source of anything."""
    if call.get(PART_2) != "yes":
        return None
    return Part2Consent(
        program=call.get(_PART_2_PROGRAM, ""),
        signed=call.get(_PART_2_SIGNED, ""),
        name=call.get(_PART_2_TO, ""),
        kind=RecipientKind(call[_PART_2_KIND]) if call.get(_PART_2_KIND) else None,
        scope=call.get(_PART_2_SCOPE, ""),
        parts=_listed(call.get(_PART_2_PARTS, "")) if call.get(_PART_2_SCOPE) == SOME else (),
        until=dt.date.fromisoformat(call[_PART_2_UNTIL]) if call.get(_PART_2_UNTIL) else None,
    )


def part_2_fields(patient: Part2Consent) -> dict[str, str]:
    """The call fields that `part_2` reads this from."""
    fields = {
        PART_2: "yes",
        _PART_2_PROGRAM: patient.program,
        _PART_2_SIGNED: patient.signed,
        _PART_2_TO: patient.name,
        _PART_2_KIND: str(patient.kind or ""),
        _PART_2_SCOPE: patient.scope,
        _PART_2_PARTS: ",".join(patient.parts),
        _PART_2_UNTIL: patient.until.isoformat() if patient.until else "",
    }
    return {name: value for name, value in fields.items() if value}


def is_same_name(one: str, other: str) -> bool:
    """Whether two names of recipients are the same but for case and spaces."""
    return _plain(one) == _plain(other)


def as_date(text: str) -> dt.date:
    """The date in a call field. Raises ValueError."""
    return dt.date.fromisoformat(text)


def notes_refused(call: Mapping[str, str]) -> bool:
    """Whether the caller does not want notes."""
    return call.get(NOTES) == "no"


def refused_by(call: Mapping[str, str]) -> tuple[str, ...]:
    """The ids of informants of a merged record who did not want notes, and did not allow them since."""
    return tuple(call.get(NOTES_REFUSED_BY, "").split())


def may_leave(call: Mapping[str, str], recipient: Recipient, on: dt.date, *, approved: bool) -> Allowed | Refusal:
    """What may leave on a day for a recipient, or why nothing may.

    `approved`: a supervisor approved a file for a court or authority in the last APPROVAL_DAYS.
    """
    if notes_refused(call) or refused_by(call):
        return Refusal.NO_NOTES
    if recipient is Recipient.OWN_SYSTEM:
        return Allowed()
    agreed = consent(call)
    allowed = _by_consent(call, agreed, on) if recipient is Recipient.NAMED else Allowed()
    if isinstance(allowed, Refusal):
        return allowed
    goes_to_authority = recipient is Recipient.AUTHORITY or (
        recipient is Recipient.NAMED and agreed is not None and agreed.kind is RecipientKind.AUTHORITY
    )
    if goes_to_authority and not approved:
        return Refusal.NOT_APPROVED
    patient = part_2(call)
    return allowed if patient is None else _by_patient(patient, allowed, recipient, agreed, on)


def _by_consent(call: Mapping[str, str], agreed: Consent | None, on: dt.date) -> Allowed | Refusal:
    if agreed is None:
        return Refusal.ASK_AGAIN if earlier_words(call) else Refusal.NOT_ASKED
    if agreed.answer == "no":
        return Refusal.SAID_NO
    if agreed.until is not None and agreed.until < on:
        return Refusal.EXPIRED
    return Allowed((PHONE,) if agreed.answer == "phone_only" else agreed.parts)


def _by_patient(
    patient: Part2Consent, allowed: Allowed, recipient: Recipient, agreed: Consent | None, on: dt.date
) -> Allowed | Refusal:
    """What the patient's written consent leaves of what may leave otherwise."""
    if patient.signed != "yes" or not patient.name.strip() or not patient.scope:
        return Refusal.PART_2_UNSIGNED
    if patient.until is not None and patient.until < on:
        return Refusal.PART_2_EXPIRED
    if not _names(patient, recipient, agreed):
        return Refusal.PART_2_NAMES_OTHER
    if patient.scope == WHOLE or allowed.parts == (PHONE,):
        return allowed
    both = tuple(part for part in allowed.parts or patient.parts if part in patient.parts)
    return Allowed(both) if both else Refusal.PART_2_OTHER_PARTS


def _names(patient: Part2Consent, recipient: Recipient, agreed: Consent | None) -> bool:
    """Whether the patient's consent is for this recipient."""
    if recipient is Recipient.NAMED:
        return agreed is not None and is_same_name(patient.name, agreed.name)
    return patient.kind is (RecipientKind.FAMILY if recipient is Recipient.CALLER else RecipientKind.AUTHORITY)


def _from_free_text(said: Mapping[str, str]) -> Consent | None:
    """An answer of an earlier version, whose yes was for "this professional" and, left blank, for everything."""
    answer = said.get("share", "")
    if answer == "no":
        return Consent(answer="no", given_by=said.get("share_said_by", ""))
    try:
        until = dt.date.fromisoformat(said["share_until"]) if said.get("share_until") else None
    except ValueError:
        return None
    if answer == "yes" and said.get("share_what"):
        return None
    return Consent(
        answer=answer,
        name=said.get("share_with", ""),
        kind=RecipientKind.PROFESSIONAL,
        until=until,
        how=said.get("share_how", ""),
        given_by=said.get("share_said_by", ""),
    )


def _document(call: Mapping[str, str]) -> dict[str, Any] | None:
    document: dict[str, Any] = json.loads(call.get(RECORDED) or "{}")
    return document if document.get("said") else None


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split(",") if part)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
