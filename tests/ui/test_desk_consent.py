"""What staff record about sharing decides what leaves the desk, and what is saved at all.

Files are made by the download button, as in a browser, and read back.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
import re
from collections.abc import Callable, Iterable
from io import BytesIO, StringIO
from typing import Any

import pytest
from pypdf import PdfReader
from streamlit.testing.v1 import AppTest

from intake.brief.builder import brief
from intake.brief.model import BriefStep
from intake.config import site
from intake.content import load
from intake.domain.answers_json import document_of
from intake.domain.assessing import assess
from intake.domain.response import Answer, Response
from intake.i18n import Translator
from intake.outputs.table_files import KINDS, Kind
from intake.saved import ATTACHMENT
from intake.store.lists import RecordFilter
from intake.store.permissions import Actor
from intake.store.records import OpenedRecord
from intake.ui.common import download_button
from intake.ui.staff import store_access
from intake.ui.staff.call.call_fields import MAX_LINE
from intake.ui.staff.wrap_up import export_files
from tests.ui.test_desk_roles import TYPED, Member, desk, opened, shown

__all__ = ["desk"]

NUMBER = "555-0144"
WORRY = "She hid the bottle in the piano"
ALLERGY = "Penicillin, and peanuts"

Downloads = dict[str, Callable[[], bytes]]

EXPORTED = {
    "records": ("id", "tier", "worker", *KINDS.keys() - {"confidential", "number", "began_at", "ended_at", "at"}),
    "statements": ("id", "informant", "relation", "confidential", "question", "answer", "date", "part_2"),
    "calls": ("id", "number", "worker", "informant", "began_at", "ended_at", "outcome", "tier"),
    "events": ("id", "kind", "worker", "at"),
}
"""Columns of each kind of row."""


@pytest.fixture
def downloads(monkeypatch: pytest.MonkeyPatch) -> Downloads:
    """The function behind each download button of the last run, by the label."""
    made: Downloads = {}

    def button(kind: Any, make: Callable[[], bytes], label: str = "") -> None:
        made[label or kind.label] = make

    monkeypatch.setattr(export_files, "_button", button)
    return made


@pytest.fixture
def call() -> AppTest:
    """A worker's call: who calls, a number, a worry, an allergy, and no danger."""
    at = Member("bea", "intake").open_app()
    press(at, "New call")
    say(at, your_name=TYPED, reach_you=NUMBER, worry_most=WORRY, allergy_names=ALLERGY, danger_now=("none",))
    return at


# --- what staff do ---


def keyed(widgets: Iterable[Any], begin: str) -> Any:
    """The one widget whose key begins like this."""
    (found,) = [widget for widget in widgets if str(widget.key).startswith(begin)]
    return found


def press(at: AppTest, label: str) -> None:
    next(button for button in at.button if button.label == label).click()
    run(at)


def run(at: AppTest) -> None:
    at.run()
    assert not at.exception, at.exception


def say(at: AppTest, **answers: str | tuple[str, ...]) -> None:
    """Answers of the caller, by link_id."""
    for link_id, value in answers.items():
        answer = Answer(link_id=link_id, value=value)
        at.session_state["response"] = at.session_state["response"].with_answer(answer)
    at.session_state["taken_over"] += 1  # the fields on the screen show these answers
    run(at)


def pick(at: AppTest, field: str, code: str) -> None:
    keyed(at.radio, f"about_{field}_").set_value(code)
    run(at)


def write(at: AppTest, field: str, text: str) -> None:
    keyed((*at.text_input, *at.text_area), f"about_{field}_").set_value(text)
    run(at)


def check(at: AppTest, label: str) -> None:
    next(box for box in at.checkbox if box.label == label).check()
    run(at)


def agree(at: AppTest, *parts: str, kind: str = "doctor", until: dt.date | None = None) -> None:
    """Record a yes for Dr. Lee, for the whole summary or for the parts with these titles."""
    opened(at, "wrap_up")
    pick(at, "share", "yes")
    write(at, "share_with", "Dr. Lee")
    pick(at, "share_kind", kind)
    if until is not None:
        keyed(at.date_input, "about_share_until_on").set_value(until)
        run(at)
    pick(at, "share_scope", "parts" if parts else "whole")
    for part in parts:
        check(at, part)
    press(at, "Record their answer")
    assert "Recorded " in shown(at)


def note(at: AppTest, text: str) -> None:
    opened(at, "call")
    write(at, "draft", text)
    press(at, "Add note")


def choose_recipient(at: AppTest, code: str) -> None:
    next(radio for radio in at.radio if radio.label == "Recipient").set_value(code)
    run(at)


# --- what they get ---


