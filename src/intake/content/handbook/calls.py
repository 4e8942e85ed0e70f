"""Chapters of the handbook on phone calls: what families say and ask, and what the call desk uses and says."""

from __future__ import annotations

from collections.abc import Iterator

from intake.content.handbook.words import cited, condition_words, said_if, withheld_with
from intake.domain.call_texts import CallDesk, CallText, Listener, Outcome, SayLine, Sentence, TheyAsk, YouAsk
from intake.domain.content import Content


def call_helper(content: Content) -> Iterator[str]:
    """Who answers, what to say on the phone, what the other person may ask, and what to ask them."""
    call = content.call_helper
    if not (call.say or call.they_ask or call.you_ask):
        return
    yield from (
        "## What to say on the phone",
        "",
        "There is a script for each listener that a step calls, and then the usual one. Opening lines come first, then "
        "what the RED and ORANGE rules say, then the other lines.",
        "",
    )
    if call.usual:
        yield from (f"The usual listener: `{call.usual}`.", "")
    if call.after_violence:
        yield from (f"Instead, `{call.after_violence}` if any of these is true:", "")
        yield from (f"- {condition_words(condition, content)}" for condition in call.advocate)
        yield ""
    if call.own:
        yield from ("“They” becomes “I” if any of these is true:", "")
        yield from (f"- {condition_words(condition, content)}" for condition in call.own)
        yield ""
    yield from ("### Who answers", "")
    yield from (_listener(listener, content) for listener in call.listeners)
    yield from ("", "### What to say", "")
    for line in call.say:
        yield from _say_line(line, content)
    yield from ("", "### What they may ask", "")
    yield from (_they_ask(text, content) for text in call.they_ask)
    yield from ("", "### What you can ask", "")
    yield from (f"- {text.text}{_own(text)} {_listeners(text)}{_asked_if(text, content)}" for text in call.you_ask)
    yield ""


def _they_ask(text: TheyAsk, content: Content) -> str:
    """Something they may ask, the question with the answer, and what else decides it."""
    denied = f" If nothing was reported: {text.denied}." if text.denied else ""
    or_else = "".join(f" Without an answer: {condition_words(one, content)}." for one in text.or_else)
    unless = said_if((), text.unless, content)
    return f"- {text.text}{_own(text)} (`{text.question}`) {_listeners(text)}{denied}{or_else}{unless}"


def _own(text: TheyAsk | YouAsk) -> str:
    """The question in a call about oneself, if it has words of its own."""
    return f" About oneself: {text.own}" if text.own else ""


def _listener(listener: Listener, content: Content) -> str:
    """One listener, and the steps that call them."""
    steps = [f"`{action.id}`" for action in content.actions if action.listener == listener.id]
    elsewhere = listener.title_elsewhere
    parts = (
        f"- `{listener.id}` {listener.title}.",
        f"Outside the United States and Canada: {elsewhere}." if elsewhere else "",
        listener.intro or "",
        f"Helplines for: {', '.join(listener.lines)}." if listener.lines else "",
        f"Called by: {', '.join(steps)}." if steps else "",
        f"{cited(listener.sources)}.",
    )
    return " ".join(filter(None, parts))


def _say_line(line: SayLine, content: Content) -> Iterator[str]:
    """One line: each sentence, when it is said, and the words for each option."""
    yield f"- {'Opening line' if line.opening else 'Line'} `{line.id}`. {_listeners(line)}"
    for sentence in line.sentences:
        calm = f" If nothing is urgent: {sentence.calm_text}" if sentence.calm_text else ""
        yield f"  - {_spoken(sentence)}{calm}{said_if(sentence.when, sentence.unless, content)}"
        yield from (f"    - `{word.code}`: {word.text}" for word in sentence.words)
        if sentence.as_listed:
            yield f"    - {'other options' if sentence.words else 'options'} as listed in `{sentence.question}`"


def _spoken(sentence: Sentence) -> str:
    """The sentence, with the question that fills its slot in place of `{what}`."""
    return sentence.text.replace("{what}", f"[answer to `{sentence.question}`]")


