"""Which scenes can be rehearsed now, and where in one the person is."""

from __future__ import annotations

import streamlit as st

from intake.brief.scenes import fitting_scenes
from intake.domain.practice import Beat, Reply, Scene
from intake.domain.questionnaire import Asked
from intake.ui.common import session

SCENE, PATH = "scene", "scene_path"


def scenes() -> tuple[Scene, ...]:
    """The scenes that fit everybody's answers."""
    return fitting_scenes(session.content(), session.case(), session.assessment())


def scene() -> Scene | None:
    """The scene that is open, if it still fits."""
    return next((one for one in scenes() if one.id == st.session_state.get(SCENE)), None)


def fits(article: str) -> bool:
    """Whether a scene that fits is about what an article explains."""
    return any(scene.article == article for scene in scenes())


def open_scene(name: str) -> None:
    """Begin a scene, or begin it again; "" leaves the open one."""
    st.session_state[SCENE], st.session_state[PATH] = name, ()


def said(of: Scene) -> tuple[tuple[Beat, Reply], ...]:
    """What was said so far, each with the moment it answered."""
    beat, exchanges = of.beats[0], []
    for name in st.session_state.get(PATH, ()):
        reply = next((one for one in beat.replies if one.id == name), None)
        if reply is None:  # the scene has changed since
            break
        exchanges.append((beat, reply))
        beat = of.beat[reply.next]
    return tuple(exchanges)


def say(reply: Reply) -> None:
    """Go on with a reply."""
    st.session_state[PATH] = (*st.session_state.get(PATH, ()), reply.id)


def take_back() -> None:
    """Go back to before the last reply."""
    st.session_state[PATH] = tuple(st.session_state.get(PATH, ()))[:-1]


def place() -> str:
    """Names the moment on the page: each one is a page of its own for whoever listens to it."""
    return f"rehearse {st.session_state.get(SCENE, '')} {len(st.session_state.get(PATH, ()))}"


def keep(reply: Reply) -> None:
    """Keep a reply as the sentence to begin with, in place of the one before. Call it before its field is drawn."""
    item = session.content().questionnaire.items[session.content().practice.keep_in or ""]
    session.record_value(Asked(item), reply.text)
    st.session_state[session.field_key("w", item.link_id)] = reply.text
