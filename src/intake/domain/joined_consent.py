"""Consent in a case that two records were merged into: what either of them allowed is never widened.

Whoever agreed did so for what they told themself. A file of both may hold only what both allowed, for the recipient
that both named, until the earlier of the two dates. If one was not asked, both have to be asked again; a no stands.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from intake.domain import consent
from intake.domain.consent import PHONE, Consent, Part2Consent

_SHARING = ("share", consent.RECORDED, consent.PART_2)  # begin the names of the fields about sharing


def is_about_sharing(name: str) -> bool:
    """Whether a call field is about what may be shared."""
    return name.startswith(_SHARING)


def joined_consent(first: Mapping[str, str], second: Mapping[str, str], at: str) -> dict[str, str]:
    """The call fields about sharing, from those of two records. `at`: the time of the merge in words."""
    said = _sharing(first, second)
    recorded = json.dumps({"format": consent.FORMAT, "said": said, "at": at})
    return {**said, **({consent.RECORDED: recorded} if said else {}), **_part_2(first, second)}


def _sharing(first: Mapping[str, str], second: Mapping[str, str]) -> dict[str, str]:
    """What both agreed to, by name of the field; nothing if both have to be asked again."""
    one, other = consent.consent(first), consent.consent(second)
    for agreed in (one, other):
        if agreed is not None and agreed.answer == "no":
            return _filled({"share": "no", "share_said_by": agreed.given_by})
    if one is None or other is None or not _same_recipient(one, other):
        return {}
    said = {
        "share": "yes",
        "share_with": one.name,
        "share_kind": str(one.kind or ""),
        "share_how": one.how,
        "share_until_on": _earlier(one, other),
        "share_said_by": "; ".join(filter(None, dict.fromkeys((one.given_by, other.given_by)))),
    }
    if PHONE in {*_parts(one), *_parts(other)}:
        return _filled({**said, "share": "phone_only"})
    if not one.parts and not other.parts:
        return _filled({**said, "share_scope": consent.WHOLE})
    both = _both(one.parts, other.parts)
    return _filled({**said, "share_scope": consent.SOME, "share_parts": ",".join(both)}) if both else {}


def _parts(agreed: Consent) -> tuple[str, ...]:
    return (PHONE,) if agreed.answer == "phone_only" else agreed.parts


def _both(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    """The parts that both cover; without parts, one covers everything."""
    return tuple(part for part in one or other if not other or part in other)


def _filled(said: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in said.items() if value}


def _part_2(first: Mapping[str, str], second: Mapping[str, str]) -> dict[str, str]:
    one, other = consent.part_2(first), consent.part_2(second)
    if one is None or other is None:
        source = first if one is not None else second if other is not None else {}
        return {name: value for name, value in source.items() if name.startswith(consent.PART_2)}
    return consent.part_2_fields(_narrower(one, other))


def _narrower(one: Part2Consent, other: Part2Consent) -> Part2Consent:
    """What both patients' written consents cover; not signed unless both are, for the same recipient."""
    programs = "; ".join(filter(None, dict.fromkeys((one.program, other.program))))
    if one.signed != "yes" or other.signed != "yes" or not _same_recipient(one, other):
        return Part2Consent(program=programs)
    scopes, until = {one.scope, other.scope}, _earlier(one, other)
    scope = "" if "" in scopes else consent.SOME if consent.SOME in scopes else consent.WHOLE
    return Part2Consent(
        program=programs,
        signed="yes",
        name=one.name,
        kind=one.kind,
        scope=scope,
        parts=_both(one.parts, other.parts) if scope == consent.SOME else (),
        until=consent.as_date(until) if until else None,
    )


def _same_recipient(one: Consent | Part2Consent, other: Consent | Part2Consent) -> bool:
    return consent.is_same_name(one.name, other.name) and one.kind == other.kind


def _earlier(one: Consent | Part2Consent, other: Consent | Part2Consent) -> str:
    """The earlier last day of the two, "" for none."""
    days = [agreed.until for agreed in (one, other) if agreed.until is not None]
    return min(days).isoformat() if days else ""
