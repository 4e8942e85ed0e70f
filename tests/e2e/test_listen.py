"""A page is read aloud only with a voice of the device itself, and falls silent when the person moves on or leaves."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.family import Family, case
from tests.e2e.screen import answer_exits, sideways
from tests.serving import Served

# A browser without a screen has no voices: these stand for those of a phone.
VOICES = """
window.spoken = []; window.silenced = 0;
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
Object.defineProperty(window, "speechSynthesis", { value: Object.assign(new EventTarget(), {
  getVoices: () => OFFERED,
  speak: (one) => window.spoken.push([one.voice.name, one.text]),
  cancel: () => { window.silenced++; window.silence?.(); },
}) });
"""
REMOTE = '{ name: "Cloud", lang: "en-US", localService: false, default: true }'
OWN = '{ name: "Own", lang: "en-US", localService: true }'


def listening(page: Page, served: Served, *voices: str) -> Family:
    page.add_init_script(VOICES.replace("OFFERED", f"[{', '.join(voices)}]"))
    family = Family(page, served.url, dict(case("rachel_evenings").answers))
    family.arrive_at("fear")
    return family


@pytest.mark.long
def test_a_question_is_read_with_the_devices_own_voice_until_the_person_moves_on(phone: Page, server: Served) -> None:
    family = listening(phone, server, REMOTE, OWN)
    assert sideways(phone) == 0
    phone.get_by_role("button", name="Listen").click()
    expect(phone.get_by_role("button", name="Listen", pressed=True)).to_be_visible()
    spoken = phone.evaluate("window.spoken")
    assert {voice for voice, _ in spoken} == {"Own"}
    texts = [text for _, text in spoken]
    assert family.heading in texts[:2]
    assert "I do not know" in texts
    assert "Continue" not in texts
    assert "Privacy" not in texts
    family.press("Back")
    expect(phone.get_by_role("button", name="Listen", pressed=False)).to_be_visible()
    assert phone.evaluate("window.silenced") == 1


@pytest.mark.long
def test_without_a_voice_of_its_own_the_device_stays_silent_and_the_page_says_so(phone: Page, server: Served) -> None:
    listening(phone, server, REMOTE)
    phone.get_by_role("button", name="Listen").click()
    expect(phone.get_by_role("status").filter(has_text="no voice of its own")).to_be_visible()
    assert phone.evaluate("window.spoken") == []


@pytest.mark.long
def test_leaving_silences_the_page(phone: Page, server: Served) -> None:
    silenced: list[bool] = []
    phone.expose_function("silence", lambda: silenced.append(True))
    listening(phone, server, OWN)
    phone.get_by_role("button", name="Listen").click()
    expect(phone.get_by_role("button", name="Listen", pressed=True)).to_be_visible()
    answer_exits(phone)
    phone.get_by_role("link", name="Leave this site").click()
    phone.wait_for_url("https://www.weather.gov/**")
    assert silenced
