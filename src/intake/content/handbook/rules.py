"""Chapters of the handbook on what answers lead to: levels, rules, warning signs, and notices."""

from __future__ import annotations

from collections.abc import Iterator

from intake.content.handbook.words import SUBJECTS, condition_words, how_many, said_if
from intake.domain.content import Content
from intake.domain.rules import Rule, RuleKind, Tier

_RULE_KINDS = {
    RuleKind.DANGER: (
        "Danger rules",
        "These set the level. They also read answers to questions that no longer apply.",
    ),
    RuleKind.HOLD: (
        "Hold rules",
        "These say “no meeting for now.” They also read answers to questions that no longer apply.",
    ),
    RuleKind.PATHWAY: ("Pathway rules", "These offer a pathway."),
    RuleKind.FIT: ("Rules for kinds of intervention", "These suggest a kind of intervention."),
    RuleKind.NOTE: ("Note rules", "These add steps and do not change the level."),
    RuleKind.CONTRADICTION: (
        "Contradictions",
        "Two answers that do not fit together. The answers named after “doubts” cannot rule anything out: danger and "
        "hold rules take the graver reading, and the other rules read them as unknown.",
    ),
    RuleKind.UNKNOWN_SAFETY: (
        "Rule for missing answers, a danger likely",
        "This is met if a safety question has no answer, or a RED or ORANGE rule cannot be ruled out, and a danger is "
        "likely: such a rule is partly met by a sign, the question about danger right now is open, someone would "
        "rather not answer a safety question, or more than a quarter of them are open.",
    ),
    RuleKind.OPEN_SAFETY: (
        "Rule for missing answers, no danger likely",
        "This is met if a safety question has no answer, or a RED or ORANGE rule cannot be ruled out, and nothing "
        "makes a danger likely.",
    ),
}


def levels(content: Content) -> Iterator[str]:
    """What each level says, and the rules that set it."""
    yield from (
        "## Levels of urgency",
        "",
        "The most urgent rule that is met sets the level. Nothing is scored or averaged.",
        "",
    )
    yield from ("| Level | Heading | Explanation | Request to the professional | Rules |", "|---|---|---|---|---|")
    for band in content.bands:
        rules = [rule.id for rule in content.rules if rule.tier and rule.tier.level is band.level]
        decided_by = ", ".join(rules) or "none of the above"
        yield f"| {band.level.value} | {band.heading} | {band.text} | {band.request} | {decided_by} |"
    requests = [request for band in content.bands for request in band.requests]
    if requests:
        yield from ("", "Requests for one tier, which replace the request of its level:", "")
        yield from (f"- {request.tier.value}: {request.text}" for request in requests)
    order = ", ".join(tier.value for tier in Tier)
    yield from ("", f"Tiers, most urgent first: {order}. Several RED tiers can apply at the same time.", "")


def rules(content: Content) -> Iterator[str]:
    """Every rule, by kind."""
    yield from (
        "## Rules",
        "",
        "A rule that is met recommends steps, offers a pathway or a kind of intervention, and hides every text about "
        "the subjects it withholds.",
        "",
    )
    for kind in RuleKind:
        rules = [rule for rule in content.rules if rule.kind is kind]
        if rules:
            title, description = _RULE_KINDS[kind]
            yield from (f"### {title}", "", description, "")
            for rule in rules:
                yield from _rule(rule, content)


def _rule(rule: Rule, content: Content) -> Iterator[str]:
    tier = f" – {rule.tier.value}" if rule.tier else ""
    yield from (f"#### `{rule.id}`{tier}: {rule.title}", "", rule.because, "")
    if rule.when:
        yield from (f"Met if {how_many(rule.when, rule.match)}:", "")
        yield from (f"- {condition_words(condition, content)}" for condition in rule.when)
        yield ""
    elif not rule.is_about_open_questions:
        yield from ("Always met.", "")
    if rule.unless:
        yield from (f"Set aside if {how_many(rule.exceptions, rule.unless_match)}, for certain:", "")
        yield from (
            f"- {' and '.join(condition_words(condition, content) for condition in exception)}"
            for exception in rule.exceptions
        )
        yield ""
    for label, text in (("On the phone", rule.say), ("Asks the professional", rule.request)):
        if text:
            yield f"{label}: {text}  "
    if rule.is_about_writer:
        place = (
            "Shown on a page of its own as soon as it is met" if rule.at_once else "Told by phone in the first person"
        )
        yield f"{place}: it is about the person who answers.  "
    for detail in rule.details:
        yield f"With `{detail.action}`{said_if(detail.when, detail.unless, content)}: {detail.text}  "
    for label, ids in (
        ("Doubts", rule.doubts),
        ("Says more exactly than", rule.covers),
        ("Recommends", rule.recommend),
        ("Makes needless", rule.covers_steps),
        ("Offers", (rule.offers,) if rule.offers else ()),
        ("Withholds", tuple(SUBJECTS[tag] for tag in rule.withholds)),
        ("Helplines for", rule.lines),
        ("Sources", rule.sources),
    ):
        if ids:
            yield f"{label}: {', '.join(ids)}  "
    yield ""


def flags(content: Content) -> Iterator[str]:
    """The warning signs in answers for the family alone."""
    if not content.flags:
        return
    yield from ("## Warning signs in answers for the family alone", "")
    for flag in content.flags:
        yield from (
            f"#### `{flag.id}` {flag.title}",
            "",
            flag.text,
            "",
            f"Shown if {how_many(flag.when, flag.match)} in section `{flag.about}`:",
            "",
        )
        yield from (f"- {condition_words(condition, content)}" for condition in flag.when)
        yield from ("", f"Sources: {', '.join(flag.sources)}", "")


def indicators(content: Content) -> Iterator[str]:
    """The signs that it may be time for outside help."""
    if not content.indicators:
        return
    yield from ("## Signs that it may be time for outside help", "")
    yield from ("The result names those that were reported. They change neither the urgency nor the steps.", "")
    for indicator in content.indicators:
        reported_if = how_many(indicator.when, indicator.match)
        yield from (f"#### `{indicator.id}` {indicator.title}", "", f"Reported if {reported_if}:", "")
        yield from (f"- {condition_words(condition, content)}" for condition in indicator.when)
        yield from ("", f"Sources: {', '.join(indicator.sources)}", "")


def notices(content: Content) -> Iterator[str]:
    """The sentences highlighted on page 1 of the summary."""
    if content.layout.notices:
        yield from ("## Notices on page 1 of the summary", "")
        for notice in content.layout.notices:
            yield f"- `{notice.id}` {notice.text} Shown if {condition_words(notice.when, content)}."
        yield ""


def consent_parts(content: Content) -> Iterator[str]:
    """What a caller can agree to share instead of the whole summary."""
    if content.layout.consent_parts:
        yield from ("## Parts of the summary that a caller can agree to share", "")
        for part in content.layout.consent_parts:
            priority = "; with how urgent it is" if part.priority else ""
            yield f"- `{part.id}` {part.title}: {', '.join(part.parts)}{priority}."
        yield ""
