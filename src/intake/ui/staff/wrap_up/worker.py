"""The name of a member of staff as it is printed in a file."""

from __future__ import annotations

from intake.ui.staff.call import open_record


def name_of(account: str) -> str:
    """The display name of the person signed in; of others, the name of the account."""
    signed_in = open_record.signed_in()
    return signed_in.shown_as if signed_in is not None and signed_in.actor.name == account else account
