"""The audit trail: who did what, when, to which record, with filters, page by page; and the check for changes."""

import datetime as dt
import string

import streamlit as st

from intake.store.audit_view import AuditEntry, AuditFilter, AuditPage, AuditPlace
from intake.ui.common import html, session
from intake.ui.staff import audit_labels, record_rows, store_access
from intake.ui.staff.call import open_record

words = session.words()
ui = words.ui
safe = html.safe
PAGES = "audit_pages"  # the filter, and where each page after the first begins
FIELDS = ("trail_who", "trail_what", "trail_record", "trail_from", "trail_through")
trail = store_access.audit_trail(open_record.actor())
OTHER_ACTORS = audit_labels.other_actors(words)
ACTIONS = audit_labels.action_labels(words)


def clear() -> None:
    for key in FIELDS:
        st.session_state[key] = "" if key == "trail_record" else None


def midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), session.now().tzinfo)


def filters() -> AuditFilter | None:
    """The filter fields; None if what was typed cannot be the number of a record."""
    with st.container(horizontal=True, key="desk_filters", vertical_alignment="bottom"):
        who = st.selectbox(
            ui("Who"),
            [*trail.people(), *OTHER_ACTORS],
            index=None,
            format_func=lambda name: OTHER_ACTORS.get(name, name),
            placeholder=ui("Anyone"),
            key="trail_who",
        )
        what = st.selectbox(
            ui("Action"),
            sorted(ACTIONS, key=ACTIONS.__getitem__),
            index=None,
            format_func=ACTIONS.__getitem__,
            placeholder=ui("Any"),
            key="trail_what",
        )
        typed = st.text_input(ui("Record number"), key="trail_record", autocomplete="off")
        first = st.date_input(ui("From"), value=None, key="trail_from", format="MM/DD/YYYY")
        last = st.date_input(ui("Through"), value=None, key="trail_through", format="MM/DD/YYYY")
        st.button(ui("Clear filters"), key="clear_trail", type="tertiary", on_click=clear)
    record = typed.strip().lower()
    if set(record) - set(string.hexdigits):
        html.alert(ui("A record number has only the digits 0 to 9 and the letters a to f."))
        return None
    return AuditFilter(
        actor=who,
        action=what or "",
        record=record,
        at_from=midnight(first) if first else None,
        at_before=midnight(last + dt.timedelta(days=1)) if last else None,
    )


def places_of(chosen: AuditFilter) -> tuple[AuditPlace, ...]:
    """Where the pages up to the present one begin, without the first; none after the filter changed."""
    filtered_by, places = st.session_state.get(PAGES, (chosen, ()))
    return places if filtered_by == chosen else ()


def entries(chosen: AuditFilter) -> None:
    """One page of entries, with the buttons to the others."""
    places = places_of(chosen)
    page = trail.page(chosen, before=places[-1] if places else None)
    if not page.entries:
        html.show(f'<p role="status">{safe(ui("No entries match these filters."))}</p>')
        return
    turn(chosen, places, page)
    heads = (ui("Entry"), ui("When"), ui("Who"), ui("Action"), ui("Record"), ui("Details"))
    with st.container(key="trail_entries"):
        html.show(html.table(heads, map(table_row, page.entries)))


def turn(chosen: AuditFilter, places: tuple[AuditPlace, ...], page: AuditPage) -> None:
    """The buttons to newer and older entries."""
    if not places and page.older is None:
        return
    to: tuple[AuditPlace, ...] | None = None
    with st.container(horizontal=True, key="trail_turn", vertical_alignment="center"):
        if places and st.button(ui("Newest entries"), key="newest"):
            to = ()
        if places and st.button(ui("Newer entries"), key="newer"):
            to = places[:-1]
        if page.older is not None and st.button(ui("Older entries"), key="older"):
            to = (*places, page.older)
        html.paragraph(ui("Page {number}", number=len(places) + 1))
    if to is not None:
        st.session_state[PAGES] = (chosen, to)
        st.rerun()


def table_row(entry: AuditEntry) -> tuple[str, ...]:
    """Number, time, actor, action and details of an entry, as HTML."""
    at = entry.at.astimezone(session.now().tzinfo)
    when = ui("{date}, {time}", date=words.date(at.date()), time=words.time(at, seconds=True))
    who, what = OTHER_ACTORS.get(entry.actor, entry.actor), ACTIONS.get(entry.action, entry.action)
    details = " · ".join(audit_labels.details(entry, words, session.content()))
    return str(entry.seq), safe(when), safe(who), safe(what), record_rows.number_of(entry.record_id), safe(details)


def check() -> None:
    """The button that looks for missing or changed entries."""
    if not st.button(ui("Check for changed or missing entries"), key="check_trail"):
        return
    with st.spinner(ui("Checking every entry. A long trail takes a minute.")):
        number = trail.first_fault()
    if number is None:
        html.show(f'<p role="status">{safe(ui("No entries are missing or changed."))}</p>')
    else:
        html.alert(ui("Entry {number} is missing or was changed.", number=number))
    html.paragraph(
        ui(
            "This anchor is a fingerprint of the latest entry. Keep a copy somewhere else. "
            "It shows whether entries were later removed from the end."
        )
    )
    st.code(trail.anchor(), language=None, wrap_lines=True)


html.heading(ui("Audit trail"), hint=ui("Who did what, newest first. It contains no answers and no family names."))
if (filtered := filters()) is not None:
    entries(filtered)
check()