def _asked_if(text: YouAsk, content: Content) -> str:
    """When a question is offered; "" if always."""
    conditions = " or ".join(condition_words(condition, content) for condition in text.if_any)
    return f" Only if {conditions}." if conditions else ""


def _listeners(text: CallText) -> str:
    """Who a text is for, when it is left out, and its sources."""
    calm = isinstance(text, TheyAsk | YouAsk) and text.calm
    left_out = "Left out if there is danger." if calm else ""
    notes = (f"*For: {', '.join(text.to)}.*", left_out, withheld_with(text.tags), f"{cited(text.sources)}.")
    return " ".join(filter(None, notes))


def call_desk(content: Content) -> Iterator[str]:
    """Which answers and words the desk uses, what staff say when there is danger, and the Part 2 notice."""
    desk = content.call_desk
    yield from _desk_questions(desk)
    if desk.finds:
        yield from ("## Words that find a question", "")
        yield from (f"- `{find.id}` {find.words}: {', '.join(find.questions)}." for find in desk.finds)
        yield ""
    if desk.dangers:
        yield from ("## What staff say when there is danger", "")
    for danger in desk.dangers:
        yield from (f"#### `{danger.id}` {danger.tier}", "", f"Say: “{danger.say}”", "")
        yield from (f"For staff: {danger.listen}", "")
        yield from (f"Numbers: {', '.join(danger.lines)}.", "") if danger.lines else ()
        yield from (cited(danger.sources), "")
    if desk.refused is not None:
        yield from ("### If the caller declines help", "", f"Say: “{desk.refused.say}”", "")
        yield from (f"For staff: {desk.refused.listen}", "", cited(desk.refused.sources), "")
    if desk.part_2 is not None:
        yield from ("### Notice for records of a Part 2 program", "", desk.part_2.notice, "", desk.part_2.why, "")
        yield from (cited(desk.part_2.sources), "")


def _about_outcome(outcome: Outcome) -> str:
    """What goes with an outcome, in parentheses; "" for nothing."""
    notes = (
        "no follow-up date needed" if outcome.help_called else "",
        f"asks: {outcome.to}" if outcome.to else "",
        "" if outcome.asks_safety else "no reminder of safety questions",
        "only at a follow-up" if outcome.follow_up else "",
    )
    text = ", ".join(filter(None, notes))
    return f" ({text})" if text else ""


def _desk_questions(desk: CallDesk) -> Iterator[str]:
    """The questions whose answers the call desk uses, and the outcomes of a call."""
    forbidden = desk.do_not_call
    allowed = f"{desk.message.question}, if the answer is {', '.join(desk.message.codes)}" if desk.message else ""
    used = {
        "First minute": ", ".join(desk.first_minute),
        "Number to call back": desk.call_back or "",
        "Name to ask for (the first with an answer)": ", ".join(desk.names_to_use),
        "Initials in lists": desk.initials_of or "",
        "With the initials in lists": ", ".join(desk.on_card),
        "Where the person in danger is": ", ".join(desk.whereabouts),
        "Saved without notes, besides safety": ", ".join(desk.kept_without_notes),
        "Leave a message": allowed,
        "Do not call": f"{forbidden.question}, if the answer is {', '.join(forbidden.codes)}" if forbidden else "",
    }
    outcomes = [outcome.text + _about_outcome(outcome) for outcome in desk.outcomes]
    lines = [f"- {label}: {questions}." for label, questions in used.items() if questions]
    lines += [f"- Outcomes: {'; '.join(outcomes)}."] if outcomes else []
    labels = [f"{label.question}: “{label.text}”" for label in desk.card_labels]
    lines += [f"- Words before answers on the card: {'; '.join(labels)}."] if labels else []
    kinds = [f"{kind.tier}: {kind.text}" for kind in desk.kinds]
    lines += [f"- Kinds of danger in lists: {'; '.join(kinds)}."] if kinds else []
    if lines:
        yield from ("## Answers that the call desk uses", "", *lines, "")
