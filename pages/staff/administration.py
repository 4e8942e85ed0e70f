"""Accounts of staff: invite, change the role, shut, open, begin anew. And what was done, for who may read it."""

import datetime as dt
from collections.abc import Mapping

import streamlit as st

from intake.config import site
from intake.store.accounts import INVITED_FOR, Account
from intake.store.audit_view import MOST_LINES, Done
from intake.store.permissions import Permission, Role
from intake.store.sign_in_errors import SignInError
from intake.ui.common import html, navigation, session
from intake.ui.staff import audit_labels, record_rows, store_access
from intake.ui.staff.call import open_record
from intake.ui.staff.routes import BEGIN
from intake.ui.staff.sign_in import error_messages, oidc

words = session.words()
ui = words.ui
safe = html.safe
actor = open_record.actor()
ROLES = {
    Role.INTAKE: ui("Intake: takes calls, sees own and unassigned records"),
    Role.SUPERVISOR: ui("Supervisor: sees all records"),
    Role.ADMINISTRATOR: ui("Administrator: accounts and settings, no records"),
}
SHORT = {Role.INTAKE: ui("Intake"), Role.SUPERVISOR: ui("Supervisor"), Role.ADMINISTRATOR: ui("Administrator")}
WAYS = {"provider": ui("With their work account"), "password": ui("With a password for this app")}
# Who stands in the trail where it was no member of staff.
NO_ONES = {"": ui("Unknown"), "console": ui("Server console"), "settings": ui("Server settings")}
OPEN = "administration_open"
LINK = "administration_link"
SURE = "administration_sure"  # whose account is shut with the next press, in spite of what they have open
LINES = "administration_lines"  # how many lines of the audit trail are shown
MADE = "administration_made"  # who was given an account here: their fields are empty for the next one


def moment(at: dt.datetime) -> str:
    return record_rows.moment(at, words, session.now().tzinfo)


