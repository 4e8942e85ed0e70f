"""Accounts of staff: invite, change the role, shut and open."""

import streamlit as st

from intake.access import Action, Role
from intake.store.accounts import INVITED_FOR
from intake.ui import drawing, navigation, session
from intake.ui.desk import call, office
from intake.ui.desk.addresses import BEGIN

ui = session.words().ui
actor = call.actor()
ROLES = {
    Role.INTAKE: ui("Intake: takes calls, sees own records"),
    Role.SUPERVISOR: ui("Supervisor: sees all records"),
    Role.ADMINISTRATOR: ui("Administrator: accounts and settings, no records"),
}
if not actor.may(Action.MANAGE_STAFF):
    navigation.go("today")


def invite() -> None:
    drawing.section(ui("Invite someone"))
    role = st.radio(ui("Role"), list(ROLES), format_func=ROLES.__getitem__, index=None, key="invite_role")
    if st.button(ui("Make a link"), type="primary", key="invite") and role:
        token = office.accounts().invite(role, by=actor)
        minutes = int(INVITED_FOR.total_seconds() // 60)
        drawing.paragraph(
            ui("This link works once, for {minutes} minutes. Give it to that person alone.", minutes=minutes)
        )
        here = str(st.context.url or "").partition("/administration")[0]
        st.code(f"{here}{BEGIN}/{token}", language=None, wrap_lines=True)


def accounts() -> None:
    drawing.section(ui("Accounts"))
    for one in office.accounts().everyone(by=actor):
        with st.container(horizontal=True, key=f"account_{one.name}"):
            state = ui("shut") if one.disabled else ROLES[one.role].partition(":")[0]
            drawing.show(
                f"<p><strong>{drawing.safe(one.shown_as)}</strong> {drawing.safe(one.name)} · {drawing.safe(state)}</p>"
            )
            if one.name == actor.name:
                continue
            label = ui("Open: {what}", what=one.name) if one.disabled else ui("Shut: {what}", what=one.name)
            if st.button(label, key=f"shut_{one.name}", type="tertiary"):
                office.accounts().change(one.name, by=actor, disabled=not one.disabled)
                st.rerun()


drawing.heading(ui("Accounts of staff"))
invite()
accounts()
