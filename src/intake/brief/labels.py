"""Options with a label of their own: one answer in several rows, such as one for each danger chosen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from intake.brief.rows import AnswerStatus, Row, told_by_several
from intake.domain.conditions import truth_of
from intake.domain.questionnaire import Item, ItemType, Option
from intake.domain.response import Answer
from intake.domain.rules import Rule, Truth
from intake.i18n import Translator


def by_label(
    row: Row, item: Item, answer: Answer | None, words: Translator, told: Sequence[tuple[str, Answer]] = ()
) -> tuple[Row, ...]:
    """The row, with the options that have a label of their own in rows of their own.

    If nothing else was reported, a row says so under the question's label. `told`: who told what, where several did.
    """
    codes = answer.codes if answer is not None and answer.given and item.options else ()
    options_of: dict[str, list[Option]] = {}
    rest_label = item.label_of_rest or item.label
    for option in (item.by_code[code] for code in codes):
        options_of.setdefault(option.label or rest_label, []).append(option)
    if not options_of.keys() - {rest_label}:
        return (row,)
    nothing = {"label": rest_label, "value": words.ui("None reported"), "status": AnswerStatus.GIVEN}
    rest = [] if rest_label in options_of or item.type is not ItemType.CHOICES else [row.model_copy(update=nothing)]
    labeled = (
        told_by_several(
            row.model_copy(update={"label": label, "value": "; ".join(option.text for option in options)}),
            item,
            limited(told, options, item),
            words,
        )
        for label, options in options_of.items()
    )
    return (*labeled, *rest)


def limited(
    told: Iterable[tuple[str, Answer]], options: Iterable[Option], item: Item
) -> tuple[tuple[str, Answer], ...]:
    """What each person told of these options, or what denies them; without those who said nothing about them."""
    wanted = {option.code for option in options} | {option.code for option in item.options if option.exclusive}
    return tuple(
        (name, answer.model_copy(update={"value": codes if isinstance(answer.value, tuple) else codes[0]}))
        for name, answer in told
        if (codes := tuple(code for code in answer.codes if code in wanted))
    )


def read_by(
    rule: Rule,
    row: Row,
    item: Item,
    answer: Answer | None,
    words: Translator,
    told: Sequence[tuple[str, Answer]] = (),
) -> tuple[Row, ...]:
    """The row; if its options have labels of their own, only the rows that the rule reads."""
    labels = by_label(row, item, answer, words, told)
    if labels == (row,) or answer is None:
        return (row,)
    conditions = [one for one in rule.when if one.question == item.link_id]
    read = {
        item.by_code[code].label or item.label_of_rest or item.label
        for code in answer.codes
        if any(truth_of(one, item, Answer(link_id=item.link_id, value=code)) is Truth.MET for one in conditions)
    }
    return tuple(one for one in labels if one.label in read)
