"""Visit the app as a family does, but without a browser: the frame and its pages run in this process.

Pages are identified by what a person sees: h1, text, buttons. Whatever needs a browser (scripts, focus, styles,
downloads) is tested in tests/e2e.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from html.parser import HTMLParser
from typing import Any

from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block, Element

from intake.config import ROOT
from intake.content import load
from intake.content.cases import Shorthand, response_of
from intake.domain.assessing import assess
from intake.domain.questionnaire import ADDED, TYPED, Item, ItemType, key_of
from intake.domain.response import Absent, Answer, Response
from intake.domain.rules import Level
from intake.i18n import SOURCE, translator
from intake.ui.common.session import SEEN

MAIN = ROOT / "src" / "intake" / "ui" / "app" / "main.py"
FAMILY = ROOT / "pages" / "family"
WITHOUT_VALUE = {"?": "I do not know", "-": "I would rather not say"}
PAST = ("We are safe for now. Keep going", "Keep going", "Leave both as they are", "Leave them as they are")
"""The buttons that lead past a warning, or past a question about two answers."""
MOST_PAGES = 80
PATIENCE = 20.0  # seconds for one run on a busy machine

_EMPTY_TAGS = frozenset({"br", "col", "hr", "img", "input", "link", "meta"})


def headline(level: Level, answers: Shorthand) -> str:
    """The heading of a result: nothing calm stands above open safety questions."""
    content = load()
    unknowns = assess(content, response_of(answers, content), dt.date(2026, 11, 22)).unknowns
    urgent = level in (Level.RED, Level.ORANGE)
    return content.band[Level.OPEN if unknowns and not urgent else level].heading


@dataclass(frozen=True)
class Node:
    """One HTML element: `text` is all text in it, `inside` the classes of the elements around it."""

    tag: str
    attributes: dict[str, str]
    text: str
    inside: frozenset[str]


class _Tree(HTMLParser):
    """Collects the elements of a piece of HTML as they close. Unclosed elements are errors."""

    def __init__(self) -> None:
        super().__init__()
        self.nodes: list[Node] = []
        self._open: list[tuple[str, dict[str, str], list[str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open.append((tag, {name: value or "" for name, value in attrs}, []))
        if tag in _EMPTY_TAGS:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        opened, attributes, words = self._open.pop()
        assert opened == tag, f"</{tag}> closes <{opened}>"
        around = {name for _, other, _ in self._open for name in other.get("class", "").split()}
        self.nodes.append(Node(tag, attributes, " ".join("".join(words).split()), frozenset(around)))

    def handle_data(self, data: str) -> None:
        for _, _, words in self._open:
            words.append(data)


def nodes(markup: str) -> list[Node]:
    """The elements of a piece of HTML, inner ones before outer ones."""
    tree = _Tree()
    tree.feed(markup)
    tree.close()
    assert not tree._open, f"<{tree._open[-1][0]}> is never closed"
    return tree.nodes


@dataclass(frozen=True)
class Page:
    """What one page showed: its HTML, and the labels of its buttons and downloads.

    `added`: the questions that followed from answers on it.
    """

    markup: str
    buttons: tuple[str, ...]
    downloads: tuple[str, ...]
    added: tuple[str, ...] = ()

    @cached_property
    def nodes(self) -> list[Node]:
        """The elements of its HTML; the last contains all others."""
        return nodes(f"<body>{self.markup}</body>")

    @property
    def text(self) -> str:
        """All text except the labels of buttons and options."""
        return self.nodes[-1].text

    @cached_property
    def heading(self) -> str:
        """The one h1."""
        found = [node.text for node in self.nodes if node.tag == "h1"]
        assert len(found) == 1, f"a page has one h1, not {found}"
        return found[0]

    @property
    def headings(self) -> list[str]:
        """All headings."""
        return [node.text for node in self.nodes if node.tag in ("h1", "h2", "h3")]

    @property
    def steps(self) -> list[str]:
        """The headings of the next steps."""
        return [node.text for node in self.nodes if node.tag == "h3" and "ns-steps" in node.inside]

    @property
    def also_today(self) -> list[str]:
        """The lines below the steps: what else is urgent."""
        return [node.text for node in self.nodes if node.tag == "summary" and "ns-also" in node.inside]

    @property
    def band(self) -> str:
        """The heading of the colored card that says how urgent it is; "" without one."""
        cards = (node for node in self.nodes if node.tag in ("h1", "h2"))
        return next((node.text for node in cards if any(name.startswith("ns-band-") for name in node.inside)), "")


@dataclass
class Visit:
    """One family: `answers` in the cases' short form, the current `page`, and the `pages` it went through."""

    answers: Shorthand = field(default_factory=dict)
    language: str = SOURCE
    pages: list[Page] = field(default_factory=list)
    page: Page = field(init=False)

    def __post_init__(self) -> None:
        """Open the first page."""
        self.content = load(self.language)
        self.by_text = {
            item.opener.line if item.opener else item.text: item for item in self.content.questionnaire.items.values()
        }
        self.at = AppTest.from_file(MAIN, default_timeout=PATIENCE)
        self.run()

    # --- what is on the page ---

    @property
    def asked(self) -> tuple[str, ...]:
        """The link_ids of the questions on the page, as their headings say."""
        found = (self.by_text.get(heading) for heading in self.page.headings)
        return tuple(item.link_id for item in found if item)

    @cached_property
    def leads_to_others(self) -> frozenset[str]:
        """The questions whose answers decide whether others are asked."""
        items = self.content.questionnaire.items.values()
        return frozenset(condition.question for item in items for condition in item.enable_when)

    @property
    def item(self) -> Item:
        """The one question on the page."""
        (link_id,) = self.asked
        return self.content.questionnaire.items[link_id]

    def say(self, english: str, **slots: object) -> str:
        """A screen text in the language of the visit."""
        return translator(self.language, ROOT).ui(english, **slots)

    def elements(self) -> Iterator[Element]:
        """All rendered elements in order, including widgets."""
        return (node for node in self.at.main if not isinstance(node, Block))

    @property
    def response(self) -> Response:
        """The recorded answers."""
        found: Response = self.at.session_state["response"]
        return found

    def recorded(self, link_id: str) -> Answer | None:
        """The recorded answer to one question."""
        return self.response.by_key.get(link_id)

    def picked(self, item: Item) -> Any:
        """What the page shows as selected: a code or None, the codes checked, or the text in the field."""
        checked = self.checked(item)
        if item.opener and not checked and self._has(self._key(item, "opener")):
            said = self.at.radio(key=self._key(item, "opener")).value
            return {None: (), "no": (item.opener.no,)}.get(said, (said,))
        if item.type is ItemType.CHOICES or checked:
            return checked
        return self.field(item).value

    def checked(self, item: Item) -> tuple[str, ...]:
        """The codes whose boxes are checked."""
        key = self._key(item)
        start, _, times = key.partition("~")
        boxes = (str(box.key) for box in self.at.checkbox if box.value and str(box.key).startswith(start))
        return tuple(box.removeprefix(start).removesuffix(f"~{times}") for box in boxes)

    def field(self, item: Item, entry: str = "") -> Any:
        """The list or text field of a question; not its checkboxes."""
        lists = (self.at.radio, self.at.selectbox, self.at.text_area, self.at.text_input)
        found = [widget for widgets in lists for widget in widgets if widget.key == self._key(item, entry=entry)]
        assert len(found) == 1, f"{self.page.heading!r} has {len(found)} fields for {item.link_id}"
        return found[0]

    @property
    def all_offered(self) -> list[str]:
        """The labels of all options on the page."""
        lists = [*self.at.radio, *self.at.selectbox]
        return [*(label for one in lists for label in one.options), *(box.label for box in self.at.checkbox)]

    def offered(self, item: Item) -> list[str]:
        """The labels of all options of a question."""
        key = self._key(item)
        keys = (key, self._key(item, "opener"))
        lists = [one for one in (*self.at.radio, *self.at.selectbox) if one.key in keys]
        boxes = [box for box in self.at.checkbox if str(box.key).startswith(key.partition("~")[0])]
        return [*(label for one in lists for label in one.options), *(box.label for box in boxes)]

    @property
    def keys_here(self) -> list[str]:
        """The keys of the answers that can be given on the page, in order."""
        end = f"_{self.language}_"
        widgets = [str(getattr(one, "key", None) or "") for one in self.elements()]
        found = [key.removeprefix("w_").rpartition(end)[0] for key in widgets if key.startswith("w_") and end in key]
        return list(dict.fromkeys(found))

    # --- what a person does ---

    def run(self) -> None:
        """Run the script; no page may raise an error."""
        self._settle(self.at)

    def press(self, label: str, **slots: object) -> None:
        """Click the first button with this (English) label."""
        wanted = self.say(label, **slots)
        button = next((button for button in self.at.button if button.label == wanted), None)
        assert button is not None, f"{self.page.heading!r} has no button {wanted!r}, only {self.page.buttons}"
        self._settle(button.click())

    def open(self, name: str) -> None:
        """Open a page by its address."""
        self._settle(self.at.switch_page(f"../../../../pages/family/{name}.py"))
        # AppTest would request this page again at every later click; a browser requests the page it is on.
        self.at._page_hash = ""

    def pick(self, item: Item, *codes: str) -> None:
        """Select one or more options, each in a run of its own, like taps."""
        for code in codes:
            self._set(item, code)
            self.run()

    def uncheck(self, item: Item, code: str) -> None:
        """Uncheck one box."""
        self._settle(self.at.checkbox(key=self._key(item, code)).uncheck())

    def type(self, item: Item, words: str) -> None:
        """Type into the field of a question. The text arrives with the next click, as in a browser."""
        self.field(item).set_value(words)

    def answer(self, item: Item, entry: str = "") -> None:
        """Give this family's answer, if it has one. It arrives with the next click."""
        given = self.answers.get(key_of(item.link_id, entry))
        if given is None:
            return
        if item.type in TYPED and given not in WITHOUT_VALUE:
            self.field(item, entry).set_value(str(given))
            return
        for code in (given,) if isinstance(given, str) else given:
            self._set(item, code, entry)

    def seed(self, page: str, before: str = "") -> None:
        """Open a page with this family's answers recorded and their dangers shown, as after a walk.

        With `before`, a link_id, only the answers to the questions before that one.
        """
        order = list(self.content.questionnaire.items)
        last = order.index(before) if before else len(order)
        so_far = {key: given for key, given in self.answers.items() if order.index(key.partition("@")[0]) < last}
        answers = response_of(so_far, self.content)
        gate = self.content.questionnaire.gate.link_id
        if gate not in answers.by_key:  # it was shown and skipped
            answers = answers.with_answer(Answer(link_id=gate, absent=Absent.NOT_ASKED))
        self.at.session_state["response"] = answers.model_copy(update={"language": self.language})
        self.at.session_state[SEEN] = assess(self.content, answers, dt.datetime.now(dt.UTC).date()).tiers
        self.open(page)

    def stand_at(self, link_id: str) -> None:
        """Open the page of one question of the check, with the answers to the questions before it recorded."""
        self.at.session_state["at"] = link_id
        self.seed("questions", before=link_id)
        assert link_id in self.asked

    def begin(self, way: str = "Start now") -> None:
        """Go from the first page to the question about danger."""
        self.press(way)
        self.press("I understand")

    def open_part(self, title: str) -> None:
        """Open one part in the list of parts."""
        button = next(button for button in self.at.button if button.label.startswith(f"**{title}**"))
        self._settle(button.click())

    def fill_part(self) -> list[str]:
        """Answer everything in the open part, page by page, and return the keys seen."""
        seen: list[str] = []
        for _ in range(MOST_PAGES):
            if self.page.heading in (self.say("All parts"), self.say("Plan what comes next")):
                return seen
            done: list[str] = []
            while new := [key for key in self.keys_here if key not in done]:
                # An answer can add another question to the page.
                self.answer_key(new[0])
                self.run()
                done.append(new[0])
            seen += done
            if not done and self._add_another(seen):
                continue
            self.press("Continue")
        raise AssertionError(f"the part does not end; the last page is {self.page.heading!r}")

    def _add_another(self, seen: list[str]) -> bool:
        """On the page that asks for more, add this family's next entry; return whether there was one."""
        section = next(
            (
                one
                for one in self.content.questionnaire.sections
                if one.repeats and one.repeats.more == self.page.heading
            ),
            None,
        )
        if section is None or section.repeats is None:
            return False
        own = {item.link_id for item in section.items}
        entries = {key.partition("@")[2] for key in self.answers if key.partition("@")[0] in own}
        shown = {key.partition("@")[2] for key in seen}
        if not any(entry for entry in entries - shown if ADDED.fullmatch(entry)):
            return False
        self._settle(next(button for button in self.at.button if button.label == section.repeats.add).click())
        return True

    def answer_key(self, key: str) -> None:
        """Give this family's answer to one question of one entry."""
        link_id, _, entry = key.partition("@")
        self.answer(self.content.questionnaire.items[link_id], entry)

    def questions(self) -> Iterator[Item]:
        """Yield every question before it is answered; end at "Check your answers".

        An answer can add a question to the page.
        """
        for _ in range(MOST_PAGES):
            page = self.page
            self.pages.append(page)
            if page.heading == self.say("Check your answers"):
                return
            past = next((label for label in PAST if self.say(label) in page.buttons), None)
            if past is not None:
                self.press(past)
                continue
            done, here = list[str](), self.asked
            while new := [link_id for link_id in self.asked if link_id not in done]:
                item = self.content.questionnaire.items[new[0]]
                yield item
                self.answer(item)
                done.append(item.link_id)
                if item.link_id in self.leads_to_others:
                    self.run()
            added = tuple(link_id for link_id in done if link_id not in here)
            self.pages[-1] = replace(page, added=added)
            self.press("Continue")
        raise AssertionError(f"the questions do not end; the last page is {self.page.heading!r}")

    def walk(self) -> None:
        """Go from the first page through all questions to "Check your answers"."""
        self.begin()
        for _ in self.questions():
            pass

    def finish(self) -> dict[str, Page]:
        """Go from "Check your answers" through every page after it; return these pages by name."""
        found = {"review": self.page}
        self.press("See my next steps")
        found["result"] = self.page
        self.press("All ways forward")
        found["ways"] = self.page
        self.press("Back to my next steps")
        self.press("How we decided")
        found["how_we_decided"] = self.page
        self.press("Back to my next steps")
        self.press("Get a summary for a professional")
        if "Continue" in self.page.buttons:
            found["summary"] = self.page
            self.press("Continue")
        found["download"] = self.page
        self.pages += found.values()
        return found

    # --- widgets ---

    def _key(self, item: Item, code: str = "", entry: str = "") -> str:
        held = self.at.session_state
        times = held["taken_over"] if "taken_over" in held else 0  # noqa: SIM401 - it has no get
        return f"w_{key_of(item.link_id, entry)}_{self.language}_{code}{f'~{times}' if times else ''}"

    def _set(self, item: Item, code: str, entry: str = "") -> None:
        """Select one option on its widget; one in a list that opens after a yes, with that yes."""
        if item.opener is not None and self._has(self._key(item, "opener", entry)):
            opener = self.at.radio(key=self._key(item, "opener", entry))
            if code in (item.opener.no, *WITHOUT_VALUE):
                opener.set_value("no" if code == item.opener.no else code)
                return
            if opener.value != "yes":
                self._settle(opener.set_value("yes"))
        if item.type is ItemType.CHOICE:
            self.field(item, entry).set_value(code)
        else:
            self.at.checkbox(key=self._key(item, code, entry)).check()

    def _has(self, key: str) -> bool:
        return any(widget.key == key for widget in self.at.radio)

    def _settle(self, changed: AppTest | Element) -> None:
        changed.run()
        assert not self.at.exception, [error.value for error in self.at.exception]
        assert not self.at.error, [error.value for error in self.at.error]
        self.page = Page(
            markup="".join(piece.value for piece in self.at.html),
            buttons=tuple(button.label for button in self.at.button),
            downloads=tuple(button.label for button in self.at.download_button),
        )


def opened(answers: Response, page: str) -> Visit:
    """A visit that opens a page with these answers."""
    visit = Visit()
    visit.at.session_state["response"] = answers
    visit.open(page)
    return visit
