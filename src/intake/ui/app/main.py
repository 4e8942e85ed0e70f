"""The frame around every screen:

styles, language, leaving fast, the danger panel, the foot. Run by Streamlit on each change.
"""

from __future__ import annotations

import streamlit as st

from intake.config import site
from intake.domain.rules import Level
from intake.ui.common import html, navigation, question_pages, session, tab_storage
from intake.ui.common.browser import Event, arriving, browser, cannot_keep, forget

# On these screens the danger panel would say what the screen itself says.
OWN_PANEL = ("danger", "act_now", "result", "erased")
# On these screens nobody arrives without answers, unless the page was loaded again or opened by its address.
AFTER_ANSWERS = (
    "questions",
    "act_now",
    "stop",
    "topics",
    "plan",
    "choose",
    "review",
    "result",
    "how_we_decided",
    "summary",
    "download",
)
# What is read beside the others: who comes back is where they were.
TO_READ = ("library", "article", "story", "glossary", "help_now", "call_helper", "how_we_decided", "privacy")
_SURE = "start_again_asked"


def frame() -> None:
    """One run: the page the person is on, inside what every page has."""
    pages = navigation.pages()
    current = st.navigation(list(pages.values()), position="hidden")
    name = next(name for name, page in pages.items() if page.url_path == current.url_path)
    if name in navigation.DESK:
        from intake.ui.staff.frame import frame as desk_frame  # brings the database along

        desk_frame(current, name)
        return
    if not arriving():
        session.be_on(name)
    page_id = f"questions {question_pages.here().name}" if name == "questions" else name
    event = browser(
        session.words(),
        page_id=page_id,
        quick_exit_url=str(site().quick_exit_url),
        keeper=tab_storage,
        aside=name in TO_READ,
    )
    st.set_page_config(page_title=navigation.page(name).title, layout="centered")
    match event:
        case Event.LEFT:
            st.stop()
        case Event.CRISIS:
            crisis(name)
        case Event.RESTORED:
            navigation.go(session.page() if name == "start" and session.page() in pages else name)
    session.be_on(name)
    not_kept()
    if name not in OWN_PANEL:
        danger_panel(name)
    if name in AFTER_ANSWERS and not session.response().answers and not asks_of_oneself(name):
        nothing_yet()
    if event is not Event.LOST or name not in AFTER_ANSWERS:
        current.run()
    foot(name)
    if tab_storage.is_behind():
        st.rerun()


def not_kept() -> None:
    """Says so while the tab cannot keep the answers."""
    if cannot_keep():
        said = session.words().ui("This tab cannot keep your answers. If you reload the page, they will be gone.")
        html.show(f'<p class="ns-hint">{html.safe(said)}</p>')


def crisis(name: str) -> None:
    """The crisis numbers were asked for: show them, and remember the way back."""
    question_pages.ask_danger(question_pages.danger_return() if name == "danger" else name)


def danger_panel(name: str) -> None:
    """Says on every page that an answer meant danger, with the way to what to do."""
    found = session.assessment()
    if found.tier.level is not Level.RED:
        return
    words = session.words()
    with st.container(key="danger_panel"):
        html.show(html.band(session.current_brief(), words, small=True))
        if st.button(words.ui("See what to do and who to call"), key="danger_panel_go", type="primary"):
            question_pages.show_danger(name)


def nothing_yet() -> None:
    """Says why there are no answers, and leads to the beginning, where safety comes first."""
    ui = session.words().ui
    said = ui("If you answered questions before, this tab no longer has your answers.")
    html.show(html.card(ui("There are no answers here"), f"<p>{html.safe(said)}</p>"))
    if st.button(ui("Go to the start"), key="nothing_yet"):
        navigation.go("start")
    if st.button(ui("Use a saved file"), key="nothing_yet_file"):
        navigation.go("open_file")


def asks_of_oneself(name: str) -> bool:
    """Whether the page asks what somebody can answer who came to read and told nothing yet."""
    return name == "questions" and question_pages.here().section.asked == "self"


def start_again() -> None:
    """Starts again at once where nothing can be lost; otherwise asks first."""
    ui = session.words().ui
    if st.button(ui("Start over"), key="foot_again", type="tertiary"):
        if not session.response().answers:
            navigation.go("start")
        st.session_state[_SURE] = True
    if st.session_state.get(_SURE):
        html.paragraph(ui("Starting over erases your answers."))
        if st.button(ui("Erase them and start over"), key="foot_sure"):
            forget()
            navigation.go("start")
        if st.button(ui("Keep my answers"), key="foot_keep"):
            del st.session_state[_SURE]
            st.rerun()


def foot(name: str) -> None:
    """Below every page: start again, privacy, and who runs this copy."""
    ui = session.words().ui
    st.divider()
    if name not in ("start", "erased"):
        start_again()
    if name != "privacy" and st.button(ui("Privacy"), key="foot_privacy", type="tertiary"):
        st.session_state["privacy_return"] = name
        navigation.go("privacy")
    html.show(f'<p class="ns-foot">{html.safe(_who_runs_this())}</p>')


def _who_runs_this() -> str:
    ui, own = session.words().ui, site()
    if not own.organization:
        return ui("No agency runs this copy of the site. It is free software.")
    told = ui("{organization} runs this site.", organization=own.organization)
    if own.funded_by:
        told += " " + ui("{funder} pays for it.", funder=own.funded_by)
    if own.organization_phone:
        told += " " + ui(
            "Help with this site: {phone} {hours}", phone=own.organization_phone, hours=own.organization_hours
        )
    return told


frame()
