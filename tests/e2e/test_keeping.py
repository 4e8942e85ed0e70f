"""No answer is lost, whatever happens to the page, the connection or the server; and nothing stays behind."""

from __future__ import annotations

import base64
import datetime as dt
import json
import os
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from intake.content.cases import response_of
from intake.domain.answers_json import answers_from
from intake.domain.questionnaire import TYPED, Item
from intake.domain.response import Answer, Response
from intake.sealing import Sealer
from intake.ui.common.static_pages import SLOT
from tests.e2e.family import CONTENT, WITHOUT_VALUE, Family, case
from tests.e2e.screen import OpenPage, answer_exits, drawn, idle, mark
from tests.serving import ROOT, Served, serve
from tests.switch import Switch, switch

KEPT = f"sessionStorage.getItem('{SLOT}')"
CANNOT = "This tab cannot keep your answers"
ITEMS = CONTENT.questionnaire.items


@pytest.fixture
def line(desk: Served) -> Iterator[Switch]:
    """The connection between the browser and a server that a test may kill."""
    with switch(desk.url) as made:
        yield made


# --- what can happen -------------------------------------------------------------------------------------------------


def load_again(family: Family) -> None:
    family.page.reload()
    drawn(family.page)
    family.settle()


def connected(family: Family, since: object) -> None:
    """Wait until the connection is back and everything since a `mark` is rendered."""
    app = family.page.locator('[data-testid="stApp"]')
    expect(app).to_have_attribute("data-test-connection-state", "CONNECTED", timeout=30_000)
    idle(family.page, since=since)


def cut(family: Family, line: Switch) -> None:
    before = mark(family.page)
    line.cut()
    connected(family, before)


def kill(family: Family, server: Served) -> None:
    before = mark(family.page)
    server.kill()
    server.start()
    connected(family, before)


# --- what a family sees of it ----------------------------------------------------------------------------------------


def assert_shown(family: Family, item: Item) -> None:
    """Assert that the page of a question shows the family's answer."""
    given = family.answers.get(item.link_id)
    if given is None or len(item.options) > 12:
        return
    if item.type in TYPED and given not in WITHOUT_VALUE:
        expect(family.field(item).get_by_role("textbox")).to_have_value(str(given))
        return
    for code in (given,) if isinstance(given, str) else given:
        expect(family.option(item, code)).to_be_checked()


def answers_told(family: Family) -> dict[str, str]:
    """The answers that "Check your answers" lists, by label."""
    family.settle()
    texts = family.main.locator(".ns-answer").all_inner_texts()
    return dict(text.split("\n", 1) for text in texts)


def answer(family: Family, item: Item, *, kept: bool = True) -> None:
    """Give the family's answer and wait until the tab has it; text is sent after a pause in typing."""
    family.asked.append(item.link_id)
    given = family.answers.get(item.link_id)
    if given is None:
        return
    family.answer(item)
    if not kept:
        family.settle()
        return
    wait_until_kept(family, item, given)


def wait_until_kept(family: Family, item: Item, given: str | tuple[str, ...]) -> None:
    """Wait until the tab has an answer."""
    wanted = response_of({item.link_id: given}, CONTENT).by_key[item.link_id]
    until = time.monotonic() + 15
    while not _same(in_the_tab(family.page).by_key.get(item.link_id), wanted):
        assert time.monotonic() < until, f"the tab does not keep the answer to {item.link_id}"
        family.page.wait_for_timeout(50)
    family.settle()


def _same(kept: Answer | None, wanted: Answer) -> bool:
    return kept is not None and set(kept.codes) == set(wanted.codes) and kept.absent == wanted.absent


def in_the_tab(page: Page) -> Response:
    """The answers kept in the tab."""
    token = str(page.evaluate(KEPT) or "").partition(" ")[0]
    sealer = Sealer(base64.b64decode(os.environ["NEXT_STEP_KEY"]), "kept in the tab")
    opened = sealer.open(token, dt.datetime.now(dt.UTC)) if token else None
    if opened is None:
        return Response(content_version=CONTENT.questionnaire.version)
    return answers_from(json.loads(opened)["answers"], CONTENT.questionnaire)


