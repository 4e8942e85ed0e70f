"""What every screen of the call desk has: sign-in check, navigation, sign-out, screen lock and autosave."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

import streamlit as st
from sqlalchemy.exc import SQLAlchemyError

from intake.config import site
from intake.store.accounts import IdToken
from intake.store.permissions import NotPermittedError, Permission
from intake.store.records import RecordGoneError
from intake.store.sessions import SignedIn
from intake.store.sign_in_errors import SignInError, SignInProblem
from intake.ui.common import html, navigation, session
from intake.ui.common.browser import PageKind, browser
from intake.ui.common.literal import literal
from intake.ui.common.streamlit_internals import StreamlitPage
from intake.ui.staff import alert_banner, looking, store_access, unavailable
from intake.ui.staff.call import open_record, resume
from intake.ui.staff.routes import COOKIE, SIGN_IN
from intake.ui.staff.sign_in import error_messages, oidc
from intake.ui.staff.sign_in.lock_warning import lock_warning

LOCK_CHECK_INTERVAL = 10  # seconds
_REFUSED = "desk_refused"
_NOT_ALLOWED = "desk_not_allowed"
# Permissions that open a screen; any one is enough. Everyone else is sent to Today.
_PERMISSIONS: dict[str, tuple[Permission, ...]] = {
    "way_in": (),
    "today": (),
    "call": (Permission.TAKE_CALL,),
    "wrap_up": (Permission.TAKE_CALL,),
    "record": (Permission.READ_RECORD,),
    "board": (Permission.SUPERVISE_CALLS,),
    "overview": (Permission.OVERVIEW,),
    "outcomes": (Permission.OVERVIEW,),
    "export": (Permission.EXPORT_MANY,),
    "retention": (Permission.PURGE,),
    "administration": (Permission.MANAGE_STAFF,),
    "audit_trail": (Permission.READ_AUDIT,),
}
# Fields that are not part of a record: Streamlit would drop their values while the screen is locked.
_UNSAVED_KEY_PREFIXES = (
    *("desk_find", "desk_notes", "hold_", "export_", "reason_", "offer_", "merge_"),
    *("trail_", "invite_", "admit_"),
)


def frame(page: StreamlitPage, name: str) -> None:
    """Run one screen of the call desk, or what replaces it: signed out, locked, or not permitted."""
    st.set_page_config(page_title=navigation.page(name).title, layout="wide")
    browser(
        session.words(),
        page_id=name,
        quick_exit_url=str(site().quick_exit_url),
        keeper=resume,
        kind=PageKind(leaves=False),
    )
    id_token = oidc.id_token()
    try:
        token, signed_in = _current_session(id_token)
    except SQLAlchemyError:
        html.heading(session.words().ui("Call desk"))
        html.alert(unavailable.sentence(session.words()))
        return
    if signed_in is None:
        _signed_out(id_token)
        return
    open_record.set_signed_in(signed_in)
    if signed_in.locked:
        _locked(token, signed_in, name)
        _watch_lock(locked=True)
        return
    if signed_in.place:
        store_access.sessions().clear_place(token)
        _restore_place(signed_in.place)
    if open_record.current() is not None and not signed_in.actor.may(Permission.TAKE_CALL):
        open_record.forget()  # the role changed after the record was opened
    if _navigation(signed_in):
        with suppress(NotPermittedError):
            open_record.autosave()  # the last typed text arrives with this click
        _sign_out(token)
        return
    if _PERMISSIONS[name] and not any(signed_in.actor.may(permission) for permission in _PERMISSIONS[name]):
        navigation.go("today")
    if signed_in.actor.may(Permission.SUPERVISE_CALLS):
        alert_banner.banner()
    if st.session_state.pop(_NOT_ALLOWED, False):
        html.alert(session.words().ui("You do not have permission to do this. Nothing was changed."))
    _run(page)
    _watch_lock(locked=False)


def _run(page: StreamlitPage) -> None:
    try:
        page.run()
        open_record.autosave()
    except SQLAlchemyError:
        html.alert(unavailable.sentence(session.words()))
    except NotPermittedError:
        st.session_state[_NOT_ALLOWED] = True
        open_record.forget()
        navigation.go("today")


def _tokens(id_token: IdToken | None) -> Iterator[str]:
    """The session tokens of this browser: the sign-in form's cookie, then the provider's id token."""
    if cookie := st.context.cookies.get(COOKIE):
        yield str(cookie)
    if id_token is not None:
        yield id_token.token


def _current_session(id_token: IdToken | None) -> tuple[str, SignedIn | None]:
    """The session token and who it belongs to; None if no one is signed in.

    While the database is unreachable, the person from the last run: what they typed must stay on the screen. Raises
    SQLAlchemyError if there was none.
    """
    try:
        token, signed_in = _look_up(id_token)
        if signed_in is None and id_token is not None:
            _start_session(id_token)
            token, signed_in = _look_up(id_token)
    except SQLAlchemyError:
        if open_record.signed_in() is None:
            raise
        return "", open_record.signed_in()
    return token, signed_in


def _look_up(id_token: IdToken | None, *, active: bool = True) -> tuple[str, SignedIn | None]:
    for token in _tokens(id_token):
        if (signed_in := store_access.sessions().look_up(token, active=active)) is not None:
            return token, signed_in
    return "", None


def _start_session(id_token: IdToken) -> None:
    """Start a session for a person who signed in at the provider. Each id token is tried once."""
    if st.session_state.get(_REFUSED, (None, None))[0] == id_token.token:
        return
    try:
        store_access.accounts().sign_in_with_provider(id_token, first_administrator=site().first_administrator)
    except SignInError as error:
        st.session_state[_REFUSED] = (id_token.token, error.problem)


def _signed_out(id_token: IdToken | None) -> None:
    ui = session.words().ui
    open_record.forget()
    why: SignInProblem = st.session_state.get(_REFUSED, (None, SignInProblem.SIGNED_OUT))[1]
    if id_token is not None and why not in (SignInProblem.SIGNED_OUT, SignInProblem.TOO_OLD):
        _refused(id_token, why)
        return
    html.heading(ui("You are signed out"))
    html.show(f'<p><a href="{SIGN_IN}" target="_self">{html.safe(ui("Sign in"))}</a></p>')


def _refused(id_token: IdToken, why: SignInProblem) -> None:
    """The screen of a person who signed in at the provider but has no open account here."""
    words = session.words()
    ui = words.ui
    html.heading(error_messages.message(SignInError(why), words))
    if why is SignInProblem.NO_ACCOUNT:
        html.paragraph(ui("Your sign-in worked, but you need an account here. An administrator can create it."))
        code = "-".join(id_token.identity[start : start + 5] for start in range(0, len(id_token.identity), 5))
        if id_token.email:
            html.paragraph(ui("Ask for an account for this email address:"))
        else:
            html.paragraph(ui("Ask for an account, and give this code:"))
        st.code(id_token.email or code, language=None)
        html.paragraph(ui("Then sign in again."))
    if st.button(ui("Go to the sign-in page"), type="primary", key="not_let_in"):
        st.logout()


def _locked(token: str, signed_in: SignedIn, name: str) -> None:
    """The lock screen. Answers are saved already; other fields keep their values in this session."""
    ui = session.words().ui
    for key, value in st.session_state.to_dict().items():
        # The values of buttons are bools, and Streamlit does not allow setting them.
        if str(key).startswith(_UNSAVED_KEY_PREFIXES) and not isinstance(value, bool):
            st.session_state[key] = value
    html.heading(ui("The screen is locked"))
    if signed_in.provider:
        html.paragraph(ui("{name} is signed in. Nothing is lost. Sign in again to continue.", name=signed_in.shown_as))
        if st.button(ui("Sign in again"), type="primary", key="unlock_there"):
            record = open_record.current()
            store_access.sessions().save_place(token, f"{name} {record.head.id if record else ''}")
            st.login(None if signed_in.provider == oidc.UNNAMED else signed_in.provider)
    else:
        _unlock_form(token, signed_in)
    if st.button(ui("Sign out"), type="tertiary", key="locked_out"):
        _sign_out(token)


def _unlock_form(token: str, signed_in: SignedIn) -> None:
    words = session.words()
    ui = words.ui
    html.paragraph(
        ui("{name} is signed in. Nothing is lost. Enter your password to continue.", name=signed_in.shown_as)
    )
    with st.form("unlock", border=False):
        password = st.text_input(ui("Password"), type="password", autocomplete="current-password")
        if st.form_submit_button(ui("Continue"), type="primary"):
            try:
                store_access.accounts().unlock(token, password)
            except SignInError as error:
                html.alert(error_messages.message(error, words))
            else:
                st.rerun()


def _restore_place(place: str) -> None:
    """Reopen the screen, and the record if there was one, from before the person had to sign in again."""
    name, _, record_id = place.partition(" ")
    if record_id:
        try:
            open_record.resume(record_id)
        except (RecordGoneError, NotPermittedError):
            return
    if name in navigation.DESK:
        navigation.go(name)


def _navigation(signed_in: SignedIn) -> bool:
    """Show the navigation row. True if "Sign out" was clicked."""
    ui, may = session.words().ui, signed_in.actor.may
    with st.container(horizontal=True, key="desk_head"):
        if st.button(ui("Today"), key="desk_today", type="tertiary"):
            navigation.go("today")
        if may(Permission.SUPERVISE_CALLS) and st.button(ui("Live board"), key="desk_board", type="tertiary"):
            looking.stop()
            navigation.go("board")
        if may(Permission.OVERVIEW) and st.button(ui("Overview"), key="desk_overview", type="tertiary"):
            navigation.go("overview")
        if may(Permission.OVERVIEW) and st.button(ui("Outcomes"), key="desk_outcomes", type="tertiary"):
            navigation.go("outcomes")
        if may(Permission.EXPORT_MANY) and st.button(ui("Export"), key="desk_export", type="tertiary"):
            navigation.go("export")
        if may(Permission.PURGE) and st.button(ui("Record retention"), key="desk_keeping", type="tertiary"):
            navigation.go("retention")
        if may(Permission.MANAGE_STAFF) and st.button(ui("Staff accounts"), key="desk_staff", type="tertiary"):
            navigation.go("administration")
        if may(Permission.READ_AUDIT) and st.button(ui("Audit trail"), key="desk_trail", type="tertiary"):
            navigation.go("audit_trail")
        return st.button(ui("Sign out: {name}", name=literal(signed_in.shown_as)), key="desk_out", type="tertiary")


def _sign_out(token: str) -> None:
    """End the session on the server and clear the browser's cookies, which leads to the sign-in page."""
    open_record.forget()
    store_access.sessions().sign_out(token)
    st.logout()


@st.fragment(run_every=LOCK_CHECK_INTERVAL)
def _watch_lock(*, locked: bool) -> None:
    """Lock the screen without user input, or open it after another tab was unlocked. Does not count as activity."""
    try:
        _, signed_in = _look_up(oidc.id_token(), active=False)
    except SQLAlchemyError:
        return
    if signed_in is None or signed_in.locked is not locked:
        st.rerun()
    if not locked:
        lock_warning(session.words(), signed_in.locks_at - store_access.now(), stay=_record_activity)


def _record_activity() -> None:
    """Keep the session from locking: the person did something."""
    _look_up(oidc.id_token())
