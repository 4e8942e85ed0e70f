"""The call desk by keyboard: one key for each answer and each move, nothing out of sight, no typed letter lost."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.screen import DESKTOP, OpenPage
from tests.e2e.staff import focus_on, heading, press, settled, taking_calls
from tests.serving import Served

SLOWED = 6  # times slower than this machine
ZOOMED = {"width": 640, "height": 400}  # what 200 % zoom leaves of 1280 by 800
# What has the focus, if it is out of sight or something else covers it; null at the end of the page. The box of a label
# stands for its field.
OUT_OF_SIGHT = """() => {
  const field = document.activeElement;
  if (field === document.body) return null;
  if (field.matches("main")) return "";
  const shown = field.matches("[type=radio], [type=checkbox]") ? field.closest("label") : field;
  const box = shown.getBoundingClientRect();
  const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  const seen = box.width > 2 && shown.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  return seen && top && (shown.contains(top) || top.contains(shown)) ? "" : field.outerHTML.slice(0, 200);
}"""


def keys(page: Page, *pressed: str) -> None:
    """Press keys one after another, each as soon as the desk has handled the last."""
    for one in pressed:
        page.keyboard.press(one)
        settled(page)


def new_call(page: Page, desk: Served) -> None:
    taking_calls(page, desk)
    keys(page, "Alt+Shift+C")
    expect(heading(page)).to_have_text("First minute")
    focus_on(page, "safe_to_talk")


def checked(page: Page, link_id: str) -> list[str]:
    """The labels of the answers that a question shows as picked."""
    labels: list[str] = page.locator(f".st-key-q_{link_id} label:has(input:checked)").all_inner_texts()
    return labels


def note(page: Page) -> Locator:
    return page.locator(".st-key-desk_note input")


def test_a_number_picks_the_answer_in_focus_and_is_typed_in_a_field(desk: Served, open_page: OpenPage) -> None:
    page = open_page(viewport=DESKTOP)
    new_call(page, desk)
    keys(page, "2", "2")
    assert checked(page, "safe_to_talk") == ["No"]
    keys(page, "1", "Enter", "8")
    assert checked(page, "safe_to_talk") == ["Yes"]
    assert checked(page, "danger_now") == ["None right now"]
    keys(page, "8")
    assert checked(page, "danger_now") == []
    keys(page, "8", "Enter")
    focus_on(page, "your_name")
    page.keyboard.type("Mara 2")
    keys(page, "Enter", "Shift+Tab", "3", "9")
    expect(page.get_by_label("Your name or initials")).to_have_value("Mara 2")
    page.locator(".st-key-q_danger_now").get_by_role("button", name="Note on this question").focus()
    keys(page, "1")
    page.locator(".st-key-q_danger_now").get_by_role("checkbox", name="They already told me").focus()
    keys(page, "1")
    assert checked(page, "danger_now") == ["None right now"]


def test_escape_leads_from_the_notes_back_to_the_question(desk: Served, open_page: OpenPage) -> None:
    page = open_page(viewport=DESKTOP)
    new_call(page, desk)
    keys(page, "1", "Enter", "ArrowDown", "Alt+Shift+M")
    page.keyboard.type("slurred speech")
    keys(page, "Enter", "Escape", "Space")
    assert len(checked(page, "danger_now")) == 1
    expect(page.locator(".st-key-desk_log")).to_contain_text("slurred speech")


def test_a_group_of_boxes_is_one_tab_stop_with_arrow_keys(desk: Served, open_page: OpenPage) -> None:
    page = open_page(viewport=DESKTOP)
    new_call(page, desk)
    group = page.get_by_role("group", name="Is anyone hurt or in danger right now?")
    boxes = group.get_by_role("checkbox")
    keys(page, "Tab")
    expect(boxes.first).to_be_focused()
    keys(page, "ArrowDown", "ArrowRight", "ArrowUp")
    expect(boxes.nth(1)).to_be_focused()
    keys(page, "ArrowUp", "ArrowUp", "ArrowUp")
    expect(group.get_by_role("checkbox", name="I do not know")).to_be_focused()
    assert checked(page, "danger_now") == []
    keys(page, "ArrowUp", "Space")
    assert checked(page, "danger_now") == ["None right now"]
    keys(page, "Tab")
    expect(page.locator(".st-key-q_danger_now").get_by_role("checkbox", name="They already told me")).to_be_focused()
    keys(page, "Shift+Tab")
    expect(group.get_by_role("checkbox", name="None right now")).to_be_focused()


def test_each_move_has_a_key_and_the_list_of_keys_names_them_all(desk: Served, open_page: OpenPage) -> None:
    page = open_page(viewport=DESKTOP)
    new_call(page, desk)
    keys(page, "Alt+Shift+U")
    focus_on(page, "danger_now")
    keys(page, "8", "Alt+Shift+U")
    focus_on(page, "where_now")
    left = page.get_by_role("button", name=re.compile("^Next safety question"))
    before = left.inner_text()
    keys(page, "1", "Alt+Shift+U")
    assert left.inner_text() != before
    keys(page, "Alt+Shift+S")
    expect(page.get_by_label("Their name or initials")).to_be_focused()
    page.keyboard.type("Father")
    press(page, "Add to call")
    line = page.get_by_label("On the line (Alt+Shift+S)")
    expect(line).to_have_value("Father")
    keys(page, "Alt+Shift+S")
    expect(line).to_have_value("The caller")
    keys(page, "Alt+Shift+S")
    expect(line).to_have_value("Father")
    log = page.locator(".st-key-desk_log")
    expect(log).to_contain_text("On the line now: Father")
    expect(log).not_to_contain_text("said by")
    keys(page, "Alt+Shift+K")
    listed = page.get_by_role("dialog").inner_text()
    shown = re.findall(r"Alt\+Shift\+[A-Z]", page.locator('[data-testid="stMain"]').inner_text())
    assert len(set(shown)) >= 8
    assert set(shown) <= set(re.findall(r"Alt\+Shift\+[A-Z]", listed))
    keys(page, "Escape", "Alt+Shift+C")
    expect(heading(page)).to_have_text("First minute")
    expect(log).to_contain_text("No entries yet.")
    keys(page, "Alt+Shift+X")
    expect(heading(page)).to_have_text("Today")
    expect(page.get_by_role("status").first).to_have_text("The empty call is discarded.")
    expect(page.get_by_role("button", name=re.compile("^Open "))).to_have_count(1)


def test_nothing_out_of_sight_gets_the_focus(desk: Served, open_page: OpenPage) -> None:
    """Forward and back over Today, the call, a topic, and its end."""
    page = open_page(viewport=DESKTOP)
    new_call(page, desk)
    keys(page, "8")
    walk(page)
    keys(page, "Alt+Shift+N", "Alt+Shift+N")
    walk(page)
    page.set_viewport_size(ZOOMED)  # type: ignore[arg-type]
    settled(page)
    walk(page)
    page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
    keys(page, "Alt+Shift+E")
    expect(heading(page)).to_have_text("Read back and finish")
    walk(page)
    press(page, "Today")
    walk(page)


def walk(page: Page) -> None:
    """Go through all tab stops in both directions."""
    for key in ("Tab", "Shift+Tab"):
        places = 0
        for _ in range(120):
            page.keyboard.press(key)
            out_of_sight = page.evaluate(OUT_OF_SIGHT)
            if out_of_sight is None:
                break
            assert out_of_sight == "", f"{key} in {heading(page).inner_text()}"
            places += 1
        assert places > 3


@pytest.mark.long
def test_an_empty_call_is_not_left_on_today_and_another_one_is(desk: Served, open_page: OpenPage) -> None:
    page = open_page(viewport=DESKTOP)
    new_call(page, desk)
    discard = page.get_by_role("button", name=re.compile("^Discard empty call"))
    keys(page, "Alt+Shift+N")
    expect(discard).to_be_visible()
    press(page, re.compile("^Daily life"))  # the longest title still leaves room for the commands beside it
    saved, command = page.locator("#saved").bounding_box(), discard.bounding_box()
    assert saved is not None
    assert command is not None
    assert saved["x"] + saved["width"] <= command["x"] or saved["y"] >= command["y"] + command["height"]
    press(page, re.compile("^Danger right now"))
    keys(page, "8")
    expect(discard).to_have_count(0)
    keys(page, "8", "Alt+Shift+X")  # unchecked again: the answer stays in an earlier version
    expect(heading(page)).to_have_text("Danger right now")
    keys(page, "Alt+Shift+C", "Alt+Shift+X")
    expect(page.get_by_role("button", name=re.compile("^Open "))).to_have_count(1)


def test_a_note_typed_at_once_keeps_every_letter_on_a_slow_machine(desk: Served, open_page: OpenPage) -> None:
    """After a key or a button that leads to the note field, during a run, and while another note is being added."""
    page = open_page(viewport=DESKTOP)
    new_call(page, desk)
    keys(page, "1", "Enter", "8")
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
    log = page.locator(".st-key-desk_log")

    page.locator(".st-key-q_danger_now").get_by_role("button", name="Note on this question").focus()
    page.keyboard.press("Enter")
    page.keyboard.type("2 guns in the house", delay=20)
    settled(page)
    expect(note(page)).to_have_value("2 guns in the house")
    page.keyboard.press("Enter")
    page.keyboard.type("he sleeps", delay=20)
    settled(page)
    expect(log).to_contain_text("2 guns in the house")
    expect(page.locator(".st-key-q_danger_now .ns-note")).to_contain_text("2 guns in the house")
    expect(note(page)).to_have_value("he sleeps")
    page.keyboard.press("Alt+Shift+N")
    page.keyboard.press("Alt+Shift+M")
    page.keyboard.type(" in the car, 1 night in 3", delay=40)
    settled(page)
    expect(heading(page)).to_have_text("Danger right now")
    expect(note(page)).to_have_value("he sleeps in the car, 1 night in 3")
    expect(note(page)).to_be_focused()
    assert checked(page, "danger_now") == ["None right now"]


@pytest.mark.parametrize(
    "size", [pytest.param(DESKTOP, id="1280x800"), pytest.param(ZOOMED, id="200 % zoom", marks=pytest.mark.long)]
)
def test_the_urgency_stays_in_sight(desk: Served, open_page: OpenPage, size: dict[str, int]) -> None:
    page = open_page(viewport=size, device_scale_factor=2 if size is ZOOMED else 1)
    new_call(page, desk)
    keys(page, "Tab", "4")
    page.get_by_role("button", name="Supervisor notified").click()
    settled(page)
    keys(page, "Alt+Shift+N", "Alt+Shift+N")
    for scrolled in ("0", "e.scrollHeight"):
        page.locator('[data-testid="stMain"], [data-testid="stColumn"]').evaluate_all(
            f"all => all.forEach((e) => (e.scrollTop = {scrolled}))"
        )
        settled(page)
        seen: list[str] = page.evaluate(
            """() => [...document.querySelectorAll('.ns-urgency :is(h2, p), .ns-topline :is(.ns-chip, .ns-first-step)')]
              .filter((e) => {
                const box = e.getBoundingClientRect();
                return box.width && e.contains(document.elementFromPoint(box.x + 5, box.y + box.height / 2));
              })
              .map((e) => e.innerText)"""
        )
        assert {"Get help now", "Call 911 now"} <= set(seen), scrolled


@pytest.mark.long
def test_a_danger_ticked_by_mistake_stays_until_its_answer_is_corrected(desk: Served, open_page: OpenPage) -> None:
    page = open_page(viewport=DESKTOP)
    new_call(page, desk)
    keys(page, "1", "Enter", "4")
    drawer, log = page.get_by_role("dialog"), page.locator(".st-key-desk_log")
    urgency = page.locator(".ns-urgency")
    press(page, "Marked by mistake")
    expect(drawer).to_have_count(0)
    expect(log).to_contain_text("Marked by mistake: Danger right now: Violence, threats, or a weapon out.")
    expect(urgency).to_contain_text("Get help now")
    focus_on(page, "danger_now")
    question = page.locator(".st-key-q_danger_now")
    expect(question.get_by_role("status")).to_contain_text("Correct the answer now.")
    keys(page, "4")
    expect(question.get_by_role("status")).to_have_count(0)
    expect(log).to_contain_text("The answer is corrected.")
    expect(urgency).not_to_contain_text("Get help now")
    keys(page, "4")
    expect(drawer).to_be_visible()  # said again, it counts again
    press(page, "Marked by mistake")
    press(page, "The answer is right")
    expect(drawer).to_be_visible()


@pytest.mark.long
def test_the_drawer_begins_with_the_address_and_has_the_numbers(desk: Served, open_page: OpenPage) -> None:
    """It asks which of two answers was a mistake. What staff did is not said by the person on the line."""
    page = open_page(viewport=DESKTOP)
    new_call(page, desk)
    keys(page, "Alt+Shift+S")
    page.keyboard.type("Father")
    press(page, "Add to call")
    page.get_by_role("checkbox", name="May end their life soon").focus()
    keys(page, "3")
    drawer = page.get_by_role("dialog")
    expect(drawer.get_by_label("Their location (address)")).to_be_focused()
    page.keyboard.type("12 Elm Street")
    dials = drawer.get_by_role("link")
    assert [link.get_attribute("href") for link in dials.all()] == ["tel:911", "tel:988"]
    press(page, "Connected to 988")
    keys(page, "4")
    assert "tel:18007997233" in [link.get_attribute("href") for link in dials.all()]
    press(page, "Marked by mistake")
    expect(drawer.get_by_role("button", name="Danger right now: May end their life soon")).to_be_visible()
    press(page, "Danger right now: Violence, threats, or a weapon out")
    expect(drawer).to_have_count(0)
    log = page.locator(".st-key-desk_log")
    expect(log).to_contain_text("Connected to 988. Location: 12 Elm Street.")
    expect(log).not_to_contain_text("said by")
