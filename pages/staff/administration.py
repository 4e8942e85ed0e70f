"""Accounts of staff: invite, change the role, shut, open, begin anew. And what was done, for who may read it."""

import datetime as dt
from collections.abc import Mapping

import streamlit as st

from intake.config import site
from intake.store.accounts import INVITATION_LIFETIME, Account
from intake.store.audit_view import MAX_LINES, AuditEntry
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
    Role.INTAKE: ui("Intake: takes calls, sees own records"),
    Role.SUPERVISOR: ui("Supervisor: sees all records"),
    Role.ADMINISTRATOR: ui("Administrator: accounts and settings, no records"),
}
SHORT = {Role.INTAKE: ui("Intake"), Role.SUPERVISOR: ui("Supervisor"), Role.ADMINISTRATOR: ui("Administrator")}
WAYS = {"provider": ui("With their work account"), "password": ui("With a password made here")}
# Who stands in the trail where it was no member of staff.
NO_ONES = {"": ui("Nobody known"), "console": ui("The server"), "settings": ui("The settings")}
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
        minutes = int(INVITATION_LIFETIME.total_seconds() // 60)
        html.paragraph(
            ui("This link works once, for {minutes} minutes. Give it to that person alone.", minutes=minutes)
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
    elif st.button(ui("Make a link"), type="primary", key="invite"):
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
            ("known_as", ui("Their e-mail address, or the code that the sign-in has shown them"), 254),
            ("shown_as", ui("Name that others see"), 80),
            ("name", ui("Short name for lists: small letters, numbers, dots and dashes"), 60),
        )
    )
    if made:
        told = ui("The account is made. They can sign in now: {name}", name=made[-1])
        html.show(f'<p role="status">{safe(told)}</p>')
    if not st.button(ui("Make the account"), type="primary", key="admit"):
        return
    if role is None:
        html.alert(ui("Choose a role first."))
        return
    called = shown_as.strip() or name.strip()
    try:
        store_access.accounts().add_for_provider(known_as, name.strip(), called, role, by=actor)
    except SignInError as fault:
        html.alert(error_messages.said(fault, words))
    else:
        st.session_state[MADE] = [*made, called]
        st.rerun()


# --- who is here -------------------------------------------------------------------------------------------------


def state(one: Account) -> str:
    if one.disabled:
        return ui("Shut")
    if one.pending:
        return ui("Waits for the first sign-in") if one.by_provider else ui("Waits: the link was not used yet")
    if one.signed_in_at is None:
        return ui("Has never signed in")
    return ui("Last signed in {when}", when=moment(one.signed_in_at))


def _owned(one: Account) -> str:
    """Calls and follow-ups of an account that is shut wait for nobody."""
    if not one.open_records:
        return ""
    told = words.count("{number} open record.", "{number} open records.", one.open_records)
    if one.disabled:
        told += " " + ui("A supervisor has to give them to somebody else.")
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
        elif st.button(ui("Change: {what}", what=one.shown_as), key=f"change_{one.name}"):
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
        save = st.button(ui("Save the role"), type="primary", key=f"save_{one.name}")
        shut = st.button(ui("Open the account") if one.disabled else ui("Shut the account"), key=f"shut_{one.name}")
        if shut and not one.disabled and one.open_records and st.session_state.get(SURE) != one.name:
            st.session_state[SURE] = one.name
            shut = False
        anew = st.button(ui("Reset the account"), key=f"anew_{one.name}")
        leave = st.button(ui("Change nothing"), type="tertiary", key=f"leave_{one.name}")
    if st.session_state.get(SURE) == one.name and not one.disabled:
        html.alert(ui("They have open records. Press “Shut the account” again to shut it all the same."))
    if one.by_provider:
        html.paragraph(
            ui("A reset signs them out. Whoever signs in next with this address has the account.")
            if one.email
            else ui("A reset signs them out.")
        )
    else:
        html.paragraph(
            ui("A reset makes a link to set the account up again. The old password and codes open nothing from now on.")
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
    for one in store_access.accounts().list_all(by=actor):
        account(one)


# --- what was done -----------------------------------------------------------------------------------------------


def trail() -> None:
    found = store_access.trail(actor)
    html.section(ui("What was done"))
    html.paragraph(ui("The last lines of the audit trail, the newest first. It holds no answer and no family's name."))
    if st.button(ui("Check the whole trail"), key="check_trail"):
        fault = found.first_fault()
        if fault is None:
            html.show(f'<p role="status">{safe(ui("Every line is there and as it was written."))}</p>')
        else:
            html.alert(ui("Line {number} is missing or was changed.", number=fault))
        html.paragraph(ui("Its end now. Write it down somewhere else: with it, a cut-off end is found."))
        st.code(found.anchor(), language=None, wrap_lines=True)
    said = audit_labels.words_for(words)
    shown = st.session_state.get(LINES, MAX_LINES)
    lines = found.last(shown + 1)
    html.show(html.table((ui("When"), ui("Who"), ui("What")), (done(one, said) for one in lines[:shown])))
    if len(lines) > shown and st.button(ui("Show earlier lines"), key="earlier_lines"):
        st.session_state[LINES] = shown + MAX_LINES
        st.rerun()


def done(one: AuditEntry, said: Mapping[str, str]) -> tuple[str, str, str]:
    beside = " · ".join((*filter(None, [one.record_id[:6]]), *one.about))
    what = f"{safe(said.get(one.action, one.action))} <small>{safe(beside)}</small>"
    return safe(moment(one.at)), safe(NO_ONES.get(one.actor, one.actor)), what


if not actor.may(Permission.MANAGE_STAFF) and not actor.may(Permission.READ_AUDIT):
    navigation.go("today")
if actor.may(Permission.MANAGE_STAFF):
    html.heading(ui("Accounts of staff"))
    left, right = st.columns([6, 5], gap="large")
    with left:
        accounts()
    with right:
        invite()
else:
    html.heading(ui("What was done here"))
if actor.may(Permission.READ_AUDIT):
    trail()