def link_made(token: str) -> None:
    """The link that was made last, until something else is done here."""
    if token:
        minutes = int(INVITED_FOR.total_seconds() // 60)
        html.paragraph(
            ui(
                "This link works once and expires in {minutes} minutes. Share it only with that person.",
                minutes=minutes,
            )
        )
        here = str(st.context.url or "").partition("/administration")[0]
        st.code(f"{here}{BEGIN}/{token}", language=None, wrap_lines=True)


# --- somebody new ------------------------------------------------------------------------------------------------


def ways() -> list[str]:
    return [*(["provider"] if oidc.names() else []), *(["password"] if site().local_accounts else [])]


def invite() -> None:
    html.section(ui("Invite someone"))
    role = st.radio(ui("Role"), list(ROLES), format_func=ROLES.__getitem__, index=None, key="invite_role")
    there = ways()
    way = there[0]
    if len(there) > 1:
        way = st.radio(ui("How they sign in"), there, format_func=WAYS.__getitem__, key="invite_way") or way
    if way == "provider":
        admit(role)
    elif st.button(ui("Create link"), type="primary", key="invite"):
        if role is None:
            html.alert(ui("Choose a role first."))
        else:
            link_made(store_access.accounts().invite(role, by=actor))


def admit(role: Role | None) -> None:
    """An account for somebody who signs in at the agency's provider."""
    made = st.session_state.setdefault(MADE, [])
    known_as, shown_as, name = (
        st.text_input(label, key=f"admit_{field}_{len(made)}", max_chars=most)
        for field, label, most in (
            ("known_as", ui("Email address, or the code shown to them at sign-in"), 254),
            ("shown_as", ui("Display name"), 80),
            ("name", ui("Username (lowercase letters, numbers, dots, and dashes)"), 60),
        )
    )
    if made:
        told = ui("Account created. {name} can sign in now.", name=made[-1])
        html.show(f'<p role="status">{safe(told)}</p>')
    if not st.button(ui("Create account"), type="primary", key="admit"):
        return
    if role is None:
        html.alert(ui("Choose a role first."))
        return
    called = shown_as.strip() or name.strip()
    try:
        store_access.accounts().admit(known_as, name.strip(), called, role, by=actor)
    except SignInError as fault:
        html.alert(error_messages.said(fault, words))
    else:
        st.session_state[MADE] = [*made, called]
        st.rerun()


# --- who is here -------------------------------------------------------------------------------------------------


def state(one: Account) -> str:
    if one.disabled:
        return ui("Closed")
    if one.waits:
        return ui("Waiting for first sign-in") if one.by_provider else ui("Waiting: link not used yet")
    if one.signed_in_at is None:
        return ui("Never signed in")
    return ui("Last signed in {when}", when=moment(one.signed_in_at))


def _owned(one: Account) -> str:
    """Calls and follow-ups of an account that is shut wait for nobody."""
    if not one.open_records:
        return ""
    told = words.count("{number} open record.", "{number} open records.", one.open_records)
    if one.disabled:
        told += " " + ui("A supervisor must reassign them.")
    return f"<p>{safe(told)}</p>"


def account(one: Account) -> None:
    with st.container(border=True, key=f"account_{one.name}"):
        more = f" · {safe(one.email)}" if one.email else ""
        html.show(
            f"<p><strong>{safe(one.shown_as)}</strong> · {safe(one.name)}{more}<br>"
            f"{safe(SHORT[one.role])} · {safe(state(one))}</p>"
            f"{_owned(one)}"
        )
        if one.name == actor.name:
            html.paragraph(ui("This is you. Another administrator can change your account."))
        elif st.session_state.get(OPEN) == one.name:
            change(one)
        elif st.button(ui("Edit {name}", name=one.shown_as), key=f"change_{one.name}"):
            st.session_state[OPEN] = one.name
            st.rerun()


def change(one: Account) -> None:
    """What can be done with an account."""
    role = st.radio(
        ui("Role"),
        list(ROLES),
        format_func=ROLES.__getitem__,
        index=list(ROLES).index(one.role),
        key=f"role_{one.name}",
    )
    with st.container(horizontal=True):
        save = st.button(ui("Save role"), type="primary", key=f"save_{one.name}")
        shut = st.button(ui("Reopen the account") if one.disabled else ui("Close the account"), key=f"shut_{one.name}")
        if shut and not one.disabled and one.open_records and st.session_state.get(SURE) != one.name:
            st.session_state[SURE] = one.name
            shut = False
        anew = st.button(ui("Reset the account"), key=f"anew_{one.name}")
        leave = st.button(ui("Cancel"), type="tertiary", key=f"leave_{one.name}")
    if st.session_state.get(SURE) == one.name and not one.disabled:
        html.alert(ui("They have open records. Select “Close the account” again to close it anyway."))
    if one.by_provider:
        html.paragraph(
            ui("A reset signs them out. The next person to sign in with this address gets the account.")
            if one.email
            else ui("A reset signs them out.")
        )
    else:
        html.paragraph(
            ui("A reset creates a link to set up the account again. The old password and codes stop working.")
        )
    try:
        if save and role is not None:
            store_access.accounts().change(one.name, by=actor, role=role)
        if shut:
            store_access.accounts().change(one.name, by=actor, disabled=not one.disabled)
        if anew:
            st.session_state[LINK] = store_access.accounts().reset(one.name, by=actor)
    except SignInError as fault:
        html.alert(error_messages.said(fault, words))
    else:
        if save or shut or anew or leave:
            del st.session_state[OPEN]
            st.session_state.pop(SURE, None)
            st.rerun()


def accounts() -> None:
    html.section(ui("Accounts"))
    link_made(st.session_state.pop(LINK, ""))
    for one in store_access.accounts().everyone(by=actor):
        account(one)


# --- what was done -----------------------------------------------------------------------------------------------


def trail() -> None:
    found = store_access.trail(actor)
    html.section(ui("Audit trail"))
    html.paragraph(ui("Most recent entries, newest first. The audit trail contains no answers and no family names."))
    if st.button(ui("Check the audit trail"), key="check_trail"):
        fault = found.first_fault()
        if fault is None:
            html.show(f'<p role="status">{safe(ui("No entries are missing or changed."))}</p>')
        else:
            html.alert(ui("Entry {number} is missing or was changed.", number=fault))
        html.paragraph(
            ui("Fingerprint of the last entry. Save it somewhere else to detect entries removed from the end.")
        )
        st.code(found.anchor(), language=None, wrap_lines=True)
    said = audit_labels.words_for(words)
    shown = st.session_state.get(LINES, MOST_LINES)
    lines = found.last(shown + 1)
    html.show(html.table((ui("When"), ui("Who"), ui("Action")), (done(one, said) for one in lines[:shown])))
    if len(lines) > shown and st.button(ui("Show earlier entries"), key="earlier_lines"):
        st.session_state[LINES] = shown + MOST_LINES
        st.rerun()


def done(one: Done, said: Mapping[str, str]) -> tuple[str, str, str]:
    beside = " · ".join((*filter(None, [one.record_id[:6]]), *one.about))
    what = f"{safe(said.get(one.action, one.action))} <small>{safe(beside)}</small>"
    return safe(moment(one.at)), safe(NO_ONES.get(one.actor, one.actor)), what


if not actor.may(Permission.MANAGE_STAFF) and not actor.may(Permission.READ_AUDIT):
    navigation.go("today")
if actor.may(Permission.MANAGE_STAFF):
    html.heading(ui("Staff accounts"))
    left, right = st.columns([6, 5], gap="large")
    with left:
        accounts()
    with right:
        invite()
else:
    html.heading(ui("Audit trail"))
if actor.may(Permission.READ_AUDIT):
    trail()
