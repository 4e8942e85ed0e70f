"""Rehearse a talk: scenes in which one picks what to say, and the sentence to begin with."""

from collections.abc import Iterable

import streamlit as st

from intake.domain.practice import Beat, Reply, Scene
from intake.ui.common import answer_fields, html, navigation, session
from intake.ui.family import library_links, rehearsing

words = session.words()
ui = words.ui
practice = session.content().practice
safe = html.safe


def first_sentence() -> None:
    """The field with the sentence to begin with; it is part of the plan and of the files."""
    item = session.content().questionnaire.items.get(practice.keep_in or "")
    if item is not None:
        html.section(ui("Your first sentence"))
        html.paragraph(ui("Change it until it sounds like you. It is kept with your answers."))
        answer_fields.line(item)


def choose(scenes: Iterable[Scene]) -> None:
    """All scenes that fit, to pick one."""
    html.heading(ui("Rehearse the talk"))
    html.paragraph(
        ui(
            "Pick a scene. You read what a loved one might say, and you pick your answer. You can try all of them. "
            "Nothing is sent to anyone."
        )
    )
    with st.container(gap=None, key="quiet_scenes"):
        for scene in scenes:
            if st.button(f"**{scene.title}**  \n{scene.summary}", key=f"scene_{scene.id}"):
                rehearsing.open_scene(scene.id)
                st.rerun()
    first_sentence()
    html.hint(ui("If you are ever afraid of them, do not have the talk. Call an advocate first."))


def answered(replies: list[Reply]) -> str:
    """What was said last, and why it helps or does not; a skill is explained when it is first used."""
    *before, reply = replies
    skill = practice.skill.get(reply.skill or "")
    title = skill.name if skill else ui("This can make it harder")
    tone = "ns-helps" if skill else "ns-harder"
    known = reply.skill in {one.skill for one in before}
    more = f"<p>{safe(skill.text)}</p>" if skill and not known else ""
    return (
        f'<div class="ns-speech ns-you"><p class="ns-speaker">{safe(ui("You"))}</p><p>{safe(reply.text)}</p></div>'
        f'<div class="ns-coach {tone}"><h2>{safe(title)}</h2><p>{safe(reply.why)}</p>{more}</div>'
    )


def them(beat: Beat) -> str:
    """What the loved one says or does."""
    return f'<div class="ns-speech ns-them"><p class="ns-speaker">{safe(ui("They"))}</p><p>{safe(beat.text)}</p></div>'


def play(scene: Scene) -> None:
    """The moment of the scene where the person is."""
    exchanges = rehearsing.said(scene)
    beat = scene.after(reply.id for _, reply in exchanges)
    html.heading(scene.title, caption=ui("A made-up scene"))
    if exchanges:
        html.show(answered([reply for _, reply in exchanges]))
    else:
        html.paragraph(scene.setting)
    if beat.replies:
        html.show(them(beat))
        html.section(ui("What do you say?"))
        with st.container(gap="small", key="scene_replies"):
            for reply in beat.replies:
                if st.button(reply.text, key=f"reply_{len(exchanges)}_{reply.id}"):
                    rehearsing.say(reply)
                    st.rerun()
    else:
        html.section(ui("How it ends"))
        html.paragraph(beat.text)
        end(scene, [reply for _, reply in exchanges if reply.opens])
    with st.container(gap=None, key="quiet_scene_more"):
        if exchanges and st.button(ui("One step back")):
            rehearsing.take_back()
            st.rerun()
        if st.button(ui("Other scenes")):
            rehearsing.open_scene("")
            st.rerun()


def end(scene: Scene, openings: list[Reply]) -> None:
    """What can be kept of the scene, and the way back into it."""
    if st.button(ui("Play it again, with other words"), type="primary"):
        rehearsing.open_scene(scene.id)
        st.rerun()
    if openings and practice.keep_in:
        html.section(ui("Keep a sentence"))
        html.paragraph(ui("You said this, and it could open a real talk. Tap one to make it your first sentence."))
        with st.container(gap="small", key="scene_kept"):
            for place, reply in enumerate(openings):
                if st.button(f"“{reply.text}”", key=f"keep_{place}_{reply.id}"):
                    rehearsing.keep(reply)
    first_sentence()
    library_links.article_button(scene.article, then="rehearse", key="scene")


found = rehearsing.scenes()
opened = rehearsing.scene()
if not found:
    html.heading(ui("Not the time to rehearse a talk"))
    html.paragraph(
        ui(
            "What you told us, or what is still open, means that a talk could do harm right now. Your next steps say "
            "what to do instead."
        )
    )
elif opened is None:
    choose(found)
else:
    play(opened)
if st.button(ui("Back to my next steps"), type="secondary" if found else "primary"):
    navigation.go("result")
