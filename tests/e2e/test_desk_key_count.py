"""How many keys a whole call takes, besides typing: 150 for a scripted call of twelve minutes."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, expect

from intake.content import load
from tests.e2e.screen import DESKTOP, OpenPage
from tests.e2e.staff import focus_on, heading, settled, taking_calls
from tests.serving import Served

CONTENT = load()
MOST = 150
NUMBERED = 9
# The scripted call: what the caller answers in each topic. An answer below the ninth takes the arrows.
TOPICS: dict[str, dict[str, tuple[str, ...]]] = {
    "First, a few facts": {
        "relationship": ("parent",),
        "lo_age": ("65_up",),
        "where_now": ("alone",),
        "live_together": ("no",),
        "concern": ("alcohol", "mental_health"),
        "lo_country": ("us",),
    },
    "A moment for you": {"your_safety": ("no",), "own_use": ("no",)},
    "Safety at home": {
        "fear": ("no",),
        "violence": ("none",),
        "harmed_by_others": ("none",),
        "means": ("gun_locked",),
    },
    "Health, overdose and withdrawal": {
        "sick_now": ("none",),
        "overdose_last": ("never",),
        "withdrawal_signs": ("morning",),
        "stopped": ("no",),
        "care_now": ("none",),
        "health_facts": ("none",),
        "illnesses": ("body_illness",),
        "last_use": ("today",),
    },
    "Mood and self-harm": {"suicide_talk": ("intent",), "suicide_acts": ("none",), "mind_signs": ("low",)},
    "Drinking, drugs and behavior": {
        "substances": ("alcohol",),
        "how_often": ("every_day",),
        "use_alone": ("yes",),
        "getting_worse": ("worse",),
        "response": ("plays_down",),
    },
    "Daily life": {
        "daily_harms": ("health",),
        "driving": ("never",),
        "children": ("no_one",),
    },
}


@dataclass
class Hand:
    """Staff at the keyboard, with a count of the keys besides typed text."""

    page: Page
    count: int = 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            settled(self.page)
            self.count += 1

    def type(self, words: str) -> None:
        self.page.keyboard.type(words)

    def tab_to(self, place: Locator) -> None:
        self._press_until("Tab", place)

    def next_part_to(self, place: Locator) -> None:
        self._press_until("Alt+Shift+N", place)

    def _press_until(self, key: str, place: Locator) -> None:
        for _ in range(20):
            if place.evaluate_all("all => all.length > 0 && all[0] === document.activeElement"):
                return
            self.press(key)
        raise AssertionError(f"{place} was not reached")

    def answer(self, link_id: str, *codes: str) -> None:
        """Go on to a question with Enter, and pick the answers."""
        question = self.page.locator(f".st-key-q_{link_id}")
        for _ in range(6):
            if question.locator(":focus").count():
                break
            self.press("Enter")
        expect(question.locator(":focus")).to_have_count(1)
        offered = list(CONTENT.questionnaire.items[link_id].by_code)
        for code in codes:
            number = offered.index(code) + 1
            if number > NUMBERED:
                self.press(*["ArrowUp"] * (len(offered) + 2 - number + 1), "Space")
            else:
                self.press(str(number))
        expect(question.locator("input:checked")).to_have_count(len(codes))


def first_minute(hand: Hand) -> None:
    hand.press("1", "Enter")
    hand.answer("danger_now", "none")
    hand.press("Enter")
    hand.type("Mara Quill")
    hand.press("Enter")
    focus_on(hand.page, "reach_you")
    hand.type("555-0142")
    hand.press("Enter")
    for link_id in ("call_ok", "message_ok"):
        focus_on(hand.page, link_id)
        hand.press("1", "Enter")
    focus_on(hand.page, "notes_ok")
    hand.press("1")


def danger(hand: Hand) -> None:
    drawer = hand.page.get_by_role("dialog")
    expect(drawer.get_by_label("Their location (address)")).to_be_focused()
    hand.type("12 Elm Street")
    hand.press("Enter")
    expect(drawer.get_by_role("button", name="911 was called")).to_be_focused()
    hand.press("Enter")
    expect(drawer).to_have_count(0)


def note(hand: Hand, words: str) -> None:
    hand.press("Alt+Shift+M")
    hand.type(words)
    hand.press("Enter", "Escape")


def change_of_speaker(hand: Hand) -> None:
    hand.press("Alt+Shift+S")
    hand.type("Father")
    hand.press("Enter")
    expect(hand.page.locator(".st-key-desk_log")).to_contain_text("On the line now: Father")


def end(hand: Hand) -> None:
    """Read-back, consent, first step, outcome, follow-up, finish."""
    page = hand.page
    hand.press("Alt+Shift+E")
    expect(heading(page)).to_have_text("Read back and finish")
    hand.next_part_to(page.get_by_role("radio", name="Confirmed"))
    hand.press("1")
    hand.next_part_to(page.get_by_role("radio", name="Yes", exact=True))
    hand.press("1")
    hand.tab_to(page.get_by_label("Share with"))
    hand.type("Dr. Lee")
    hand.tab_to(page.get_by_role("radio", name="Professional", exact=True))
    hand.press("1")
    hand.tab_to(page.get_by_role("radio", name="The whole summary", exact=True))
    hand.press("1")
    hand.tab_to(page.get_by_role("button", name="Record their answer"))
    hand.press("Enter")
    hand.next_part_to(page.get_by_label("Their answer", exact=True).and_(page.locator("input[type=text]")))
    hand.type("I will call my brother")
    hand.next_part_to(page.get_by_role("radio", name="Referral sent"))
    hand.press("2")
    expect(page.get_by_role("radio", name="Emergency help was called")).to_be_checked()
    hand.tab_to(
        page.locator(".st-key-desk_wrap_up [class*='st-key-about_follow_up_on_']").get_by_role("spinbutton").first
    )
    hand.type("12302030")
    hand.press("Escape")  # closes the calendar
    hand.tab_to(page.get_by_label("Who will call"))
    hand.type("Bea")
    hand.press("Alt+Shift+N")
    hand.tab_to(page.get_by_role("button", name="Finish call"))
    hand.press("Enter")
    expect(heading(page)).to_have_text("Today", timeout=15_000)
    expect(page.locator('[data-testid="stMain"]')).to_contain_text("December 30, 2030")


@pytest.mark.long
def test_a_whole_call_takes_at_most_150_keys_besides_typing(desk: Served, open_page: OpenPage) -> None:
    page = open_page(viewport=DESKTOP)
    taking_calls(page, desk)
    hand = Hand(page)
    hand.press("Alt+Shift+C")
    focus_on(page, "safe_to_talk")
    first_minute(hand)
    hand.press("Alt+Shift+N")
    for title, answers in TOPICS.items():
        hand.press("Alt+Shift+N")
        expect(heading(page)).to_have_text(title)
        for link_id, codes in answers.items():
            hand.answer(link_id, *codes)
            if link_id == "suicide_talk":
                danger(hand)
                note(hand, "he said goodbye to the dog")
        if title == "Safety at home":
            change_of_speaker(hand)
    note(hand, "wants to be called in the evening")
    assert len([link_id for answers in TOPICS.values() for link_id in answers]) + 5 >= 35
    end(hand)
    assert hand.count <= MOST, f"{hand.count} keys"
