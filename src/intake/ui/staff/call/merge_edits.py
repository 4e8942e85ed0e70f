"""Two people changed one case from the same state: what each changed is kept, answer by answer.

Only an answer that both changed to something else is a conflict, and a person chooses between the two.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from intake.store.record_body import RecordContent

_MISSING = None


class Conflict(NamedTuple):
    """An answer that both changed: whose it is, its key, and both values as stored; None if it was removed."""

    informant: str
    key: str
    ours: Any
    theirs: Any


class Merged(NamedTuple):
    """The content with both changes, in which ours stands where they conflict."""

    content: RecordContent
    conflicts: tuple[Conflict, ...]


def merge(base: RecordContent, ours: RecordContent, theirs: RecordContent) -> Merged:
    """What both changed since `base`. All three name the person on the line."""
    ours = _with_own_ids(base, ours, theirs)
    before, mine, other = _told(base), _told(ours), _told(theirs)
    conflicts: list[Conflict] = []
    told: dict[str, dict[str, Any]] = {}
    for informant in dict.fromkeys((*before, *other, *mine)):
        base_table, our_table, their_table = (table.get(informant, {}) for table in (before, mine, other))
        told[informant] = _answers(informant, base_table, our_table, their_table, conflicts)
    people = {one["id"]: one for side in (theirs, ours) for one in side["informants"]}
    call = _either(base.get("call", {}), ours.get("call", {}), theirs.get("call", {}))
    lists = {name: _union(base, ours, theirs, name) for name in ("told", "dangers_seen")}
    return Merged(_content({**theirs, **ours}, people, told, {"call": call, **lists}), tuple(conflicts))


def choose(merged: Merged, theirs: frozenset[tuple[str, str]]) -> RecordContent:
    """The content with the other person's value for these answers, given as informant and key."""
    told, people = _told(merged.content), {one["id"]: one for one in merged.content["informants"]}
    for conflict in merged.conflicts:
        if (conflict.informant, conflict.key) in theirs:
            told[conflict.informant].pop(conflict.key, None)
            if conflict.theirs is not _MISSING:
                told[conflict.informant][conflict.key] = conflict.theirs
    return _content(merged.content, people, told, {})


def _told(content: RecordContent) -> dict[str, dict[str, Any]]:
    """The table of answers of each informant."""
    documents = {content["on_line"]: content["answers"], **content["responses"]}
    return {informant: dict(document["answers"]) for informant, document in documents.items()}


def _content(
    base: RecordContent, people: Mapping[str, Any], told: Mapping[str, Mapping[str, Any]], changes: Mapping[str, Any]
) -> RecordContent:
    """The content with these people and answers."""
    version = {name: value for name, value in base["answers"].items() if name != "answers"}
    documents = {informant: {**version, "answers": dict(told.get(informant, {}))} for informant in people}
    on_line = base["on_line"]
    return {
        **base,
        **changes,
        "answers": documents.pop(on_line),
        "responses": documents,
        "informants": sorted(people.values(), key=lambda one: int(one["id"][1:])),
    }


def _answers(
    informant: str, base: dict[str, Any], ours: dict[str, Any], theirs: dict[str, Any], conflicts: list[Conflict]
) -> dict[str, Any]:
    """One person's answers with both changes. Conflicts are added to the list."""
    result: dict[str, Any] = {}
    for key in dict.fromkeys((*base, *theirs, *ours)):
        before, mine, other = base.get(key), ours.get(key), theirs.get(key)
        if mine not in (before, other) and other != before:
            conflicts.append(Conflict(informant, key, mine, other))
        value = other if mine == before else mine
        if value is not _MISSING:
            result[key] = value
    return result


def _either(base: Mapping[str, str], ours: Mapping[str, str], theirs: Mapping[str, str]) -> dict[str, str]:
    """The fields of the call, each as whoever changed it left it; ours if both did."""
    names = dict.fromkeys((*base, *theirs, *ours))
    values = {
        name: theirs.get(name, "") if ours.get(name, "") == base.get(name, "") else ours.get(name, "") for name in names
    }
    return {name: value for name, value in values.items() if value}


def _union(base: RecordContent, ours: RecordContent, theirs: RecordContent, name: str) -> list[str]:
    """A list with what either added, without what either removed."""
    sides = [list(content.get(name, ())) for content in (base, ours, theirs)]
    removed = {entry for entry in sides[0] if entry not in sides[1] or entry not in sides[2]}
    return [entry for entry in dict.fromkeys((*sides[2], *sides[1])) if entry not in removed]


def _with_own_ids(base: RecordContent, ours: RecordContent, theirs: RecordContent) -> RecordContent:
    """Ours, with new ids for people whom we added under an id that they gave to somebody else."""
    known = {one["id"] for one in base["informants"]}
    added = {one["id"] for one in theirs["informants"]} - known
    taken = known | added
    names: dict[str, str] = {}
    for one in ours["informants"]:
        if one["id"] in added and one not in theirs["informants"]:
            free = next(f"i{number}" for number in range(1, len(taken) + 2) if f"i{number}" not in taken)
            names[one["id"]] = free
            taken.add(free)
    if not names:
        return ours
    return {
        **ours,
        "on_line": names.get(ours["on_line"], ours["on_line"]),
        "informants": [{**one, "id": names.get(one["id"], one["id"])} for one in ours["informants"]],
        "responses": {names.get(id_, id_): document for id_, document in ours["responses"].items()},
    }
