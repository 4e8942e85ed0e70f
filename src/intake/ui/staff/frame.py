"""What every screen of the call desk has: who is signed in, the way out, the lock, and the saving at the end."""

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
from intake.ui.common.browser import browser
from intake.ui.common.streamlit_internals import StreamlitPage
from intake.ui.staff import store_access
from intake.ui.staff.call import open_record, resume
from intake.ui.staff.routes import COOKIE, SIGN_IN
from intake.ui.staff.sign_in import error_messages, oidc
from intake.ui.staff.sign_in.lock_warning import lock_warning

LOOK_EVERY = 10  # seconds between two looks at whether the screen has to be locked
_REFUSED = "desk_refused"
_NOT_ALLOWED = "desk_not_allowed"
# What a screen is for: who may do none of it is led to Today, which says what their role does.
_IS_FOR: dict[str, tuple[Permission, ...]] = {
    "way_in": (),
    "today": (),
    "call": (Permission.TAKE_CALL,),
    "wrap_up": (Permission.TAKE_CALL,),
    "record": (Permission.READ_RECORD,),
    "overview": (Permission.OVERVIEW,),
    "export": (Permission.EXPORT_MANY,),
    "retention": (Permission.PURGE,),
    "administration": (Permission.MANAGE_STAFF, Permission.READ_AUDIT),
}
# What is typed or picked here is part of no record yet; Streamlit would drop it while the screen is locked.
_NOT_RECORDED = ("desk_find", "desk_notes", "hold_", "export_")  # the beginnings of keys


def frame(page: StreamlitPage, name: str) -> None:
    """One run of a screen of the call desk."""
    st.set_page_config(page_title=navigation.page(name).title, layout="wide")
    browser(session.words(), page_id=name, quick_exit_url=str(site().quick_exit_url), keeper=resume, leaves=False)
    shown = oidc.proof()
    token, who = _who(shown)
    if who is None:
        _signed_out(shown)
        return
    open_record.sign_in_as(who)
    if who.locked:
        _locked(token, who, name)
        _watch(locked=True)
        return
    if who.place:
        store_access.sessions().clear_place(token)
        _go_back_to(who.place)
    if open_record.current() is not None and not who.actor.may(Permission.TAKE_CALL):
        open_record.forget()  # the role was another when it was opened
    if _head(who):
        with suppress(NotPermittedError):
            open_record.autosave()  # what was typed last came with this press
        _sign_out(token)
        return
    if _IS_FOR[name] and not any(who.actor.may(action) for action in _IS_FOR[name]):
        navigation.go("today")
    if st.session_state.pop(_NOT_ALLOWED, False):
        html.alert(session.words().ui("You may not do this, or not any more. Nothing was changed."))
    try:
        page.run()
        open_record.autosave()
    except NotPermittedError:
        st.session_state[_NOT_ALLOWED] = True
        open_record.forget()
        navigation.go("today")
    _watch(locked=False)


def _tokens(shown: IdToken | None) -> Iterator[str]:
    """What this browser holds: the cookie of the form, what the provider said."""
    if cookie := st.context.cookies.get(COOKIE):
        yield str(cookie)
    if shown is not None:
        yield shown.token


def _who(shown: IdToken | None) -> tuple[str, SignedIn | None]:
    """Who is there. While the database cannot be reached, whoever was: what they typed must stay on the screen."""
    try:
        token, who = _signed_in(shown)
        if who is None and shown is not None:
            _arrive(shown)
            token, who = _signed_in(shown)
    except SQLAlchemyError:
        return "", open_record.signed_in()
    return token, who


def _signed_in(shown: IdToken | None, *, active: bool = True) -> tuple[str, SignedIn | None]:
    for token in _tokens(shown):
        if (who := store_access.sessions().look_up(token, active=active)) is not None:
            return token, who
    return "", None


def _arrive(shown: IdToken) -> None:
    """Begins the session of somebody who comes from their provider; asked once for each time they come."""
    if st.session_state.get(_REFUSED, (None, None))[0] == shown.token:
        return
    try:
        store_access.accounts().sign_in_with_provider(shown, first_administrator=site().first_administrator)
    except SignInError as fault:
        st.session_state[_REFUSED] = (shown.token, fault.problem)


def _signed_out(shown: IdToken | None) -> None:
    ui = session.words().ui
    open_record.forget()
    why: SignInProblem = st.session_state.get(_REFUSED, (None, SignInProblem.SIGNED_OUT))[1]
    if shown is not None and why not in (SignInProblem.SIGNED_OUT, SignInProblem.TOO_OLD):
        _not_let_in(shown, why)
        return
    html.heading(ui("You are signed out"))
    html.show(f'<p><a href="{SIGN_IN}" target="_self">{html.safe(ui("Sign in"))}</a></p>')


