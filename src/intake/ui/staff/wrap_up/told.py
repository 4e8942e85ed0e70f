"""What staff told the caller, ticked sentence by sentence: a file says only that, not what the rules recommend."""

from __future__ import annotations

from functools import partial

from intake.brief.model import Brief, BriefStep
from intake.ui.common import session
from intake.ui.staff.call import call_fields, call_state

_TOLD = "told_step_"  # begins the names of the call fields; their text is the sentence as it was told


def tick(step: BriefStep) -> None:
    """The box to tick once the step was told."""
    field = f"{_TOLD}{step.action}"
    label = session.words().ui("I told them: {step}", step=step.text)
    call_fields.checkbox_with(field, label, bool(call_state.field_value(field)), partial(_set, field, step.text))


def sentences(brief: Brief) -> tuple[str, ...]:
    """What was told, in the order of the steps now; without those that must not be in a file."""
    steps = {f"{_TOLD}{step.action}": step for step in (*brief.steps, *brief.also_today)}
    told = {name: text for name, text in call_state.current().call.items() if name.startswith(_TOLD) and text}
    in_order = [name for name in steps if name in told] + [name for name in told if name not in steps]
    return tuple(told[name] for name in in_order if not _must_not_be_printed(steps.get(name), brief))


def _must_not_be_printed(step: BriefStep | None, brief: Brief) -> bool:
    """Whether the person whom the family fears could read it; a former step counts as such if files are withheld."""
    return step.unprinted if step is not None else brief.file_withheld


def _set(field: str, text: str, value: str) -> None:
    call_state.set_field(field, text if value else "")
