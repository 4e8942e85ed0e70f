"""What the caller agrees to: what may be shared, with whom, how, until when. Files are there only after a yes."""

from __future__ import annotations

import json

import streamlit as st

from intake.documents import plain_text, summary_document
from intake.summary import Brief
from intake.ui import drawing, session, summary_file
from intake.ui.desk import about_call, call_log, interpreter, noted, strip

_NOTED = "consent"
_PARTS = ("share", "share_what", "share_with", "share_how", "share_until", "share_said_by")
PART_2 = "part_2"


def agree() -> None:
    """The question, the answer, and what it covers; noting it makes a line of the log."""
    ui = session.words().ui
    drawing.section(ui("What may be shared"))
    said = interpreter.say(ui("May I share this with a professional? You can say no."))
    drawing.show(f'<p class="ns-say">{said}</p>')
    shared = about_call.picked("share", ui("They say"), _answers())
    if shared in ("yes", "phone_only"):
        left, right = st.columns(2)
        with left:
            about_call.written("share_with", ui("With whom"))
            about_call.written("share_until", ui("Until when"))
        with right:
            about_call.written("share_how", ui("How: by phone, fax, a file"))
            if shared == "yes":
                about_call.written("share_what", ui("What (empty: the whole summary)"))
    if shared:
        about_call.written("share_said_by", ui("Said by (empty: the person on the line now)"))
        if st.button(ui("Note what they agreed to"), key="note_consent"):
            _note_it()
            st.rerun()
    drawing.show(f'<p role="status">{drawing.safe(_state())}</p>')


def files(found: Brief) -> None:
    """What can be taken away after a yes; otherwise one sentence why there is nothing."""
    ui = session.words().ui
    drawing.section(ui("Files"))
    if not _is_noted():
        drawing.paragraph(ui("There is no file yet: first note what they agreed to."))
        return
    match noted.said_of_call("share"):
        case "yes":
            _summary(found)
        case "phone_only":
            _phone_number(found)
        case _:
            drawing.paragraph(ui("There is no file: they said no. Nothing leaves this desk."))


def _answers() -> dict[str, str]:
    ui = session.words().ui
    return {
        "yes": ui("Yes, with this professional"),
        "phone_only": ui("Only the phone number"),
        "no": ui("No"),
    }


def _now() -> dict[str, str]:
    return {part: said for part in _PARTS if (said := noted.said_of_call(part).strip())}


def _is_noted() -> bool:
    """Whether the log has exactly what stands in the fields."""
    before = noted.said_of_call(_NOTED)
    return bool(before) and json.loads(before)["said"] == _now()


def _note_it() -> None:
    """Notes it with the time and the person who said it; sharing needs somebody to share with."""
    ui, now = session.words().ui, _now()
    if now["share"] != "no" and "share_with" not in now:
        noted.say_of_call("consent_lacks", "yes")
        return
    noted.say_of_call("consent_lacks", "")
    by = now.get("share_said_by") or noted.speaker() or ui("The caller")
    told = [
        ui("Sharing: {answer}", answer=_answers()[now["share"]]),
        ui("What: {what}", what=now.get("share_what") or ui("the whole summary")) if now["share"] == "yes" else "",
        ui("With: {who}", who=now["share_with"]) if now["share"] != "no" else "",
        ui("How: {how}", how=now["share_how"]) if "share_how" in now and now["share"] != "no" else "",
        ui("Until: {when}", when=now["share_until"]) if "share_until" in now and now["share"] != "no" else "",
        ui("Said by: {who}", who=by),
    ]
    if call_log.add("consent", ". ".join(part for part in told if part) + ".", consent=now):
        at = f"{session.now():%Y-%m-%d %H:%M}"
        noted.say_of_call(_NOTED, json.dumps({"said": now, "at": at}))


def _state() -> str:
    ui = session.words().ui
    if noted.said_of_call("consent_lacks"):
        return ui("Write with whom it may be shared first.")
    if _is_noted():
        return ui("Noted {time}.", time=json.loads(noted.said_of_call(_NOTED))["at"])
    return ui("This is changed and not noted yet.") if noted.said_of_call(_NOTED) else ui("Nothing is noted yet.")


def _summary(found: Brief) -> None:
    """The summary as PDF and as text, with the notice of a Part 2 program where staff marked it."""
    ui, desk = session.words().ui, session.content().call_desk
    notice = ""
    if desk.part_2 is not None:
        if about_call.ticked(PART_2, ui("This record comes from a Part 2 program")):
            notice = desk.part_2.notice
        drawing.show(f'<p class="ns-why">{drawing.safe(ui("For you: {why}", why=desk.part_2.why))}</p>')
    if notice:
        drawing.show(f'<p class="ns-alert">{drawing.safe(notice)}</p>')
    marked = found.model_copy(update={"notices": (*found.notices, notice)}) if notice else found
    if not summary_document.missing_for_pdf():
        st.download_button(
            ui("The summary (PDF)"),
            data=summary_file.pdf(marked),
            file_name=summary_document.file_name(found.made_on),
            mime=summary_file.mime("application/pdf"),
            on_click="ignore",
            key="desk_pdf",
        )
    ending = f"\n{notice}\n" if notice else ""
    _text(ui("Plain text for the record system"), plain_text.text(found, session.words()) + ending, found)


def _phone_number(found: Brief) -> None:
    """The number, and nothing else that was told."""
    ui = session.words().ui
    lines = [
        ui("Call {number}.", number=strip.call_back() or ui("Not known")),
        ui("Name to use: {name}", name=strip.name_to_use() or ui("Not known")),
        ui("Leaving a message: {answer}", answer=strip.answer("message_ok") or ui("Not asked")),
    ]
    drawing.show(f'<pre class="ns-plain">{drawing.safe(chr(10).join(lines))}</pre>')
    drawing.paragraph(ui("They agreed to this alone: nothing else that they told goes out."))
    _text(ui("The phone number as text"), "\n".join(lines) + "\n", found)


def _text(label: str, text: str, found: Brief) -> None:
    st.download_button(
        label,
        data=text,
        file_name=summary_document.file_name(found.made_on).replace(".pdf", ".txt"),
        mime=summary_file.mime("text/plain"),
        on_click="ignore",
        key="desk_text",
    )
