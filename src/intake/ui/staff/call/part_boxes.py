"""The choice between the whole summary and some of its parts, which the layout of the summary names."""

from __future__ import annotations

from functools import partial

from intake.domain.consent import SOME, WHOLE
from intake.ui.common import session
from intake.ui.staff.call import call_fields, call_state


def choice(scope: str, parts: str, label: str) -> str:
    """The fields: how much, and which parts. `scope`, `parts`: names of call fields. Returns the scope's code."""
    ui = session.words().ui
    layout_parts = session.content().layout.consent_parts
    options = {WHOLE: ui("The whole summary"), **({SOME: ui("Only some parts")} if layout_parts else {})}
    code = call_fields.radio(scope, label, options)
    if code == SOME:
        for part in layout_parts:
            stored = part.id in chosen(parts)
            call_fields.checkbox_with(f"{parts}_{part.id}", part.title, stored, partial(_set, parts, part.id))
    return code


def chosen(parts: str) -> tuple[str, ...]:
    """The ids of the chosen parts."""
    return tuple(filter(None, call_state.field_value(parts).split(",")))


def titles(ids: tuple[str, ...]) -> str:
    """The titles of parts, in the order of the layout."""
    return "; ".join(part.title for part in session.content().layout.consent_parts if part.id in ids)


def _set(parts: str, part_id: str, value: str) -> None:
    wanted = {*chosen(parts), part_id} if value else {*chosen(parts)} - {part_id}
    ordered = (part.id for part in session.content().layout.consent_parts if part.id in wanted)
    call_state.set_field(parts, ",".join(ordered))