def to(family: Family, link_id: str) -> Item:
    """Go to a question, answering all before it."""
    for _ in range(60):
        if family.past_interruption():
            continue
        for item in family.unanswered_here():
            if item.link_id == link_id:
                return item
            answer(family, item)
        family.press("Continue")
    raise AssertionError(f"{link_id} never comes")


@pytest.mark.long
def test_every_answer_survives_a_reload_a_lost_connection_and_a_killed_server(
    desk: Served, line: Switch, phone: Page
) -> None:
    """The short way; all three happen, one after another, after each answer."""
    family = Family(phone, line.url, dict(case("alex").answers))
    phone.goto(line.url)
    family.press("Only the most important questions, about 4 minutes")
    family.press("I understand")
    steps = 0
    while family.heading != "Check your answers":
        if family.past_interruption():
            continue
        here = list[Item]()
        for item in family.unanswered_here():
            here.append(item)
            answer(family, item)
            assert_shown(family, item)
        heading = family.heading  # an answer can leave the page with one question, which is then the heading
        for disturb in (load_again, partial(cut, line=line), partial(kill, server=desk)):
            disturb(family)
            assert family.heading == heading, disturb
            for item in here:
                assert_shown(family, item)
        steps += 1
        family.move("Continue")
    assert steps >= 9
    told = answers_told(family)
    for link_id in family.asked:
        assert ITEMS[link_id].label in told
    load_again(family)
    assert family.heading == "Check your answers"
    assert answers_told(family) == told