def _not_let_in(shown: IdToken, why: SignInProblem) -> None:
    """The provider knows them; here nobody does, or not any more."""
    words = session.words()
    ui = words.ui
    html.heading(error_messages.said(SignInError(why), words))
    if why is SignInProblem.NO_ACCOUNT:
        html.paragraph(
            ui("You have signed in, and nothing is wrong with that. An account is made by an administrator.")
        )
        code = "-".join(shown.identity[start : start + 5] for start in range(0, len(shown.identity), 5))
        if shown.email:
            html.paragraph(ui("Ask for one for this address:"))
        else:
            html.paragraph(ui("Ask for one, and say or copy this code:"))
        st.code(shown.email or code, language=None)
        html.paragraph(ui("Then sign in again."))
    if st.button(ui("Go to the sign-in page"), type="primary", key="not_let_in"):
        st.logout()


def _locked(token: str, who: SignedIn, name: str) -> None:
    """The screen shows nothing; what was given is saved, and stays in this session."""
    ui = session.words().ui
    for key, value in st.session_state.to_dict().items():
        # A press of a button is a bool and cannot be set.
        if str(key).startswith(_NOT_RECORDED) and not isinstance(value, bool):
            st.session_state[key] = value
    html.heading(ui("The screen is locked"))
    if who.provider:
        html.paragraph(ui("{name} is signed in. Nothing is lost: sign in again to go on.", name=who.shown_as))
        if st.button(ui("Sign in again"), type="primary", key="unlock_there"):
            open_call = open_record.current()
            store_access.sessions().save_place(token, f"{name} {open_call.head.id if open_call else ''}")
            st.login(None if who.provider == oidc.UNNAMED else who.provider)
    else:
        _unlock(token, who)
    if st.button(ui("Sign out"), type="tertiary", key="locked_out"):
        _sign_out(token)


def _unlock(token: str, who: SignedIn) -> None:
    words = session.words()
    ui = words.ui
    html.paragraph(ui("{name} is signed in. Nothing is lost: type your password to go on.", name=who.shown_as))
    with st.form("unlock", border=False):
        password = st.text_input(ui("Password"), type="password", autocomplete="current-password")
        if st.form_submit_button(ui("Go on"), type="primary"):
            try:
                store_access.accounts().unlock(token, password)
            except SignInError as fault:
                html.alert(error_messages.said(fault, words))
            else:
                st.rerun()


def _go_back_to(place: str) -> None:
    """Opens what was open before somebody had to sign in again."""
    name, _, record_id = place.partition(" ")
    if record_id:
        try:
            open_record.resume(record_id)
        except (RecordGoneError, NotPermittedError):
            return
    if name in navigation.DESK:
        navigation.go(name)


def _head(who: SignedIn) -> bool:
    """The row on top; whether they want to sign out."""
    ui = session.words().ui
    with st.container(horizontal=True, key="desk_head"):
        if st.button(ui("Today"), key="desk_today", type="tertiary"):
            navigation.go("today")
        if who.actor.may(Permission.OVERVIEW) and st.button(ui("Overview"), key="desk_overview", type="tertiary"):
            navigation.go("overview")
        if who.actor.may(Permission.EXPORT_MANY) and st.button(ui("Tables"), key="desk_export", type="tertiary"):
            navigation.go("export")
        if who.actor.may(Permission.PURGE) and st.button(ui("Keeping records"), key="desk_keeping", type="tertiary"):
            navigation.go("retention")
        if who.actor.may(Permission.MANAGE_STAFF):
            label = ui("Accounts of staff")
        else:
            label = ui("What was done") if who.actor.may(Permission.READ_AUDIT) else ""
        if label and st.button(label, key="desk_staff", type="tertiary"):
            navigation.go("administration")
        return st.button(ui("Sign out: {name}", name=who.shown_as), key="desk_out", type="tertiary")


def _sign_out(token: str) -> None:
    """Ends the session on the server, then has the browser forget what it held; that leads to the sign-in page."""
    open_record.forget()
    store_access.sessions().sign_out(token)
    st.logout()


@st.fragment(run_every=LOOK_EVERY)
def _watch(*, locked: bool) -> None:
    """Locks the screen without a press, opens it when another tab has; to look at the clock is not to do something."""
    try:
        _, who = _signed_in(oidc.proof(), active=False)
    except SQLAlchemyError:
        return
    if who is None or who.locked is not locked:
        st.rerun()
    if not locked:
        lock_warning(session.words(), who.locks_at - store_access.now(), stay=_stay)


def _stay() -> None:
    """Somebody is there."""
    _signed_in(oidc.proof())
