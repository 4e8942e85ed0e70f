"""Staff accounts for administrators: invite, change the role, close, reopen, reset. Also the audit trail."""

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
    Role.INTAKE: ui("Intake: takes calls, sees own and unassigned records"),
    Role.SUPERVISOR: ui("Supervisor: sees all records"),
    Role.ADMINISTRATOR: ui("Administrator: manages accounts and retention, sees no records"),
}
SHORT_ROLES = {Role.INTAKE: ui("Intake"), Role.SUPERVISOR: ui("Supervisor"), Role.ADMINISTRATOR: ui("Administrator")}
SIGN_IN_METHODS = {"provider": ui("With their work account"), "password": ui("With a password for this app")}
# Actors in the audit trail who are not members of staff.
OTHER_ACTORS = {"": ui("Unknown"), "console": ui("Server console"), "settings": ui("Server settings")}
EDITING = "administration_open"
LINK = "administration_link"
CONFIRMING = "administration_sure"  # the account with open records that the next click closes
LINES = "administration_lines"  # how many lines of the audit trail are shown
CREATED = "administration_made"  # names of accounts created here; their number is part of the keys, to empty the fields


def moment(at: dt.datetime) -> str:
    return record_rows.moment(at, words, session.now().tzinfo)


def invitation_link(token: str) -> None:
    """The link with this invitation token; nothing for ""."""
    if token:
        minutes = int(INVITATION_LIFETIME.total_seconds() // 60)
        html.paragraph(
            ui(
                "This link works once and expires in {minutes} minutes. Share it only with that person.",
                minutes=minutes,
            )
        )
        base = str(st.context.url or "").partition("/administration")[0]
        st.code(f"{base}{BEGIN}/{token}", language=None, wrap_lines=True)


# --- new accounts ------------------------------------------------------------------------------------------------


def sign_in_methods() -> list[str]:
    return [*(["provider"] if oidc.names() else []), *(["password"] if site().local_accounts else [])]


def invite() -> None:
    html.section(ui("Invite someone"))
    role = st.radio(ui("Role"), list(ROLES), format_func=ROLES.__getitem__, index=None, key="invite_role")
    methods = sign_in_methods()
    method = methods[0]
    if len(methods) > 1:
        label = ui("How they sign in")
        method = st.radio(label, methods, format_func=SIGN_IN_METHODS.__getitem__, key="invite_way") or method
    if method == "provider":
        admit(role)
    elif st.button(ui("Create link"), type="primary", key="invite"):
        if role is None:
            html.alert(ui("Choose a role first."))
        else:
            invitation_link(store_access.accounts().invite(role, by=actor))


def admit(role: Role | None) -> None:
    """Create an account for a person who signs in at the agency's provider."""
    created = st.session_state.setdefault(CREATED, [])
    known_as, shown_as, name = (
        st.text_input(label, key=f"admit_{field}_{len(created)}", max_chars=max_chars)
        for field, label, max_chars in (
            ("known_as", ui("Email address, or the code shown to them at sign-in"), 254),
            ("shown_as", ui("Display name"), 80),
            ("name", ui("Username (lowercase letters, numbers, dots, and dashes)"), 60),
        )
    )
    if created:
        message = ui("Account created. {name} can sign in now.", name=created[-1])
        html.show(f'<p role="status">{safe(message)}</p>')
    if not st.button(ui("Create account"), type="primary", key="admit"):
        return
    if role is None:
        html.alert(ui("Choose a role first."))
        return
    display_name = shown_as.strip() or name.strip()
    try:
        store_access.accounts().add_for_provider(known_as, name.strip(), display_name, role, by=actor)
    except SignInError as error:
        html.alert(error_messages.message(error, words))
    else:
        st.session_state[CREATED] = [*created, display_name]
        st.rerun()


# --- accounts ----------------------------------------------------------------------------------------------------


def status(account: Account) -> str:
    if account.disabled:
        return ui("Closed")
    if account.pending:
        return ui("Waiting for first sign-in") if account.by_provider else ui("Waiting: link not used yet")
    if account.signed_in_at is None:
        return ui("Never signed in")
    return ui("Last signed in {when}", when=moment(account.signed_in_at))


def open_records(account: Account) -> str:
    """The number of open records as HTML; if the account is closed, that they must be reassigned."""
    if not account.open_records:
        return ""
    text = words.count("{number} open record.", "{number} open records.", account.open_records)
    if account.disabled:
        text += " " + ui("A supervisor must reassign them.")
    return f"<p>{safe(text)}</p>"


def show_account(account: Account) -> None:
    with st.container(border=True, key=f"account_{account.name}"):
        email = f" · {safe(account.email)}" if account.email else ""
        html.show(
            f"<p><strong>{safe(account.shown_as)}</strong> · {safe(account.name)}{email}<br>"
            f"{safe(SHORT_ROLES[account.role])} · {safe(status(account))}</p>"
            f"{open_records(account)}"
        )
        if account.name == actor.name:
            html.paragraph(ui("This is you. Another administrator can change your account."))
        elif st.session_state.get(EDITING) == account.name:
            edit(account)
        elif st.button(ui("Edit {name}", name=account.shown_as), key=f"change_{account.name}"):
            st.session_state[EDITING] = account.name
            st.rerun()


def edit(account: Account) -> None:
    """The form to change the role of an account, close or reopen it, or reset it."""
    role = st.radio(
        ui("Role"),
        list(ROLES),
        format_func=ROLES.__getitem__,
        index=list(ROLES).index(account.role),
        key=f"role_{account.name}",
    )
    with st.container(horizontal=True):
        save = st.button(ui("Save role"), type="primary", key=f"save_{account.name}")
        label = ui("Reopen the account") if account.disabled else ui("Close the account")
        toggle = st.button(label, key=f"shut_{account.name}")
        if (
            toggle
            and not account.disabled
            and account.open_records
            and st.session_state.get(CONFIRMING) != account.name
        ):
            st.session_state[CONFIRMING] = account.name
            toggle = False
        reset = st.button(ui("Reset the account"), key=f"anew_{account.name}")
        cancel = st.button(ui("Cancel"), type="tertiary", key=f"leave_{account.name}")
    if st.session_state.get(CONFIRMING) == account.name and not account.disabled:
        html.alert(ui("They have open records. Select “Close the account” again to close it anyway."))
    if account.by_provider:
        html.paragraph(
            ui("A reset signs them out. The next person to sign in with this address gets the account.")
            if account.email
            else ui("A reset signs them out.")
        )
    else:
        html.paragraph(
            ui("A reset creates a link to set up the account again. The old password and codes stop working.")
        )
    try:
        if save and role is not None:
            store_access.accounts().change(account.name, by=actor, role=role)
        if toggle:
            store_access.accounts().change(account.name, by=actor, disabled=not account.disabled)
        if reset:
            st.session_state[LINK] = store_access.accounts().reset(account.name, by=actor)
    except SignInError as error:
        html.alert(error_messages.message(error, words))
    else:
        if save or toggle or reset or cancel:
            del st.session_state[EDITING]
            st.session_state.pop(CONFIRMING, None)
            st.rerun()


def accounts() -> None:
    html.section(ui("Accounts"))
    invitation_link(st.session_state.pop(LINK, ""))
    for account in store_access.accounts().list_all(by=actor):
        show_account(account)


# --- audit trail -------------------------------------------------------------------------------------------------


def audit_trail() -> None:
    trail = store_access.audit_trail(actor)
    if actor.may(Permission.MANAGE_STAFF):
        html.section(ui("Audit trail"))
    html.paragraph(ui("Most recent entries, newest first. The audit trail contains no answers and no family names."))
    if st.button(ui("Check the audit trail"), key="check_trail"):
        number = trail.first_fault()
        if number is None:
            html.show(f'<p role="status">{safe(ui("No entries are missing or changed."))}</p>')
        else:
            html.alert(ui("Entry {number} is missing or was changed.", number=number))
        html.paragraph(
            ui("Anchor: a fingerprint of the last entry. Save it elsewhere, to detect entries removed from the end.")
        )
        st.code(trail.anchor(), language=None, wrap_lines=True)
    labels = audit_labels.action_labels(words)
    number_shown = st.session_state.get(LINES, MAX_LINES)
    entries = trail.last(number_shown + 1)
    rows = (table_row(entry, labels) for entry in entries[:number_shown])
    html.show(html.table((ui("When"), ui("Who"), ui("Action")), rows))
    if len(entries) > number_shown and st.button(ui("Show earlier entries"), key="earlier_lines"):
        st.session_state[LINES] = number_shown + MAX_LINES
        st.rerun()


def table_row(entry: AuditEntry, labels: Mapping[str, str]) -> tuple[str, str, str]:
    """Time, actor and action of an entry, as HTML. `labels`: action to label."""
    details = " · ".join((*filter(None, [entry.record_id[:6]]), *entry.about))
    action = f"{safe(labels.get(entry.action, entry.action))} <small>{safe(details)}</small>"
    return safe(moment(entry.at)), safe(OTHER_ACTORS.get(entry.actor, entry.actor)), action


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
    audit_trail()
