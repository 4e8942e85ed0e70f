"""What the caller said they would do, in their words first, then the steps they took on in the read-back."""

from __future__ import annotations

from intake.brief.model import Brief
from intake.store.index_fields import PROMISED
from intake.ui.staff.call import call_state

CALLER = "caller"


def field_of(action: str) -> str:
    """The call field that says who takes a step."""
    return f"step_{action}"


def of_caller(brief: Brief) -> tuple[str, ...]:
    """The promises, each as a sentence."""
    own_words = call_state.field_value(PROMISED).strip()
    taken = (step.text for step in brief.steps if call_state.field_value(field_of(step.action)) == CALLER)
    return (*([own_words] if own_words else []), *taken)
