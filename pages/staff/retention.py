"""Record retention: the periods and who set them, the records past them, and their destruction with a certificate."""

import streamlit as st

from intake.outputs import formats
from intake.store.records import RecordHead
from intake.store.retention import PurgeCertificate
from intake.store.retention_periods import MAX_DAYS, Period
from intake.store.schema import RecordStatus
from intake.ui.common import html, session
from intake.ui.common.download_button import download_button
from intake.ui.staff import period_labels, record_rows, store_access
from intake.ui.staff.call import open_record

words = session.words()
ui = words.ui
CERTIFICATE, CONFIRMING = "retention_certificate", "retention_sure"
EDITING, ADDED = "retention_editing", "retention_added"
MAX_LISTED = 30
retention = store_access.retention(open_record.actor())
STATUSES = period_labels.statuses(words)
STATUS_OF_ONE = {
    RecordStatus.CALLING: ui("Call in progress"),
    RecordStatus.FOLLOW_UP: ui("Waiting for follow-up"),
    RecordStatus.CLOSED: ui("Closed"),
}


def periods() -> None:
    """The retention periods in force, with who set them, and the fields to change them."""
    html.section(ui("Retention periods"))
    html.paragraph(
        ui(
            "Days count from when a record was closed or, if it is still open, last changed. "
            "Nothing is destroyed until an administrator destroys it."
        )
    )
    if retention.periods.fixed:
        html.paragraph(ui("A server setting fixes these periods. They cannot be changed here."))
    for period in retention.periods.all():
        with st.container(border=True, key=f"period_{period.key.replace(' ', '_')}"):
            show_period(period)
    if not retention.periods.fixed:
        add_state()


def show_period(period: Period) -> None:
    """One period and who set it; the form to change it after a click."""
    name = period_labels.label(period.key, words, session.content())
    length = period_labels.length(period.days, words)
    editing, safe = st.session_state.get(EDITING) == period.key, html.safe
    with st.container(horizontal=True, vertical_alignment="center"):
        html.show(f"<p><strong>{safe(name)}</strong>: {safe(length)}<br><small>{safe(origin(period))}</small></p>")
        if not (editing or retention.periods.fixed) and st.button(
            ui("Change: {records}", records=name), key=f"change_{period.key}"
        ):
            st.session_state[EDITING] = period.key
            st.rerun()
    if editing and not retention.periods.fixed:
        edit(period)


def origin(period: Period) -> str:
    """Who set a period and when, and the server's setting if that is another."""
    setting = period_labels.length(period.setting, words) if period.setting is not None else ""
    if period.at is None:
        return ui("Server setting") if setting else ui("Not set")
    when = record_rows.moment(period.at, words, session.now().tzinfo)
    text = ui("Set by {name}, {when}", name=period.by, when=when)
    return f"{text} · " + ui("Server setting: {length}", length=setting) if setting else text


def edit(period: Period) -> None:
    """The form to change a period, to keep the records without a limit, or to return to the server's setting."""
    days = st.number_input(
        ui("Days to keep them"), min_value=1, max_value=MAX_DAYS, value=period.days, step=1, key=f"days_{period.key}"
    )
    with st.container(horizontal=True):
        save = st.button(ui("Save"), type="primary", key=f"save_{period.key}")
        keep = period.days is not None and st.button(ui("Keep without a limit"), key=f"keep_{period.key}")
        has_setting = period.setting is not None or not period.region
        reset = period.at is not None and st.button(
            ui("Use the server setting") if has_setting else ui("Remove"), key=f"reset_{period.key}"
        )
        cancel = st.button(ui("Cancel"), type="tertiary", key=f"leave_{period.key}")
    if save and days is None:
        html.alert(ui("Enter the number of days."))
        return
    if keep or (save and days != period.days):
        retention.periods.set(period.status, period.region, None if keep else days)
    if reset:
        retention.periods.reset(period.status, period.region)
    if save or keep or reset or cancel:
        del st.session_state[EDITING]
        st.rerun()


def add_state() -> None:
    """The form for a state whose law requires another period."""
    states, added = period_labels.regions(session.content()), st.session_state.setdefault(ADDED, 0)
    with (
        st.expander(ui("Add a period for one state or province")),
        st.container(horizontal=True, vertical_alignment="bottom", key="period_add"),
    ):
        status = st.selectbox(
            ui("Records"), list(STATUSES), index=2, format_func=STATUSES.__getitem__, key=f"state_status_{added}"
        )
        region = st.selectbox(
            ui("State or province"),
            sorted(states, key=states.__getitem__),
            index=None,
            format_func=states.__getitem__,
            placeholder=ui("Choose one"),
            key=f"state_region_{added}",
        )
        days = st.number_input(
            ui("Days"), min_value=1, max_value=MAX_DAYS, value=None, step=1, key=f"state_days_{added}"
        )
        if st.button(ui("Add"), type="primary", key="state_add"):
            if region is None or days is None:
                html.alert(ui("Choose a state or province and enter the days."))
            else:
                retention.periods.set(status, region, days)
                st.session_state[ADDED] = added + 1
                st.rerun()


def past_retention() -> None:
    """The records past their retention period, with the button to destroy them, which asks for confirmation."""
    records = retention.expired()
    html.section(ui("Past their retention period ({number})", number=len(records)))
    if not records:
        html.paragraph(ui("No records are past their retention period."))
        return
    number = sum(not record.head.held for record in records)
    if number and st.button(
        words.count("Destroy {number} record", "Destroy {number} records", number), key="retention_go"
    ):
        st.session_state[CONFIRMING] = True
    if st.session_state.get(CONFIRMING):
        html.alert(ui("A destroyed record can be restored only from a backup."))
        with st.container(horizontal=True):
            destroy = st.button(ui("Destroy now"), type="primary", key="retention_sure_go")
            keep = st.button(ui("Cancel"), key="retention_keep")
        if destroy or keep:
            st.session_state.pop(CONFIRMING)
            if destroy:
                st.session_state[CERTIFICATE] = retention.purge()
            st.rerun()
    html.show(html.bullets(_line(record.head) for record in records[:MAX_LISTED]))
    if len(records) > MAX_LISTED:
        html.paragraph(ui("and {number} more", number=len(records) - MAX_LISTED))


def _line(head: RecordHead) -> str:
    since = record_rows.moment(head.closed_at or head.changed_at, words, session.now().tzinfo)
    parts = [record_rows.number(head), STATUS_OF_ONE[head.status], ui("Since {date}", date=since)]
    return " · ".join([*parts, ui("On hold: will not be destroyed")] if head.held else parts)


def proof(certificate: PurgeCertificate) -> None:
    """What was destroyed, with a certificate to download."""
    number = len(certificate.destroyed)
    html.paragraph(words.count("{number} record was destroyed.", "{number} records were destroyed.", number))
    html.hint(ui("Earlier backups still contain what was destroyed here until those backups are destroyed too."))
    download_button(
        formats.PROOF,
        lambda: formats.PROOF.make(certificate.as_json()),
        made_on=certificate.at,
        key="retention_proof",
    )


with st.container(key="desk_many"):
    html.heading(ui("Record retention"))
    if CERTIFICATE in st.session_state:
        proof(st.session_state[CERTIFICATE])
    periods()
    past_retention()