@pytest.mark.long
def test_the_end_of_the_check_survives_one_failure_after_another(desk: Served, line: Switch, phone: Page) -> None:
    """The last questions of the check, with typed text; at every second question something different happens."""
    family = Family(phone, line.url, dict(case("rachel_evenings").answers))
    family.answers |= {"worry_most": "Söhne & <b>daughters</b>\nthe 5th time"}
    family.arrive_at("tried_times")
    happens: list[Callable[[Family], None]] = [
        load_again,
        partial(cut, line=line),
        load_again,
        partial(kill, server=desk),
    ]
    for step in range(80):
        heading = family.heading
        if heading == "Check your answers":
            break
        here = list[Item]()
        for item in family.unanswered_here():
            here.append(item)
            answer(family, item)
        heading = family.heading
        if step % 2 == 0:
            happens[step // 2 % len(happens)](family)
            assert family.heading == heading
            for item in here:
                assert_shown(family, item)
        family.press("Continue")
    told = answers_told(family)
    for link_id in family.asked:
        assert ITEMS[link_id].label in told
    assert "the 5th time" in told[ITEMS["worry_most"].label]
    kill(family, desk)
    family.press("See my next steps")
    result = family.heading
    for path, heading in (("/result", result), ("/review", "Check your answers"), ("/", "Check your answers")):
        phone.goto(f"{line.url}{path}")
        drawn(phone)
        assert family.heading == heading, "a typed address opens the page with the answers"
        phone.wait_for_timeout(1_500)  # nobody types the next address sooner; the tab learns of the page meanwhile
    assert answers_told(family) == told


def at_age(page: Page, url: str) -> tuple[Family, Item]:
    """A family on the third question, which it has already answered."""
    family = Family(page, url, dict(case("rachel_evenings").answers))
    item = family.arrive_at("lo_age")
    answer(family, item)
    return family, item


def test_an_answer_given_while_the_server_is_down_counts(desk: Served, line: Switch, phone: Page) -> None:
    family, item = at_age(phone, line.url)
    with line.swallow():
        family.option(item, "18_25").check(force=True)
        before = mark(phone)
        desk.kill()
    desk.start()
    connected(family, before)
    wait_until_kept(family, item, "18_25")
    load_again(family)
    expect(family.option(item, "18_25")).to_be_checked()


@pytest.mark.long
def test_the_first_press_after_a_restart_can_change_an_answer(desk: Served, line: Switch, phone: Page) -> None:
    family, item = at_age(phone, line.url)
    before = mark(phone)
    desk.kill()
    desk.start()
    expect(family.option(item, "18_25")).to_be_enabled(timeout=30_000)
    family.option(item, "18_25").check(force=True)
    connected(family, before)
    wait_until_kept(family, item, "18_25")
    load_again(family)
    expect(family.option(item, "18_25")).to_be_checked()
    family.press("Stop for now")
    expect(family.main).to_contain_text(f"You have answered {len(family.asked)} questions.")


@pytest.mark.long
def test_another_server_with_the_same_key_continues(desk: Served, server: Served, line: Switch, phone: Page) -> None:
    family, item = at_age(phone, line.url)
    line.target = server.url
    cut(family, line)
    assert_shown(family, item)
    family.press("Continue")
    family.press("Back")
    assert_shown(family, item)
    load_again(family)
    assert_shown(family, item)
    line.target = desk.url
    line.cut()
    load_again(family)
    assert_shown(family, item)


@pytest.mark.long
def test_a_server_with_another_key_opens_nothing_and_harms_nothing(line: Switch, phone: Page, tmp_path: Path) -> None:
    family, _ = at_age(phone, line.url)
    with serve(ROOT / "app.py", tmp_path / "log.txt", NEXT_STEP_KEY=base64.b64encode(bytes(32)).decode()) as other:
        line.target = other.url
        line.cut()
        load_again(family)
        expect(family.main).to_contain_text("There are no answers here")
        assert phone.evaluate(KEPT) is None
        family.press("Go to the start")
        family.press("Start now")


def to_words(family: Family, url: str) -> Item:
    """Go to the free-text question through the list of parts."""
    family.page.goto(f"{url}/topics")
    drawn(family.page)
    family.open_part(CONTENT.questionnaire.section_of["worry_most"].title)
    return to(family, "worry_most")


def test_words_are_kept_while_they_are_typed(line: Switch, phone: Page) -> None:
    family, _ = at_age(phone, line.url)
    item = to_words(family, line.url)
    field = family.field(item).get_by_role("textbox")
    field.click()
    family.do(partial(phone.keyboard.type, "She fell twice."))
    expect(field).to_be_focused()
    phone.keyboard.type(" And")
    expect(field).to_have_value("She fell twice. And")
    load_again(family)
    expect(field).to_have_value("She fell twice.")


@pytest.mark.long
def test_a_new_tab_starts_empty(line: Switch, phone: Page) -> None:
    at_age(phone, line.url)
    other = phone.context.new_page()
    other.goto(f"{line.url}/review")
    drawn(other)
    expect(other.locator('[data-testid="stMain"]')).to_contain_text("There are no answers here")


# --- nothing stays behind --------------------------------------------------------------------------------------------


def leave_fast(family: Family) -> None:
    """Leave while the server's message does not arrive: the page must empty the tab by itself."""
    answer_exits(family.page)
    family.page.route("**/bye", lambda route: route.abort())
    family.page.get_by_role("link", name="Leave this site").click()
    family.page.wait_for_url("https://www.weather.gov/**")


def erase(family: Family) -> None:
    family.press("Stop for now")
    family.press("Erase my answers")
    assert family.heading == "Your answers are erased"


@pytest.mark.parametrize("go_away", [leave_fast, erase])
def test_leaving_and_erasing_empty_the_tab(line: Switch, phone: Page, go_away: Callable[[Family], None]) -> None:
    family, _ = at_age(phone, line.url)
    assert phone.evaluate(KEPT)
    go_away(family)
    phone.goto(f"{line.url}/review")
    drawn(phone)
    assert phone.evaluate("sessionStorage.length") == 0
    load_again(family)
    expect(family.main).to_contain_text("There are no answers here")


@pytest.mark.long
def test_nothing_on_the_device_can_be_read(line: Switch, phone: Page) -> None:
    addresses: list[str] = []
    phone.on("request", lambda request: addresses.append(request.url))
    family, _ = at_age(phone, line.url)
    family.answers["worry_most"] = "pelican at the window"
    answer(family, to_words(family, line.url))
    family.press("Continue")
    load_again(family)
    stores = phone.evaluate("JSON.stringify([sessionStorage, localStorage, document.cookie])")
    token = phone.evaluate(KEPT)
    cookies = json.dumps(phone.context.cookies())
    seen = " ".join([stores, cookies, phone.url, *addresses, phone.title()])
    opened = base64.urlsafe_b64decode(token)
    codes = {code for given in family.answers.values() for code in ((given,) if isinstance(given, str) else given)}
    words = [word for word in ("pelican", *family.asked, *codes) if len(word) > 4]
    assert len(words) > 20
    assert [word for word in words if word in seen or word.encode() in opened] == []
    fields = phone.evaluate(
        "[...document.querySelectorAll('#root :is(input, textarea)')].map(field => field.autocomplete)"
    )
    assert set(fields) <= {"off"}, "a browser saves the text of other fields in its own files"


@pytest.mark.parametrize(("minutes", "restored"), [(4, True), (6, False)])
@pytest.mark.long
def test_a_closed_tab_that_is_opened_again_keeps_its_answers_for_five_minutes(
    line: Switch, phone: Page, minutes: int, restored: bool
) -> None:
    family, _ = at_age(phone, line.url)
    phone.goto("about:blank")
    phone.add_init_script(f"Date.now = (real => () => real() + {minutes} * 60000)(Date.now)")
    phone.go_back()
    drawn(phone)
    family.press("Privacy")
    assert bool(phone.evaluate(KEPT)) is restored


def test_after_violence_the_tab_keeps_nothing_until_asked_to(desk: Served, line: Switch, phone: Page) -> None:
    family = Family(phone, line.url, dict(case("spouse_and_meth").answers))
    item = family.arrive_at("fear")
    assert phone.evaluate(KEPT)
    answer(family, item, kept=False)
    assert phone.evaluate("sessionStorage.length") == 0, "immediately"
    kill(family, desk)
    assert_shown(family, item)
    phone.goto(f"{line.url}/stop")
    drawn(phone)
    expect(family.main).to_contain_text("There are no answers here")

    answer(family, family.arrive_at("violence"), kept=False)
    family.press("Continue")
    phone.wait_for_timeout(100)
    if family.heading == "Get help now":
        family.press("We are safe for now. Keep going")
    family.press("Stop for now")
    expect(family.main).to_contain_text("this tab does not keep your answers")
    family.press("Keep my answers in this tab if I reload the page")
    assert phone.evaluate(KEPT)
    load_again(family)
    expect(family.main).to_contain_text("This tab keeps your answers")
    family.press("Do not keep my answers in this tab")
    assert phone.evaluate("sessionStorage.length") == 0


BLOCKED = {
    "blocked": "Object.defineProperty(window, 'sessionStorage', { get() { throw new DOMException('no') } })",
    "full": """const real = Storage.prototype.setItem;
        Storage.prototype.setItem = function (...args) {
          if (!window.room) throw new DOMException('full', 'QuotaExceededError');
          real.apply(this, args);
        }""",
}


@pytest.mark.parametrize("storage", BLOCKED)
@pytest.mark.long
def test_a_tab_that_cannot_keep_answers_says_so_on_every_page(
    desk: Served, line: Switch, open_page: OpenPage, storage: str
) -> None:
    page = open_page()
    page.add_init_script(BLOCKED[storage])
    family = Family(page, line.url, dict(case("rachel_evenings").answers))
    page.goto(line.url)
    family.press("Start now")
    for label in ("I understand", "Continue", "Continue", "Privacy"):
        expect(family.main).to_contain_text(CANNOT)
        family.press(label)
    expect(family.main).to_contain_text(CANNOT)
    family.press("Back")
    item = to(family, "where_now")
    answer(family, item, kept=False)
    kill(family, desk)
    assert_shown(family, item)
    expect(family.main).to_contain_text(CANNOT)
    if storage == "full":
        page.evaluate("window.room = true")
        family.press("Continue")
        family.press("Back")
        expect(family.main).not_to_contain_text(CANNOT)
        load_again(family)
        assert_shown(family, item)
