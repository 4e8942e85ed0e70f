"""Staff accounts for administrators: invite, change the role, close, reopen, reset; and the pending invitations."""

import datetime as dt

import streamlit as st

from intake.config import site
from intake.store.accounts import Account
from intake.store.invitations import INVITATION_LIFETIME, MAX_FOR_WHOM, PendingInvitation, invitation_id
from intake.store.permissions import Role
from intake.store.sign_in_errors import SignInError
from intake.ui.common import html, session, text_fields
from intake.ui.common.literal import literal
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
    Role.SUPERVISOR: ui("Supervisor: sees all records and the audit trail"),
    Role.ADMINISTRATOR: ui("Administrator: manages accounts and retention, sees the audit trail but no records"),
}
SHORT_ROLES = audit_labels.role_names(words)
SIGN_IN_METHODS = {"provider": ui("With their work account"), "password": ui("With a password for this app")}
EDITING = "administration_open"
LINK = "administration_link"  # the place and the token of a link that was just made, shown there once
NEW, AGAIN = "*new", "*again"  # below the form; with the pending invitation. Else the account that was reset
CONFIRMING = "administration_sure"  # the account with open records that the next click closes
CREATED = "administration_made"  # names of accounts created here; their number is part of the keys, to empty the fields
INVITED = "administration_invited"  # how many links were created here, for the same reason


def moment(at: dt.datetime) -> str:
    return record_rows.moment(at, words, session.now().tzinfo)


def made_link(place: str) -> str:
    """The token of the link just made at this place; "" for none."""
    at, token = st.session_state.get(LINK, (None, ""))
    if at == place:
        del st.session_state[LINK]
    return token if at == place else ""


def invitation_link(token: str) -> None:
    """The link with this invitation token, which is never shown again; nothing for ""."""
    if not token:
        return
    minutes = int(INVITATION_LIFETIME.total_seconds() // 60)
    html.paragraph(
        ui(
            "Copy this link now and give it only to that person. It works once, for {minutes} minutes.",
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
        return
    number = st.session_state.setdefault(INVITED, 0)
    for_whom = text_fields.line(
        ui("Who it is for (only administrators see this)"),
        key=f"invite_for_{number}",
        longest=MAX_FOR_WHOM,
    )
    if st.button(ui("Create link"), type="primary", key="invite"):
        if role is None:
            html.alert(ui("Choose a role first."))
        else:
            token = store_access.accounts().invite(role, by=actor, for_whom=for_whom.strip())
            st.session_state[LINK], st.session_state[INVITED] = (NEW, token), number + 1
            st.rerun()
    invitation_link(made_link(NEW))


def admit(role: Role | None) -> None:
    """Create an account for a person who signs in at the agency's provider."""
    created = st.session_state.setdefault(CREATED, [])
    known_as, shown_as, name = (
        text_fields.line(label, key=f"admit_{field}_{len(created)}", longest=longest)
        for field, label, longest in (
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


# --- pending invitations -----------------------------------------------------------------------------------------


def pending_invitations() -> None:
    """The links that were not used yet, each with the buttons to replace or withdraw it."""
    pending = store_access.accounts().invitations.pending(by=actor)
    token = made_link(AGAIN)
    html.section(ui("Pending invitations ({number})", number=len(pending)))
    if not pending:
        html.paragraph(ui("No links are waiting to be used."))
        return
    html.hint(ui("A new link replaces the old one, which stops working."))
    for invitation in pending:
        with st.container(border=True, key=f"invitation_{invitation.id[:12]}"):
            show_invitation(invitation)
            if token and invitation.id == invitation_id(token):
                invitation_link(token)


def show_invitation(invitation: PendingInvitation) -> None:
    role = SHORT_ROLES[invitation.role]
    who = invitation.for_whom or role
    if invitation.name:
        title = ui("Reset of {name} ({username})", name=who, username=invitation.name)
    else:
        title = invitation.for_whom or ui("New account")
    until = moment(invitation.until)
    state = ui("Expired {when}", when=until) if invitation.expired else ui("Works until {when}", when=until)
    html.show(f"<p><strong>{safe(title)}</strong> · {safe(role)}<br>{safe(state)}</p>")
    with st.container(horizontal=True):
        replace = st.button(ui("New link: {name}", name=literal(who)), key=f"again_{invitation.id[:12]}")
        withdraw = st.button(
            ui("Withdraw: {name}", name=literal(who)), type="tertiary", key=f"withdraw_{invitation.id[:12]}"
        )
    try:
        if replace:
            token = store_access.accounts().invitations.send_again(invitation.id, by=actor)
            st.session_state[LINK] = AGAIN, token
        if withdraw:
            store_access.accounts().invitations.withdraw(invitation.id, by=actor)
    except SignInError as error:
        html.alert(error_messages.message(error, words))
    else:
        if replace or withdraw:
            st.rerun()


# --- accounts ----------------------------------------------------------------------------------------------------


def status(account: Account) -> str:
    if account.disabled:
        return ui("Closed")
    if account.pending:
        return ui("Has not signed in yet") if account.by_provider else link_status(account)
    if account.signed_in_at is None:
        return ui("Never signed in")
    return ui("Last signed in {when}", when=moment(account.signed_in_at))


def link_status(account: Account) -> str:
    """What became of the link to set up an account again."""
    if account.link_until is None:
        return ui("Reset, and the link was withdrawn: reset again to make a new one")
    if account.link_until < store_access.now():
        return ui("Reset, but the link expired: see pending invitations")
    return ui("Reset: link not used yet")


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
        editing = st.session_state.get(EDITING) == account.name
        with st.container(horizontal=True, vertical_alignment="center"):
            html.show(
                f"<p><strong>{safe(account.shown_as)}</strong> · {safe(account.name)}{email}<br>"
                f"{safe(SHORT_ROLES[account.role])} · {safe(status(account))}</p>"
                f"{open_records(account)}"
            )
            if account.name != actor.name and not editing:
                label = ui("Edit {name}", name=literal(account.shown_as))
                if st.button(label, key=f"change_{account.name}"):
                    st.session_state[EDITING] = account.name
                    st.rerun()
        if account.name == actor.name:
            html.paragraph(ui("This is you. Another administrator can change your account."))
        elif editing:
            edit(account)
        invitation_link(made_link(account.name))


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
        html.alert(ui("This person has open records. Select “Close the account” again to close it anyway."))
    if account.by_provider:
        html.paragraph(
            ui("Resetting signs this person out. Whoever signs in next with this email address gets the account.")
            if account.email
            else ui("Resetting signs this person out.")
        )
    else:
        html.paragraph(
            ui("Resetting makes a link to set up the account again. The old password and codes stop working at once.")
        )
    try:
        if save and role is not None:
            store_access.accounts().change(account.name, by=actor, role=role)
        if toggle:
            store_access.accounts().change(account.name, by=actor, disabled=not account.disabled)
        if reset:
            st.session_state[LINK] = account.name, store_access.accounts().reset(account.name, by=actor)
    except SignInError as error:
        html.alert(error_messages.message(error, words))
    else:
        if save or toggle or reset or cancel:
            del st.session_state[EDITING]
            st.session_state.pop(CONFIRMING, None)
            st.rerun()


def accounts() -> None:
    html.section(ui("Accounts"))
    for account in store_access.accounts().list_all(by=actor):
        show_account(account)


html.heading(ui("Staff accounts"))
left, right = st.columns([6, 5], gap="large")
with left:
    accounts()
with right:
    invite()
    pending_invitations()