def stored(actor: Actor) -> OpenedRecord:
    (row,) = store_access.lists(actor).rows(RecordFilter())
    return store_access.records(actor).open(row.head.id)


def pages(pdf: bytes) -> str:
    return " ".join("".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def everything_in(files: Downloads) -> dict[str, str]:
    """What each file says; the PDF with what is attached to it."""
    found = {}
    for label, make in files.items():
        data = make()
        if data.startswith(b"%PDF"):
            (attached,) = PdfReader(BytesIO(data)).attachments[ATTACHMENT]
            found[label] = pages(data) + attached.decode()
        else:
            found[label] = data.decode()
    return found


# --- consent ---


def test_files_with_only_medicines_hold_only_that(call: AppTest, downloads: Downloads) -> None:
    note(call, "He sounded drunk himself.")
    agree(call, "Medicines and health")
    opened(call, "record")
    choose_recipient(call, "professional")
    assert "Only these parts: Medicines and health." in shown(call)
    assert "They stay in it if someone cuts pages out." in shown(call)
    texts = everything_in(downloads)
    assert set(texts) == {"Summary (PDF)", "Plain text for a record system", "Answers (FHIR)"}
    for label, text in texts.items():
        assert ALLERGY in text, label
        for other in (TYPED, NUMBER, WORRY, "drunk himself", "Suggested priority"):
            assert other not in text, f"{label} holds {other!r}"


def test_an_expired_consent_makes_no_file_and_says_so(downloads: Downloads) -> None:
    bea = Member("bea", "intake")
    yesterday = (dt.datetime.now().astimezone() - dt.timedelta(days=1)).date()
    said = {"share": "yes", "share_with": "Dr. Lee", "share_kind": "doctor", "share_scope": "whole"}
    said["share_until_on"] = yesterday.isoformat()
    begin(bea.actor, {**said, "consent": json.dumps({"format": 2, "said": said, "at": ""})})
    at = open_the_record(bea)
    opened(at, "wrap_up")
    assert "No file. Their consent ended on" in shown(at)
    opened(at, "record")
    choose_recipient(at, "professional")
    assert "No file. Their consent ended on" in shown(at)
    assert not downloads


def test_staff_see_that_the_parts_leave_a_danger_out(call: AppTest) -> None:
    say(call, suicide_talk=("intent",))
    agree(call, "Medicines and health")
    assert "There is danger, and these parts do not say so." in shown(call)
    check(call, "Safety")
    press(call, "Record their answer")
    assert "There is danger, and these parts do not say so." not in shown(call)


def test_a_yes_needs_a_name_a_kind_and_what_to_share(call: AppTest) -> None:
    opened(call, "wrap_up")
    pick(call, "share", "yes")
    to_do: list[tuple[str, Callable[[], None]]] = [
        ("Enter who it may be shared with.", lambda: write(call, "share_with", "Dr. Lee")),
        ("Choose the type of recipient.", lambda: pick(call, "share_kind", "program")),
        ("Choose what to share.", lambda: pick(call, "share_scope", "parts")),
        ("Choose at least one part.", lambda: check(call, "Safety")),
    ]
    for missing, fill in to_do:
        press(call, "Record their answer")
        assert missing in shown(call)
        fill()
    press(call, "Record their answer")
    assert "Recorded " in shown(call)


@pytest.mark.parametrize("role", ["intake", "supervisor"])
def test_a_court_gets_a_file_only_after_a_supervisor_approved(role: str, downloads: Downloads) -> None:
    at = Member("bea", role).open_app()
    press(at, "New call")
    say(at, your_name=TYPED)
    opened(at, "record")
    choose_recipient(at, "authority")
    assert "A supervisor has to approve" in shown(at)
    assert not downloads
    if role == "intake":
        assert "Ask a supervisor" in shown(at)
        assert "Approve files for a court or agency" not in shown(at)
        return
    press(at, "Approve files for a court or agency")
    assert "Choose a reason, and enter who is asking and why." in shown(at)
    keyed(at.selectbox, "approve_reason_").set_value("court_order")
    keyed(at.text_input, "approve_text_").set_value("Judge Roe, custody case")
    press(at, "Approve files for a court or agency")
    assert "A court order: Judge Roe, custody case" in shown(at)
    assert "Full record with history (JSON)" in downloads
    assert "Approved a file for a court or authority" in shown(at), "the audit trail of the record"


def begin(actor: Actor, fields: dict[str, str]) -> None:
    """A record with these call fields and no answers."""
    content = {"answers": document_of(Response(content_version="2026.11.1")), "call": fields}
    store_access.records(actor).begin(content, urgency=5)


def with_old_consent(actor: Actor, **said: str) -> None:
    """A record as a version before stored it."""
    begin(actor, {**said, "consent": json.dumps({"said": said, "at": "Nov 3, 2025, 9:00 AM"})})


def open_the_record(member: Member) -> AppTest:
    at = member.open_app()
    next(button for button in at.button if str(button.key).startswith("open_")).click()
    run(at)
    return at


def test_old_consent_in_free_text_is_asked_again_with_its_words_in_sight() -> None:
    bea = Member("bea", "intake")
    with_old_consent(bea.actor, share="yes", share_with="Dr. Lee", share_what="not the drinking", share_until="Easter")
    at = open_the_record(bea)
    opened(at, "wrap_up")
    assert "Ask again." in shown(at)
    assert "not the drinking" in shown(at)
    assert "Easter" in shown(at)
    assert "No file yet. Ask again" in shown(at)
    assert keyed(at.radio, "about_share_").value is None
    pick(at, "share", "no")
    press(at, "Record their answer")
    assert "Ask again." not in shown(at)
    assert "No file. They said no" in shown(at)


def test_old_consent_that_decides_still_counts() -> None:
    bea = Member("bea", "intake")
    with_old_consent(bea.actor, share="yes", share_with="Dr. Lee")
    at = open_the_record(bea)
    opened(at, "wrap_up")
    assert "Recorded Nov 3, 2025, 9:00 AM." in shown(at)
    assert "For: Dr. Lee (Professional)" in shown(at)


# --- notes ---


def test_a_caller_who_wants_no_notes_leaves_only_the_safety_facts(call: AppTest) -> None:
    note(call, "She whispers.")
    pick(call, "notes_ok", "no")
    assert "No notes: the caller does not want them." in shown(call)
    sue = Member("sue", "supervisor").actor
    record = stored(sue)
    answers = record.content["answers"]["answers"]
    assert answers["danger_now"] == ["none"]
    assert answers["reach_you"] == NUMBER
    assert TYPED in shown(call), "the screen still helps to guide the call"
    assert not {"your_name", "worry_most", "allergy_names"} & set(answers)
    versions = store_access.records(sue).history(record.head.id)
    log = store_access.records(sue).log(record.head.id)
    kept = f"{[version.content for version in versions]}{[line.content for line in log]}"
    for gone in (TYPED, WORRY, ALLERGY, "whispers"):
        assert gone not in kept
    assert store_access.lists(sue).find(TYPED.split()[1]) == ()
    opened(call, "wrap_up")
    assert "nothing may be shared" in shown(call)


def test_what_is_typed_after_that_is_not_saved_either(call: AppTest) -> None:
    pick(call, "notes_ok", "no")
    assert not [button for button in call.button if button.label == "Add note"]
    say(call, worry_most="The piano.")
    opened(call, "wrap_up")
    write(call, "note_to_self", "Ask about the piano.")
    write(call, "first_step", "Lock up the piano.")
    assert "piano" not in str(stored(Member("sue", "supervisor").actor).content)


# --- Part 2 ---


def from_a_program(at: AppTest) -> None:
    check(at, "Some of this comes from a Part 2 program’s records")


def test_nothing_of_a_part_2_program_leaves_without_the_patients_written_consent(
    call: AppTest, downloads: Downloads
) -> None:
    from_a_program(call)
    agree(call)
    for page, recipients in (("wrap_up", ("",)), ("record", ("family", "professional"))):
        opened(call, page)
        for recipient in recipients:
            if recipient:
                choose_recipient(call, recipient)
            assert "written consent is not complete" in shown(call)
            assert not downloads


def test_a_part_2_record_is_marked_everywhere(call: AppTest, downloads: Downloads) -> None:
    from_a_program(call)
    write(call, "part_2_program", "Harbor House")
    pick(call, "part_2_signed", "yes")
    opened(call, "wrap_up")
    write(call, "part_2_to", "Dr. Lee")
    pick(call, "part_2_scope", "whole")
    agree(call)
    opened(call, "record")
    assert "Part 2 record. Source: Harbor House." in shown(call)
    choose_recipient(call, "professional")
    texts = everything_in(downloads)
    notice = "42 CFR part 2 prohibits unauthorized use or disclosure of these records."
    assert notice in texts["Summary (PDF)"]
    assert "The patient’s written consent: to Dr. Lee. What: the whole summary." in texts["Summary (PDF)"]
    assert notice in texts["Plain text for a record system"]
    labels = json.loads(texts["Answers (FHIR)"])["meta"]["security"]
    assert ("http://terminology.hl7.org/CodeSystem/v3-ActCode", "42CFRPart2") in [
        (label["system"], label["code"]) for label in labels
    ]
    downloads.clear()
    choose_recipient(call, "own_system")
    assert json.loads(downloads["Full record with history (JSON)"]())["record"]["part_2"] is True
    opened(call, "today")
    assert "Part 2 record" in shown(call)
    keyed(call.text_input, "desk_find").set_value("Part 2")
    run(call)
    assert "Found (1)" in shown(call)


@pytest.fixture
def tables(monkeypatch: pytest.MonkeyPatch) -> Downloads:
    """The files that the last screen offered, by format."""
    made: Downloads = {}

    def button(kind: Any, data: Callable[[], bytes], **_: object) -> None:
        made[kind.id] = data

    monkeypatch.setattr(download_button, "download_button", button)
    return made


@pytest.mark.parametrize("rows", ["records", "statements", "calls", "events"])
def test_every_column_has_the_type_of_its_facts_in_every_file(call: AppTest, tables: Downloads, rows: str) -> None:
    """A fact of another type than its column would fail in Parquet, and a spreadsheet would take it for text."""
    agree(call)
    at = Member("sue", "supervisor").open_app()
    opened(at, "export")
    keyed(at.radio, "export_rows").set_value(rows)
    at.run()
    keyed(at.selectbox, "export_purpose").set_value("report")
    keyed(at.multiselect, f"export_columns_{rows}").set_value([*EXPORTED[rows]])
    if rows == "statements":
        check(at, "Answers to all questions")
    run(at)
    files = {kind: tables[kind]() for kind in ("parquet", "xlsx", "csv")}
    (first, *_) = csv.DictReader(StringIO(files["csv"].decode("utf-8-sig")))
    times = [name for name, kind in KINDS.items() if kind is Kind.TIME and first.get(name)]
    assert times or rows == "statements"
    assert all(re.fullmatch(r"2\d{3}-\d\d-\d\d \d\d:\d\d:\d\d", first[name]) for name in times)


def test_tables_mark_part_2_records_and_leave_them_out_with_names(call: AppTest, tables: Downloads) -> None:
    from_a_program(call)
    made = tables
    at = Member("sue", "supervisor").open_app()
    opened(at, "export")
    keyed(at.selectbox, "export_purpose").set_value("report")
    keyed(at.multiselect, "export_columns_records").set_value(["id", "part_2"])
    check(at, "Answers to all questions")
    (row,) = csv.DictReader(StringIO(made["csv"]().decode("utf-8-sig")))
    assert row["part_2"] == "True"
    check(at, "Include names, phone numbers, and typed answers")
    assert "Records of Part 2 programs are left out of files with names." in shown(at)
    assert TYPED not in made["csv"]().decode()


# --- what happened ---


def test_the_pdf_says_only_what_staff_told_and_the_notes_they_marked(
    call: AppTest, downloads: Downloads, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEXT_STEP_ORGANIZATION", "Harbor Helpline")
    site.cache_clear()
    say(call, suicide_talk=("intent",))
    note(call, "He has a key.")
    note(call, "I think she lies.")
    agree(call)
    untold = pages(downloads["Summary (PDF)"]())
    assert "family was told" not in untold
    assert "He has a key." not in untold
    next(box for box in call.checkbox if box.label.startswith("I told them:")).check()
    run(call)
    check(call, next(box.label for box in call.checkbox if box.label.endswith("He has a key.")))
    text = pages(downloads["Summary (PDF)"]())
    first, second = (step.text for step in steps_of(call)[:2])
    assert f"The family was told: {first}" in text
    assert second not in text
    assert "He has a key." in text
    assert "she lies" not in text
    assert "Agency: Harbor Helpline · Worker: bea · Record " in text
    assert stored(Member("sue", "supervisor").actor).head.id[:6] in text


def steps_of(at: AppTest) -> tuple[BriefStep, ...]:
    response = at.session_state["response"]
    content, now = load(), dt.datetime.now().astimezone()
    return brief(content, response, assess(content, response, now.date()), now, Translator("en")).steps


def test_the_callers_first_step_leads_the_follow_up(call: AppTest) -> None:
    opened(call, "wrap_up")
    write(call, "first_step", "Call my sister")
    opened(call, "record")
    text = shown(call)
    assert "What the caller said they would do:" in text
    assert "How did the first step go? “Call my sister”" in text
    assert text.index("Call my sister") < text.index("Is it safe to talk?")


def test_a_note_that_is_too_long_keeps_what_fits_and_is_added_once_that_was_read(call: AppTest) -> None:
    opened(call, "call")
    long = "x" * (MAX_LINE + 1)
    keyed((*call.text_input, *call.text_area), "about_draft_").set_value(long)
    press(call, "Add note")
    assert f"Only the first {MAX_LINE} characters fit here." in shown(call)
    assert "No entries yet." in shown(call) or "x" * MAX_LINE not in shown(call)
    press(call, "Add note")
    assert "x" * MAX_LINE in shown(call)
    assert "characters fit here" not in shown(call)
