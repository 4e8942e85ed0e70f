"""What every screen of the call desk has: who is signed in, the way out, the lock, and the saving at the end."""

from __future__ import annotations

import streamlit as st
from sqlalchemy.exc import SQLAlchemyError
from streamlit.navigation.page import StreamlitPage

from intake.access import Action
from intake.config import site
from intake.store.accounts import SignedIn, SignInFault
from intake.ui import drawing, navigation, session
from intake.ui.browser import browser
from intake.ui.desk import call, office, reopening
from intake.ui.desk.addresses import COOKIE, SIGN_IN

LOOK_EVERY = 20  # seconds between two looks at whether the screen has to be locked


def frame(page: StreamlitPage, name: str) -> None:
    """One run of a screen of the call desk."""
    st.set_page_config(page_title=navigation.page(name).title, layout="wide")
    browser(session.words(), page_id=name, quick_exit_url=str(site().quick_exit_url), keeper=reopening, leaves=False)
    who = _who()
    if who is None:
        _signed_out()
        return
    call.sign_in_as(who)
    if who.locked:
        _locked(who)
        return
    _head(who)
    page.run()
    call.autosave()
    _watch()


def _who() -> SignedIn | None:
    """Who is signed in. While the database cannot be reached, whoever was: what they typed must stay on the screen."""
    try:
        return office.accounts().look_up(_token()) if _token() else None
    except SQLAlchemyError:
        return call.signed_in()


def _token() -> str:
    return str(st.context.cookies.get(COOKIE, ""))


def _signed_out() -> None:
    ui = session.words().ui
    call.forget()
    drawing.heading(ui("You are signed out"))
    drawing.show(f'<p><a href="{SIGN_IN}" target="_self">{drawing.safe(ui("Sign in"))}</a></p>')


def _locked(who: SignedIn) -> None:
    """The screen shows nothing; what was given is saved, and stays in this session."""
    ui = session.words().ui
    drawing.heading(ui("The screen is locked"))
    drawing.paragraph(ui("Nothing is lost. Type your password to go on, {name}.", name=who.shown_as))
    with st.form("unlock", border=False):
        password = st.text_input(ui("Password"), type="password", autocomplete="current-password")
        if st.form_submit_button(ui("Go on"), type="primary"):
            try:
                office.accounts().unlock(_token(), password)
            except SignInFault as fault:
                drawing.alert(ui(str(fault)))
            else:
                st.rerun()


def _head(who: SignedIn) -> None:
    ui = session.words().ui
    with st.container(horizontal=True, key="desk_head"):
        if st.button(ui("Today"), key="desk_today", type="tertiary"):
            navigation.go("today")
        if who.actor.may(Action.MANAGE_STAFF) and st.button(ui("Accounts of staff"), key="desk_staff", type="tertiary"):
            navigation.go("administration")
        if st.button(ui("Sign out: {name}", name=who.shown_as), key="desk_out", type="tertiary"):
            office.accounts().sign_out(_token())
            st.rerun()


@st.fragment(run_every=LOOK_EVERY)
def _watch() -> None:
    """Locks the screen without a press; looking at the clock is not doing something."""
    try:
        who = office.accounts().look_up(_token(), active=False)
    except SQLAlchemyError:
        return
    if who is None or who.locked:
        st.rerun()
