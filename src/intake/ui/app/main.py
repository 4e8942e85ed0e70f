"""The frame around every screen: title, leaving fast, danger panel, footer. Streamlit runs it on every change."""

from __future__ import annotations

import streamlit as st

from intake.config import site
from intake.domain.rules import Level
from intake.ui.common import html, navigation, question_pages, session, tab_storage
from intake.ui.common.browser import Event, PageKind, browser, cannot_keep, forget, is_first_run
from intake.ui.family import rehearsing

# On these screens, the danger panel would repeat what the screen itself says.
OWN_PANEL = ("danger", "act_now", "you_now", "result", "erased")
# Screens to read and come back from: the focus returns to the button that led there.
TO_READ = ("library", "article", "story", "glossary", "help_now", "call_helper", "ways", "how_we_decided", "privacy")
# Screens that can be listened to.
READ_ALOUD = ("danger", "questions", "both_answers", "you_now", "act_now", "result", "article", "story", "rehearse")
_CONFIRMING = "start_again_asked"


def _page_id(name: str) -> str:
    """What counts as a page for whoever looks at it or listens to it: a new one is read from its top."""
    if name == "questions":
        return f"questions {question_pages.current().name}"
    return rehearsing.place() if name == "rehearse" else name


def frame() -> None:
    """One run: the current page inside the frame."""
    try:
        _run()
    finally:
        session.end_run()


def _run() -> None:
    pages = navigation.pages()
    current = st.navigation(list(pages.values()), position="hidden")
    name = next(name for name, page in pages.items() if page.url_path == current.url_path)
    if name in navigation.DESK:
        from intake.ui.staff.frame import frame as desk_frame  # imports the database, so only for staff

        desk_frame(current, name)
        return
    if not is_first_run():
        session.set_page(name)
    event = browser(
        session.words(),
        page_id=_page_id(name),
        quick_exit_url=str(site().quick_exit_url),
        keeper=tab_storage,
        kind=PageKind(aside=name in TO_READ, reads=name in READ_ALOUD),
    )
    st.set_page_config(page_title=navigation.page(name).title, layout="centered")
    match event:
        case Event.LEFT:
            st.stop()
        case Event.CRISIS:
            crisis_numbers(name)
        case Event.RESTORED:
            navigation.go(session.page() if name == "start" and session.page() in pages else name)
    session.set_page(name)
    storage_warning()
    if name not in OWN_PANEL:
        danger_panel(name)
    if name in navigation.AFTER_ANSWERS and not session.response().answers and not is_about_self(name):
        no_answers()
    else:
        current.run()
    footer(name)
    if tab_storage.is_behind():
        st.rerun()


def storage_warning() -> None:
    """A warning while the tab cannot keep the answers."""
    if cannot_keep():
        warning = session.words().ui("This tab cannot keep your answers. If you reload the page, they will be gone.")
        html.show(f'<p class="ns-hint">{html.safe(warning)}</p>')


def crisis_numbers(name: str) -> None:
    """Go to the crisis numbers, and remember the screen to return to."""
    question_pages.ask_danger(question_pages.danger_return() if name == "danger" else name)


def danger_panel(name: str) -> None:
    """A panel on every page while an answer means danger, with a button to what to do."""
    assessment = session.assessment()
    if assessment.tier.level is not Level.RED:
        return
    words = session.words()
    with st.container(key="danger_panel"):
        html.show(html.band(session.current_brief(), words, small=True))
        if st.button(words.ui("See what to do and who to call"), key="danger_panel_go", type="primary"):
            question_pages.show_danger(name)


def no_answers() -> None:
    """In place of a page: say why there are no answers, with a button to the start, where safety comes first."""
    ui = session.words().ui
    explanation = ui("If you answered questions before, this tab no longer has your answers.")
    html.heading(ui("There are no answers here"), hint=explanation)
    if st.button(ui("Go to the start"), key="nothing_yet"):
        navigation.go("start")
    if st.button(ui("Use a saved file"), key="nothing_yet_file"):
        navigation.go("open_file")


def is_about_self(name: str) -> bool:
    """Whether the page asks about the person who answers, which needs no earlier answers."""
    return name == "questions" and question_pages.current().section.asked == "self"


def start_over() -> None:
    """A button that starts over; if there are answers to lose, `confirm_start_over` asks first."""
    ui = session.words().ui
    if st.button(ui("Start over"), key="foot_again", type="tertiary"):
        if not session.response().answers:
            navigation.go("start")
        st.session_state[_CONFIRMING] = True


def confirm_start_over() -> None:
    """The question whether to erase the answers, once starting over was asked for."""
    ui = session.words().ui
    if st.session_state.get(_CONFIRMING):
        html.paragraph(ui("Starting over erases your answers."))
        if st.button(ui("Erase them and start over"), key="foot_sure"):
            forget()
            navigation.go("start")
        if st.button(ui("Keep my answers"), key="foot_keep"):
            del st.session_state[_CONFIRMING]
            st.rerun()


def footer(name: str) -> None:
    """Below every page: start over, privacy, and who runs this copy."""
    ui = session.words().ui
    with st.container(key="foot", horizontal=True):
        if name not in ("start", "erased"):
            start_over()
        if name != "privacy" and st.button(ui("Privacy"), key="foot_privacy", type="tertiary"):
            st.session_state["privacy_return"] = name
            navigation.go("privacy")
        html.show(f'<p class="ns-foot">{html.safe(_who_runs_this())}</p>')
    confirm_start_over()


def _who_runs_this() -> str:
    ui, this_site = session.words().ui, site()
    if not this_site.organization:
        return ui("No agency runs this copy. It is free software.")
    operator = ui("{organization} runs this site.", organization=this_site.organization)
    if this_site.funded_by:
        operator += " " + ui("{funder} pays for it.", funder=this_site.funded_by)
    if this_site.organization_phone:
        operator += " " + ui(
            "Help with this site: {phone} {hours}",
            phone=this_site.organization_phone,
            hours=this_site.organization_hours,
        )
    return operator


frame()
