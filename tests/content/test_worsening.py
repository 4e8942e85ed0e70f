"""Each step for danger says what to do if it gets worse, in words that fit the place where the person is."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from intake.content import load
from intake.domain.rules import Action

CONTENT = load()
WORSE = re.compile(
    r"worse|\bin danger\b|\bhurts?\b|hard to wake|will not wake|do(?:es)? not wake|cannot stay awake|not breathing|"
    r"breathe (?:slowly|well)|slow breathing|slow or no breathing|trouble breathing|seizure|confus|faint|drowsy|"
    r"chest pain|fever|bleeding|\bsick\b|may act|may (?:do|harm|use)|harm|threat|weapon|hurt or ill|fear for|"
    r"no one (?:answers|acts|comes|can)|is gone|stop answering|drive off|not safe|are driving|cannot (?:leave|get out)|"
    r"then (?:that person )?calls? 911|takes? (?:it|one) out|say yes|gets? bad|blow to|hit to the head|bad headache|"
    r"of dying|too hard|left with the child",
    re.IGNORECASE,
)
CALL = re.compile(
    r"\b911\b|\b988\b|emergency (?:room|number)|\bhospital\b|ambulance|\bpolice\b|in charge|shift commander|"
    r"(?:tell|get|call) the (?:staff|nurses)|staff at once"
)
TIE = re.compile(r"\b(?:if|for|when|after|then|until|in danger)\b", re.IGNORECASE)
STAFF = re.compile(r"staff|nurse|in charge|commander|hospital|the program|ward")


def steps_for_danger() -> tuple[Action, ...]:
    """What the RED and ORANGE rules recommend, the later steps and what replaces a withheld one too."""
    found = {name for rule in CONTENT.rules if rule.is_urgent for name in rule.recommend}
    more = sorted(found)
    while more:
        instead = CONTENT.action[more.pop()].instead
        if instead and instead not in found:
            found.add(instead)
            more.append(instead)
    return tuple(action for action in CONTENT.actions if action.id in found)


def wordings() -> Iterator[tuple[str, str, str, frozenset[tuple[str, tuple[str, ...]]]]]:
    """Each wording: its id, text and detail, and the answers it is for."""
    for action in steps_for_danger():
        yield action.id, action.text, action.detail, frozenset()
        for variant in action.variants:
            told = frozenset((one.question, one.codes) for one in variant.when if one.operator == "=")
            yield variant.id, variant.text or action.text, variant.detail or action.detail, told


def says_what_if_worse(words: str) -> bool:
    """Whether one sentence ties a sign that it gets worse to whom to call or where to go."""
    sentences = re.split(r"(?<=[.?!])\s+(?=[A-Z“])", words)
    return any(WORSE.search(one) and CALL.search(one) and TIE.search(one) for one in sentences)


def test_each_wording_of_each_step_for_danger_says_what_to_do_if_it_gets_worse() -> None:
    silent = {name for name, text, detail, _ in wordings() if not says_what_if_worse(f"{text}. {detail}")}
    # With 911 on the phone already, the call itself says that it gets worse.
    assert silent == {"call_911", "call_911_mind", "call_911_mind_with_them", "call_911_with_them"}
    call = CONTENT.action["call_911"]
    details = [call.detail, *(one.detail for one in call.variants if one.id in silent)]
    assert [detail for detail in details if "say so if it gets worse" not in (detail or "")] == []


def test_where_staff_are_near_they_are_asked_first() -> None:
    """A call to 911 does not open a cell or a ward."""
    places = {"jail", "ward", "hospital", "program"}
    with_staff = [
        (name, f"{text} {detail}")
        for name, text, detail, told in wordings()
        for question, answer in told
        if question == "where_now" and places.issuperset(answer)
    ]
    assert with_staff
    about_home = re.compile(r"before they come home|come home", re.IGNORECASE)
    assert [name for name, words in with_staff if not STAFF.search(words) and not about_home.search(words)] == []


def test_who_is_far_away_is_told_that_911_must_hear_which_town() -> None:
    far = [
        (name, detail) for name, _, detail, told in wordings() if ("same_place", ("no",)) in told and "911" in detail
    ]
    named = re.compile(r"town|connect you|that person should call|whoever is there|911 (?:on the|at once)|tell 911\.$")
    assert [name for name, detail in far if not named.search(detail)] == []


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("If they get worse, call 911.", True),
        ("Call 911 for a seizure or confusion.", True),
        ("In danger, leave the room and call 911.", True),
        ("The police can tell you how.", False),
        ("Ask if a hospital can start it.", False),
        ("Call 911. Things can get worse.", False),
        ("Call again at once.", False),
        ("Leaving can raise the danger. An advocate can help.", False),
    ],
)
def test_a_place_to_call_alone_is_not_enough(words: str, *, says: bool) -> None:
    assert says_what_if_worse(words) is says


DANGER_TO_LIFE = (
    *(
        "call_988",
        "call_988_for_you",
        "ask_plainly",
        "stay_with_them",
        "first_aid",
        "seizure_aid",
        "go_to_er",
        "staff_now",
    ),
    *("someone_sees_them", "poison_help", "poison_help_child", "swallowed_to_er", "doctor_today", "own_doctor_today"),
    *("supervised_withdrawal", "jail_medical", "tell_staff", "ward_staff_today", "crisis_care_today", "choking_check"),
    *("their_clinician_today", "prescriber_today", "baby_not_alone", "child_safe"),
)
"""Steps for a person who must not be left alone."""
STAYS = re.compile(
    r"\bstay|\bbe with (?:them|you)|someone with them|with the baby|withdrawal checks|\balone\b|checks? on them|"
    r"watches them|watch for|watch them",
    re.IGNORECASE,
)


@pytest.mark.parametrize("step", DANGER_TO_LIFE)
def test_each_step_for_a_danger_to_life_says_who_stays_with_the_person(step: str) -> None:
    action = CONTENT.action[step]
    wordings = {action.id: f"{action.text}. {action.detail}"} | {
        variant.id: f"{variant.text or action.text}. {variant.detail or action.detail}" for variant in action.variants
    }
    # Nobody goes near a person who is violent; and who often stays away and comes back is not in danger yet.
    apart = {"first_aid_if_safe", "someone_sees_them_as_before"}
    assert [name for name, words in wordings.items() if name not in apart and not STAYS.search(words)] == []


def test_nobody_is_told_to_stay_where_getting_away_may_stand_beside_it() -> None:
    """A step that is not withheld when going near them is: it asks to stay only if that is safe."""
    unsafe = re.compile(r"(?:^|\. )(?:Stay with them|Do not leave them alone)(?!,? (?:if|and try))")
    near = [one for one in steps_for_danger() if not {tag.value for tag in one.tags} & {"approach", "other_person"}]
    found = [
        action.id
        for action in near
        for detail in (action.detail, *(variant.detail or "" for variant in action.variants))
        if unsafe.search(detail)
    ]
    # First aid has words of its own for violence, and who swallowed it is a child or needs care.
    allowed = {"first_aid", "swallowed_to_er"}
    assert [name for name in found if name not in allowed] == []
