"""The summary as HTML, text, and PDF with the real template and the invented garden: complete and safe.

test_full_intakes.py tests the summaries of the real content.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from html.parser import HTMLParser
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from intake.brief.model import Brief
from intake.brief.rows import AnswerStatus
from intake.content import load
from intake.domain.answers_json import LONGEST_TEXT, AnswersError, check_answer
from intake.domain.response import Answer, Response
from intake.i18n import PSEUDO, Translator
from intake.outputs import summary_pdf, summary_text
from intake.outputs.pdf.renderer import Page, RenderedPdf, render_pdf
from intake.outputs.summary_pdf import Paper
from intake.ui.common import summary_html
from tests.garden import CALM, CONTENT, ENGLISH, LARGEST, LIBRARY, MADE_ON, WELL, answers, brief_of
from tests.often import often
from tests.pdf_conformance.checker import FailedRule
from tests.pdf_conformance.structure import blocks, spoken

Check = Callable[[bytes], list[FailedRule]]

LABEL = "Family-reported, not verified, not a diagnosis."
CONFIDENTIAL = "Strictly confidential. Reported by a family. Not verified. Not an assessment or a diagnosis."
NOT_A_NO = "“Not known,” “Rather not say,” and “Not answered” do not mean no."
HIDE = "Do not leave this page where the person it is about can find it."
MADE = "Created November 22, 2026, 8:05 AM (UTC-05:00). Questions version garden.1."
LONGEST_LINE = 120
OPEN_TEXTS = ("garden_name", "worry", "your_name", "keeper")
HOSTILE = [
    "<script>alert(1)</script>",
    "</style></title></p><h1>Shouting</h1>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7*7 }} {{7*7}} {% include '/etc/passwd' %} ${7*7} #{7*7}",
    "&lt;b&gt; &amp; &#x3c;script&#x3e;",
    "{name} {0} %s %(x)s %n",
    "]]> <!-- --> <?xml?>",
]
ODD = [
    pytest.param("😭👨‍👩‍👧‍👦🏳️‍🌈👍🏽5️⃣ ❤️‍🔥🇺🇸 " * 20, id="emoji"),
    pytest.param("مرحبا كيف حالك؟ x\u202eevil\u202c " * 20, id="right to left"),
    pytest.param("".join(map(chr, range(1, 0x20))) + "\x7f\x85\ufeff\u2028\u2029 end", id="controls"),
    pytest.param("x" * 20_000, id="one endless word"),
    pytest.param("word " * 4_000, id="very many words"),
    pytest.param("\n" * 5_000 + "end", id="newlines"),
    pytest.param("你好，我很担心。日本語。한국어. " * 50, id="East Asian"),
]


def large() -> Brief:
    """The largest brief."""
    return brief_of(answers(**LARGEST))


IN_SENTENCES = {row.key: row.phrase.text for row in (*large().who, *large().reach) if row.phrase}
SHORT = {row.key: row.label for row in (*large().situation, *large().background)}
"""What page 1 says in sentences, and under shorter labels."""


def with_texts(typed: str) -> Brief:
    """The largest brief with `typed` in every text answer, cut to the maximum in those of one line."""
    return brief_of(answers(**{**LARGEST, **dict.fromkeys(OPEN_TEXTS, typed[:LONGEST_LINE]), "worry": typed}))


def as_html(brief: Brief, words: Translator = ENGLISH, **options: Any) -> str:
    return summary_pdf.html(brief, words, LIBRARY, **options)


def as_pdf(brief: Brief, paper: Paper = "letter") -> RenderedPdf:
    return summary_pdf.pdf(brief, ENGLISH, LIBRARY, paper=paper)


@lru_cache(maxsize=4)
def large_pdf(paper: Paper = "letter") -> RenderedPdf:
    return as_pdf(large(), paper)


def pages(pdf: RenderedPdf) -> list[str]:
    """The text of each page with single spaces."""
    reader = PdfReader(BytesIO(pdf.data))
    return [" ".join(page.extract_text().replace("\u200b", "").split()) for page in reader.pages]


def solid(text: str) -> str:
    """A text without white space and break opportunities."""
    return "".join(text.replace("\u200b", "").split())


class _Document(HTMLParser):
    """What a reader of the page sees: its words in order, and the tags around them. A chart reads as its title.

    The stylesheet adds a symbol before a RED priority; header and footer are not read aloud.
    """

    def __init__(self, *, added: bool) -> None:
        super().__init__()
        self.added = added
        self.tags: list[str] = []
        self.words: list[str] = []
        self._hidden = ""
        self._red = False

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        classes = (dict(attributes).get("class") or "").split()
        self.tags.append(tag)
        if tag in ("head", "style") or "page-foot" in classes:
            self._hidden = self._hidden or tag
        self._red = self._red or (tag == "body" and "red" in classes)
        if self.added and self._red and tag == "p" and "word" in classes:
            self.words.append("▲ ")

    def handle_endtag(self, tag: str) -> None:
        if tag == self._hidden:
            self._hidden = ""

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.words.append(data)


def parsed(html: str, *, added: bool = False) -> _Document:
    document = _Document(added=added)
    document.feed(html)
    return document


def words_of(html: str) -> str:
    return "".join(parsed(html).words)


# --- HTML ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", HOSTILE)
def test_typed_text_is_shown_verbatim_and_never_becomes_markup(typed: str) -> None:
    html = as_html(with_texts(typed))
    document = parsed(html)
    assert document.tags == parsed(as_html(with_texts("harmless"))).tags
    assert solid("".join(document.words)).count(solid(typed)) >= len(OPEN_TEXTS)
    assert "49" not in html


def test_typed_text_cannot_add_styles() -> None:
    """The only style in the document is the paper size."""
    for typed in HOSTILE:
        assert re.findall(r"<style>(.*?)</style>", as_html(with_texts(typed)), re.DOTALL) == ["@page { size: letter }"]


def test_every_question_asked_has_its_row() -> None:
    seen = solid(words_of(as_html(large())))
    for section in large().sections:
        for row in section.all_rows:
            if row.key in IN_SENTENCES:
                assert solid(IN_SENTENCES[row.key]) in seen
                continue
            if not row.status.open:
                assert solid(row.value) in seen
            if row.value != row.entry_name:  # the name of an entry is its heading
                assert solid(row.label) in seen or solid(SHORT[row.key]) in seen


@pytest.mark.parametrize(("paper", "size"), [("letter", "letter"), ("a4", "A4")])
def test_the_paper_size_is_the_one_requested(paper: Paper, size: str) -> None:
    assert f"@page {{ size: {size} }}" in as_html(large(), paper=paper)


def test_the_page_for_a_browser_has_its_style_and_loads_nothing() -> None:
    html = as_html(large(), style=True)
    assert "@media screen" in html
    assert ".band" in html
    assert not re.search(r"url\(|@import|src=|<link|<script", html)


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("ar", "rtl")])
def test_the_language_and_the_text_direction_are_marked(language: str, direction: str) -> None:
    brief = brief_of(answers(**WELL), load(language, LIBRARY))
    assert f'<html lang="{language}" dir="{direction}">' in as_html(brief, Translator(language))


def test_every_word_of_the_document_is_translated() -> None:
    """In the pseudo-language every translated text is in brackets; names, dates, and codes are not translated."""
    brief = brief_of(answers(**LARGEST), load(PSEUDO, LIBRARY), Translator(PSEUDO))
    for document in (
        words_of(as_html(brief, Translator(PSEUDO))),
        summary_text.text(brief, Translator(PSEUDO)),
    ):
        rest = " ".join(document.split())
        while (shorter := re.sub(r"⟦[^⟦⟧]*⟧", "", rest)) != rest:
            rest = shorter
        typed = [row.value for section in brief.sections for row in section.all_rows if row.verbatim]
        for own in (*typed, *(line for words in typed for line in words.split("\n")), *CONTENT.rule):
            rest = rest.replace(own, "")
        for source in CONTENT.sources:
            rest = rest.replace(f"{source.title} ({source.publisher})", "")
        assert not re.search(r"[^\W\d_]", rest), re.findall(r"[^\W\d_]+", rest)


# --- text ------------------------------------------------------------------------------------------------------------


def lines_of(brief: Brief) -> list[str]:
    """The paragraphs of the text, each unwrapped to one line."""
    lines: list[str] = []
    for line in summary_text.text(brief, ENGLISH).splitlines():
        if line.startswith("  ") and lines:
            lines[-1] += f" {line.strip()}"
        else:
            lines.append(line)
    return lines


def under(brief: Brief, title: str) -> list[str]:
    """The lines under one heading of the text."""
    lines = lines_of(brief)
    rest = lines[lines.index(title.upper()) + 1 :]
    return rest[: rest.index("")] if "" in rest else rest


def test_the_text_has_every_answer_in_words() -> None:
    text = " ".join(summary_text.text(large(), ENGLISH).split())
    for section in large().sections:
        for row in section.all_rows:
            if row.key in IN_SENTENCES:
                assert IN_SENTENCES[row.key] in text
                continue
            assert row.label in text or row.value == row.entry_name or SHORT[row.key] in text
            assert " ".join(row.value.split()) in text
    whole = " ".join(summary_text.text(large(), ENGLISH).split("\n\n")[0].split())
    assert whole == f"FAMILY SUMMARY {CONFIDENTIAL} {MADE} {NOT_A_NO}"
    assert "Suggested priority: Act now" in lines_of(large())
    assert under(large(), "Asked of you") == [
        "1. Please bring a bee suit now: there are bees in the shed.",
        "2. Please open the drain now: the beds are under water.",
        "3. Please prop the tree now: it may fall.",
    ]
    assert under(large(), "Water")[0] == "- Reported: Trouble right now: The beds are under water"
    assert under(large(), "Bees, goats and spots")[0] == "- Reported: Trouble right now: Bees have moved into the shed"
    assert under(large(), "Who it is about") == [
        "The garden is called “The long field”. United States, Ohio.",
    ]
    assert under(large(), "Safe way to reach the family") == ["Grace, in Canada."]
    assert under(large(), "What the family was told")[1] == "1. Step back from the beds (Now)"
    assert any(line.startswith("- Bees in the shed (Act now): ") for line in under(large(), "How the priority was set"))
    assert not any(rule in text for rule in CONTENT.rule if "_" in rule), "ids mean nothing to a reader"


def test_the_text_distinguishes_every_status() -> None:
    brief = brief_of(answers(now=("none",), height="roof", soil="?", plants=("tree", "roses"), spots="no", leans="-"))
    assert under(brief, "Size and lean") == [
        "- Reported: Height of the tallest: Up to the roof",
        "- Rather not say: A leaning tree",
    ]
    assert under(brief, "Water") == ["- No answer.", "- Not known: Dry soil", "- Not answered: Watering"]
    assert under(brief, "Bees, goats and spots") == ["- Nothing reported.", "- Denied: Spots on the roses – No"]
    assert under(brief, "Situation") == ["- Not answered: What worries you most; Leaves"]


def test_the_text_says_that_nothing_is_open_or_that_no_rule_applied() -> None:
    known = {name: code for name, code in LARGEST.items() if code not in ("?", "-")}
    everything = {**known, "spots_spread": "no", "shade": "no", "plant_age@n1": "old", "plant_ills@tree": ("none",)}
    whole = brief_of(answers(**{**everything, "helper_reach@n3": "next door"}))
    assert whole.not_known == ()
    assert under(whole, "What is not known") == ["Every safety question has an answer."]
    assert under(brief_of(answers(**CALM)), "How the priority was set")[-1] == "- No danger rule applied"


def test_the_text_says_that_no_clinician_signed_off_on_the_rules() -> None:
    first = under(large(), "How the priority was set")[0]
    lines = summary_text.text(large(), ENGLISH).splitlines()
    assert first.startswith("Fixed rules, no score.")
    assert "no clinician has signed off on them yet." in " ".join(lines)


def test_the_text_is_wrapped_and_has_no_graphics() -> None:
    text = summary_text.text(large(), ENGLISH)
    assert max(map(len, text.splitlines())) <= 80
    assert not re.search(r"[|+=*#─│▲\u200b]", text)
    endless = summary_text.text(with_texts("x" * 300), ENGLISH)
    assert "x" * 300 in endless, "an address or a link is not cut into pieces"


# --- the same in all outputs -----------------------------------------------------------------------------------------


BLOCKS = (
    *("Asked of you", "Safe way to reach the family", "Who it is about"),
    *("Risks, as reported by the family", "Water", "Size and lean", "Bees, goats and spots"),
    *("Situation", "Assessment", "Background", "Recommendation so far"),
    *("Helpers and props", "What is not known", "All answers", "What grows", "Each plant"),
    *("Other answers", "Helpers", "What the family was told"),
    *("Signs that it may be time for outside help: 2 of 2 reported", "How the priority was set"),
)
"""Every heading of the largest summary, in the order of all outputs."""


def test_html_text_and_screen_have_the_same_blocks_in_the_same_order() -> None:
    outputs = {
        "html": words_of(as_html(large())),
        "text": summary_text.text(large(), ENGLISH),
        "screen": words_of(summary_html.summary(large(), ENGLISH)),
    }
    for output, document in outputs.items():
        place = 0
        for title in BLOCKS:
            match = re.search(rf"^\s*{re.escape(title)}:?\s*$", document[place:], re.IGNORECASE | re.MULTILINE)
            match = match or re.search(re.escape(title), document[place:], re.IGNORECASE)
            assert match, (output, title)
            place += match.start() + 1


def test_html_text_and_screen_have_the_same_rows() -> None:
    outputs = [
        words_of(as_html(large())),
        summary_text.text(large(), ENGLISH),
        words_of(summary_html.summary(large(), ENGLISH)),
    ]
    for document in map(solid, outputs):
        for part in large().parts:
            for row in part.all_rows:
                assert row.value == row.entry_name or solid(row.label) in document
                assert solid(row.value) in document


# --- if the file itself is a danger ----------------------------------------------------------------------------------


def test_a_withheld_file_does_not_say_what_the_family_was_told() -> None:
    """It warns to hide the page and names no step."""
    withheld, open_to_all = (
        brief_of(answers(**{**CALM, "now": ("goat",)})),
        brief_of(answers(**{**CALM, "now": ("bees",)})),
    )
    assert (withheld.file_withheld, open_to_all.file_withheld) == (True, False)
    for brief in (withheld, open_to_all):
        for document in (words_of(as_html(brief)), summary_text.text(brief, ENGLISH)):
            shown = not brief.file_withheld
            assert (HIDE in document) is brief.file_withheld
            assert ("what the family was told" in document.lower()) is shown
            assert ("Told not to hold a family meeting now" in document) is shown
            assert brief.steps
            assert all((step.text in document) is shown for step in brief.steps)


def test_the_warning_to_hide_the_page_is_on_page_one() -> None:
    first, *rest = pages(as_pdf(brief_of(answers(**{**LARGEST, "now": ("goat",)}))))
    assert HIDE in first
    assert "What the family was told" not in " ".join(rest)


# --- details of the rows ---------------------------------------------------------------------------------------------


def test_answers_to_another_questionnaire_are_marked() -> None:
    note = "Answered in version garden.0 of the questions."
    earlier = brief_of(Response(content_version="garden.0", answers=answers(**LARGEST).answers))
    assert note in pages(as_pdf(earlier))[0]
    assert "Answered in version" not in words_of(as_html(large()))


def test_reasons_beyond_the_fifth_are_counted() -> None:
    assert large().more_reasons == 1
    assert "; and 1 more" in words_of(as_html(large()))
    fewer = brief_of(answers(**{**LARGEST, "leans": "no"}))
    assert " more" not in words_of(as_html(fewer))


def risk_rows(brief: Brief) -> dict[str, str]:
    """The text of each row of the risk box by its title."""
    box = as_html(brief).partition('<section class="risk">')[2].partition("</section>")[0]
    rows = re.findall(r'<td class="m">(.*?)</td><th scope="row">(.*?)</th>\s*<td>(.*?)</td>', box, re.DOTALL)
    return {title: f"{mark} | {' '.join(words_of(cell).split())}" for mark, title, cell in rows}


def test_the_risk_box_distinguishes_nothing_reported_from_no_answer() -> None:
    codes: dict[str, Any] = {
        "soil": "damp",
        "watering": "daily",
        "height": "?",
        "plants": ("roses", "tree"),
        "spots": "-",
    }
    rows = risk_rows(brief_of(answers(now=("none",), **codes)))
    assert rows == {
        "Water": "denied | Dry soil. Watering: Each day.",
        "Size and lean": "not known | Not known: Height of the tallest. Not answered: A leaning tree.",
        "Bees, goats and spots": "not known | Rather not say: Spots on the roses.",
    }


def test_each_danger_right_now_is_in_its_row_of_the_box() -> None:
    rows = risk_rows(brief_of(answers(**{**CALM, "now": ("flood", "goat")})))
    assert rows["Water"].startswith("▲ REPORTED | Trouble right now: The beds are under water.")
    assert rows["Bees, goats and spots"] == "▲ REPORTED | Trouble right now: A goat is in the beans."
    assert rows["Size and lean"] == "denied | Height of the tallest."


def test_people_and_contact_details_read_as_sentences() -> None:
    html = as_html(large())
    assert "<dl>" not in html
    seen = " ".join(words_of(html).split())
    assert "The garden is called “The long field”. United States, Ohio." in seen
    assert "Grace, in Canada." in seen


def not_known(brief: Brief) -> str:
    """The text of page 1 on what is not known."""
    return " ".join(words_of(as_html(brief)).partition("What is not known")[2].partition("All answers")[0].split())


@pytest.mark.parametrize(
    ("codes", "text"),
    [
        ({}, "Every safety question has an answer."),
        ({"soil": "?"}, "can be ruled out: 1. In the table above: 1. Other unanswered"),
        # a question that is not in the box is named
        ({"now": "-"}, "can be ruled out: 1. Not in the table: Trouble right now (Rather not say). Other unanswered"),
        (
            {"now": "?", "soil": "?", "leaves": "?"},
            "can be ruled out: 3. In the table above: 1. "
            "Not in the table: Trouble right now (Not known); Leaves (Not known). Other unanswered",
        ),
    ],
    ids=str,
)
def test_unanswered_safety_questions_are_counted_if_in_the_box_and_named_if_not(
    codes: dict[str, Any], text: str
) -> None:
    assert text in not_known(brief_of(answers(**{**CALM, **codes})))


def test_rules_refer_to_numbered_sources() -> None:
    read = [block.text.strip() for block in blocks(large_pdf().data)]
    bees, thirsty = (
        read.index(next(text for text in read if text.startswith(f"{title} (")))
        for title in ("Bees in the shed", "Thirsty plants")
    )
    assert (read[bees + 2], read[thirsty + 2]) == ("1", "2")
    explained = "1: The small garden book (Garden club). 2: Notes on leaves (Leaf office)."
    assert explained in " ".join(words_of(as_html(large())).split())
    assert "Garden club" not in words_of(as_html(brief_of(answers(**CALM))))


def test_how_the_family_knows_is_next_to_the_answer() -> None:
    response = Response.model_validate(
        {
            "content_version": "x",
            "answers": [{"link_id": "soil", "value": "dry", "basis": "saw", "as_of": "2026-11-20"}],
        }
    )
    brief = brief_of(response)
    assert "Dry soil: Yes, dry and hard (saw it, Nov 20, 2026)" in summary_text.text(brief, ENGLISH)
    assert "Yes, dry and hard (saw it, Nov 20, 2026)" in words_of(as_html(brief))


@pytest.mark.parametrize("typed", HOSTILE)
def test_the_text_quotes_typed_answers(typed: str) -> None:
    assert solid(f"“{typed}”") in solid(summary_text.text(with_texts(typed), ENGLISH))


# --- dates and names -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("zone", "written"),
    [
        (dt.UTC, "November 22, 2026, 8:05 AM (UTC)"),
        (dt.timezone(dt.timedelta(hours=5, minutes=45)), "November 22, 2026, 8:05 AM (UTC+05:45)"),
        (dt.timezone(-dt.timedelta(hours=3, minutes=30)), "November 22, 2026, 8:05 AM (UTC-03:30)"),
    ],
)
def test_the_time_shows_its_zone(zone: dt.tzinfo, written: str) -> None:
    brief = large().model_copy(update={"made_on": MADE_ON.replace(tzinfo=zone)})
    assert f"Created {written}." in summary_text.text(brief, ENGLISH)


# --- PDF -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("paper", ["letter", "a4"])
def test_page_one_makes_sense_on_its_own(paper: Paper) -> None:
    pdf = large_pdf(paper)
    assert pdf.cover_fits
    first, second, *_ = pages(pdf)
    for text in (
        *("Family summary", LABEL, MADE, "Page 1 of"),
        *("Suggested priority: Act now", "Please open the drain now: the beds are under water."),
        *("The family was told:", "Also today: Water the plants today"),
        "Because the family reported:",
        *("The long field", "Grace", "The roses. And the beans."),
        *("Water", "▲ REPORTED", "Trouble right now: The beds are under water", "Dry soil: Yes, dry and hard"),
        *("Bees, goats and spots", "Trouble right now: Bees have moved into the shed"),
        *("Size and lean", "Height of the tallest: Up to the roof", "A leaning tree: Yes, as of today"),
        *("Watering: Never", "Every safety question has an answer."),
        "Strictly confidential.",
    ):
        assert text in first
    assert "All answers" not in first
    assert "All answers" in second
    assert f"Page 2 of {pdf.pages}" in second


@pytest.mark.parametrize("paper", ["letter", "a4"])
def test_page_one_says_how_much_is_not_known(paper: Paper) -> None:
    pdf = as_pdf(brief_of(answers(soil="?", height="-", leans="no", now=("none",))), paper)
    assert pdf.cover_fits
    first = pages(pdf)[0]
    assert (
        "Questions that must be answered before danger can be ruled out: 4. In the table above: 3. "
        "Not in the table: Leaves (Not answered)."
    ) in first
    assert "not known Water Watering: Not answered. Not known: Dry soil." in first
    assert "not known Size and lean Denied: A leaning tree. Rather not say: Height" in first
    assert "not known Bees, goats and spots Not answered: Spots on the roses." in first
    # 19 questions apply; two are answered, and four unanswered ones are named or counted before
    assert "Other unanswered questions: 13." in first


def test_the_last_pages_show_what_the_family_was_told_and_which_rules_applied() -> None:
    rest = solid(" ".join(pages(large_pdf())[1:]))
    for step in large().steps:
        assert solid(f"{step.text} ({step.when})") in rest
    for decision in large().decisions:
        assert (solid(decision.title) in rest) or not decision.level
    assert solid("Told not to hold a family meeting now because of: Bees in the shed; Spots on the roses.") in rest
    assert solid("The small garden book (Garden club)") in rest


@pytest.mark.parametrize("paper", ["letter", "a4"])
def test_the_pdf_is_accessible_and_archivable(failed_rules: Check, paper: Paper) -> None:
    assert failed_rules(large_pdf(paper).data) == []


def test_a_screen_reader_reads_every_word_once_and_in_order() -> None:
    html = as_html(large())
    assert solid(spoken(large_pdf().data)) == solid("".join(parsed(html, added=True).words))


def test_a_screen_reader_can_navigate_headings_and_tables() -> None:
    read = blocks(large_pdf().data)
    assert [block.text for block in read if block.tag == "H1"] == ["Family summary"]
    headings = [block.text for block in read if block.tag == "H2"]
    assert headings[:2] == ["Asked of you", "Safe way to reach the family"]
    assert headings[2:4] == ["Who it is about", "Risks, as reported by the family"]
    assert headings[4:8] == ["Situation", "Assessment", "Background", "Recommendation so far"]
    assert headings[8:11] == ["Helpers and props", "What is not known", "All answers"]
    parts = [block.text for block in read if block.tag == "H3"]
    assert re.fullmatch(r"What grows \d+ of \d+ open", parts[0])
    assert re.fullmatch(r"Other answers \d+ of \d+ open", parts[1])
    assert [block.text for block in read if block.tag == "H4"] == ["Each plant", "Helpers"]
    assert {"Water", "Size and lean", "Bees, goats and spots"} <= {block.text for block in read if block.tag == "TH"}
    assert {"Name", "When"} <= {block.text for block in read if block.tag == "THead"}


def test_every_reader_of_page_one_begins_with_its_title_and_reads_on_as_the_page_is_set() -> None:
    """The order of the drawn text, which copying and simple readers follow, is that of the tags."""
    first = solid(pages(large_pdf())[0])
    order = ("Family summary", "Suggested priority", "Asked of you", "Safe way to", "Who it is about", "Risks, as")
    rest = ("What worries you most", "Because the family reported:", "Helpers and props", "What is not known")
    places = [first.index(solid(text)) for text in (*order, *rest)]
    assert places == sorted(places)
    assert places[0] == 0


def test_the_metadata_of_the_pdf_names_no_one() -> None:
    reader = PdfReader(BytesIO(large_pdf().data))
    assert reader.metadata is not None
    assert reader.metadata.title == "Family summary"
    assert {"/Author", "/Subject", "/Keywords"}.isdisjoint(reader.metadata)
    root: Any = reader.trailer["/Root"]
    beside = str(dict(reader.metadata)).encode() + root["/Metadata"].get_data()
    for named in ("Grace", "Ada", "long field", "roses", "Garden"):
        assert named.encode() not in beside
    assert not reader.attachments


def test_the_same_answers_at_the_same_time_give_the_same_bytes() -> None:
    assert as_pdf(large()).data == large_pdf().data
    later = large().model_copy(update={"made_on": MADE_ON + dt.timedelta(minutes=1)})
    assert as_pdf(later).data != large_pdf().data


@pytest.mark.parametrize(
    "typed",
    [
        *often(HOSTILE, HOSTILE[1:3]),
        *ODD[:2],
        *(pytest.param(*odd.values, id=odd.id, marks=pytest.mark.long) for odd in ODD[2:]),
    ],
)
def test_with_any_typed_text_the_pdf_conforms_and_page_one_stays_one_page(failed_rules: Check, typed: str) -> None:
    brief = with_texts(typed)
    pdf = as_pdf(brief)
    assert failed_rules(pdf.data) == []
    assert pdf.cover_fits
    html = as_html(brief)
    if typed in HOSTILE:
        assert solid(spoken(pdf.data)) == solid("".join(parsed(html, added=True).words))
        assert solid(typed) in solid(spoken(pdf.data))


def test_the_longest_names_accepted_do_not_push_the_risks_off_page_one() -> None:
    """The command line may accept longer texts than the screens; whatever it accepts must fit."""
    keeper = CONTENT.questionnaire.items["keeper"]
    taken = LONGEST_LINE
    for length in (200, 1_000, LONGEST_TEXT):
        with suppress(AnswersError):
            check_answer(Answer(link_id="keeper", value="x" * length), keeper)
            taken = length
    lines = dict.fromkeys(("garden_name", "your_name", "keeper"), ("word " * taken)[:taken])
    assert as_pdf(brief_of(answers(**{**LARGEST, **lines}))).cover_fits


@pytest.mark.parametrize("question", ["leaves", "garden_country", "watering", "your_name"])
def test_a_skipped_question_is_marked_in_the_pdf(question: str) -> None:
    """Page 1 counts unanswered questions and says that they are listed in their sections."""
    codes = {name: code for name, code in LARGEST.items() if name != question}
    brief = brief_of(answers(**codes))
    assert question in [row.link_id for row in brief.not_known]
    assert solid(f"{CONTENT.questionnaire.items[question].label}") in solid(words_of(as_html(brief)))


def test_a_long_worry_is_truncated_on_page_one_and_printed_in_full_later() -> None:
    worry = " ".join(f"word{number}" for number in range(400))
    pdf = as_pdf(brief_of(answers(**{**LARGEST, "worry": worry})))
    first, *rest = pages(pdf)
    assert pdf.cover_fits
    assert "word0 word1" in first
    assert "[…]" in first
    assert "word399" not in first
    assert solid(worry) in solid(" ".join(rest))


def test_many_unanswered_safety_questions_do_not_flood_page_one() -> None:
    """Those in the risk box are named there; below it is only their number."""
    brief = brief_of(answers(now=("none",)))
    many = tuple(brief.unanswered_safety[0] for _ in range(30))
    text = not_known(brief.model_copy(update={"unanswered_safety": many}))
    assert "ruled out: 30. In the table above: 30." in text
    assert brief.unanswered_safety[0].label not in text
    for codes in ({}, dict.fromkeys(CONTENT.questionnaire.items, "?")):
        assert as_pdf(brief_of(answers(**codes))).cover_fits


def test_the_status_of_every_answer_is_next_to_it() -> None:
    """In words and with a symbol, so that it survives printing without color."""
    brief = brief_of(answers(**{**LARGEST, "leans": "no", "soil": "?"}))
    growing, _ = brief.parts
    read = " ".join(words_of(as_html(brief)).partition("Grouped for the reader")[2].split())
    assert {row.status for row in growing.rows} == {AnswerStatus.REPORTED, AnswerStatus.GIVEN, AnswerStatus.UNKNOWN}
    assert "▲ Height of the tallest: Up to the roof." in read
    assert "What grows there: Roses; Beans; A tree." in read
    assert "Not known: Dry soil; Spots that spread." in read or "Not known: Spots that spread; Dry soil." in read


@pytest.mark.parametrize("above", [640, 668])
def test_no_row_of_a_table_stands_alone_on_a_page(above: int) -> None:
    """Wherever the page ends. `above`: the points before the table, with which one row would stand alone."""
    rows = "".join(f'<tr><th scope="row">Plant</th><td>Row {number}</td></tr>' for number in range(4))
    head = '<thead><tr><th scope="col">Name</th><th scope="col">Answer</th></tr></thead>'
    table = f'<h3>Plants</h3><table class="entries">{head}<tbody>{rows}</tbody></table>'
    page = Page(
        html=f'<!DOCTYPE html><html lang="en"><head><title>-</title><style>@page {{ size: letter }}</style></head>'
        f'<body><div style="height: {above}pt"></div>{table}</body></html>',
        stylesheets=tuple(LIBRARY / "summary" / name for name in ("fonts/fonts.css", "summary.css")),
        made_on=MADE_ON,
        identifier="rows",
    )
    texts = pages(render_pdf(page))
    assert len(texts) == 2
    assert all(text.count("Row") != 1 for text in texts)
    assert "Plants" not in texts[0] or "Row" in texts[0]
