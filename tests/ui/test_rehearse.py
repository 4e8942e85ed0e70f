"""Rehearsing a talk: picking what to say, and keeping the sentence to begin with."""

from __future__ import annotations

import pytest

from intake.content import load
from intake.content.cases import response_of
from intake.domain.rules import Level
from tests.real_cases import CASES
from tests.ui.visit import Visit, opened

CONTENT = load()
NOT_NOW = "Not the time to rehearse a talk"


def at_the_scenes(case: str, **changed: str) -> Visit:
    """A visit with the answers of a case, on the page with the scenes."""
    return opened(response_of({**CASES[case].answers, **changed}, CONTENT), "rehearse")


def titles(visit: Visit) -> list[str]:
    """The titles of the scenes that the page offers."""
    return [scene.id for scene in CONTENT.practice.scenes if any(scene.title in label for label in visit.page.buttons)]


def test_a_scene_is_played_to_its_end_and_a_sentence_is_kept_with_the_answers() -> None:
    visit = at_the_scenes("rachel_evenings")
    scene = CONTENT.practice.scene["opening"]
    visit.press(f"**{scene.title}**  \n{scene.summary}")
    assert scene.setting in visit.page.text
    helped = []
    beat = scene.beats[0]
    while beat.replies:
        assert beat.text in visit.page.text
        reply = next(one for one in beat.replies if one.skill)
        visit.press(reply.text)
        assert reply.why in visit.page.text
        helped.append(reply)
        beat = scene.beat[reply.next]
    assert beat.text in visit.page.text
    visit.press(f"“{helped[0].text}”")
    assert visit.response.by_key["plan_first_words"].value == helped[0].text
    visit.press("Play it again, with other words")
    assert scene.setting in visit.page.text
    assert visit.response.by_key["plan_first_words"].value == helped[0].text


def test_one_step_back_offers_the_same_replies_again() -> None:
    visit = at_the_scenes("rachel_evenings")
    scene = CONTENT.practice.scene["money"]
    visit.press(f"**{scene.title}**  \n{scene.summary}")
    first, second = scene.beats[0].replies[:2]
    visit.press(second.text)
    visit.press("One step back")
    assert first.text in visit.page.buttons
    visit.press("Other scenes")
    assert "money" in titles(visit)


@pytest.mark.parametrize("case", ["spouse_and_meth", "spouse_in_danger_today", "jordan", "fear_declined"])
def test_no_scene_is_shown_where_a_talk_could_do_harm(case: str) -> None:
    visit = at_the_scenes(case)
    assert visit.page.heading == NOT_NOW
    assert titles(visit) == []
    visit.press("Back to my next steps")
    assert "Rehearse the talk" not in visit.page.buttons


def test_a_teen_has_a_scene_of_their_own() -> None:
    assert titles(at_the_scenes("body_teen_nicotine")) == ["teen"]


def test_a_scene_that_became_unsafe_is_closed() -> None:
    visit = at_the_scenes("rachel_evenings")
    scene = CONTENT.practice.scene["opening"]
    visit.press(f"**{scene.title}**  \n{scene.summary}")
    visit.at.session_state["response"] = response_of(
        {**CASES["rachel_evenings"].answers, "violence": ("choked",), "violence_when": "week"}, CONTENT
    )
    visit.run()
    assert visit.page.heading == NOT_NOW
    assert scene.setting not in visit.page.text


def test_in_danger_the_result_offers_no_rehearsal() -> None:
    assert CASES["sam"].expect.tier.level is Level.RED
    assert "Rehearse the talk" not in opened(response_of(CASES["sam"].answers, CONTENT), "result").page.buttons


def test_only_a_sentence_that_can_open_a_talk_is_offered_to_keep() -> None:
    visit = at_the_scenes("rachel_evenings")
    scene = CONTENT.practice.scene["good_day"]
    visit.press(f"**{scene.title}**  \n{scene.summary}")
    said, beat = [], scene.beats[0]
    while beat.replies:
        reply = next((one for one in beat.replies if one.opens), beat.replies[0])
        said.append(reply)
        visit.press(reply.text)
        beat = scene.beat[reply.next]
    offered = {label.strip("“”") for label in visit.page.buttons if label.startswith("“")}
    assert offered == {reply.text for reply in said if reply.opens}
    assert offered < {reply.text for reply in said}


def test_an_article_about_a_talk_leads_to_the_scenes_where_one_may_be_had() -> None:
    for case, may in (("rachel_evenings", True), ("spouse_and_meth", False)):
        visit = opened(response_of(CASES[case].answers, CONTENT), "result")
        visit.at.session_state["article"] = CONTENT.practice.scene["opening"].article
        visit.open("article")
        assert ("Rehearse the talk" in visit.page.buttons) is may
        if may:
            visit.press("Rehearse the talk")
            assert titles(visit)
