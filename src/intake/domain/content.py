"""All content of one language in one immutable object. Names follow FHIR where FHIR has one (see ARCHITECTURE.md)."""

from __future__ import annotations

from functools import cached_property

from intake.domain.base import Frozen
from intake.domain.call_texts import CallDesk, CallHelper
from intake.domain.helplines import Helpline, Place, Purpose
from intake.domain.library import Library
from intake.domain.migrations import Migration, version_order
from intake.domain.practice import Practice
from intake.domain.questionnaire import Questionnaire
from intake.domain.rule_index import RuleIndex
from intake.domain.rules import Action, Band, Flag, Indicator, Level, Pathway, Rule, RuleKind, Source
from intake.domain.safety_sheet import SafetySheet
from intake.domain.summary_layout import Layout


class Content(Frozen):
    """Everything in content/ that the engine and the screens use, in one language."""

    language: str
    questionnaire: Questionnaire
    rules: tuple[Rule, ...]
    actions: tuple[Action, ...]
    pathways: tuple[Pathway, ...]
    kinds: tuple[Pathway, ...]
    flags: tuple[Flag, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    bands: tuple[Band, ...]
    helplines: tuple[Helpline, ...]
    purposes: tuple[Purpose, ...] = ()
    sources: tuple[Source, ...]
    layout: Layout
    place: Place
    migrations: tuple[Migration, ...] = ()
    library: Library = Library()
    practice: Practice = Practice()
    safety_sheet: SafetySheet | None = None
    call_helper: CallHelper = CallHelper()
    call_desk: CallDesk = CallDesk()

    @cached_property
    def contradictions(self) -> tuple[Rule, ...]:
        """The rules that say which answers are not to be relied on."""
        return tuple(rule for rule in self.rules if rule.kind is RuleKind.CONTRADICTION)

    @cached_property
    def rules_on_answers(self) -> tuple[Rule, ...]:
        """All other rules that read answers, in file order."""
        return tuple(
            rule for rule in self.rules if rule.kind is not RuleKind.CONTRADICTION and not rule.is_about_open_questions
        )

    @cached_property
    def read_by_rules(self) -> frozenset[str]:
        """The questions that any rule reads."""
        return frozenset().union(*(rule.reads for rule in self.rules))

    @cached_property
    def rule_index(self) -> RuleIndex:
        """The rules made ready for `assess`."""
        return RuleIndex(self.rules, self.questionnaire.items)

    @cached_property
    def current_names(self) -> dict[str, str]:
        """The current link_id of each question that was renamed, by every earlier link_id."""
        current: dict[str, str] = {}
        for migration in sorted(self.migrations, key=lambda migration: version_order(migration.version)):
            renamed = {rename.question: rename.to for rename in migration.renamed}
            current = {old: renamed.get(new, new) for old, new in current.items()} | renamed
        return current

    @cached_property
    def rule(self) -> dict[str, Rule]:
        """Rules by id."""
        return {rule.id: rule for rule in self.rules}

    @cached_property
    def action(self) -> dict[str, Action]:
        """Actions by id, in the order to do them."""
        return {action.id: action for action in self.actions}

    @cached_property
    def action_order(self) -> dict[str, int]:
        """The position of each action in the order to do them."""
        return {name: place for place, name in enumerate(self.action)}

    @cached_property
    def pathway(self) -> dict[str, Pathway]:
        """Pathways by id, in the order they are offered."""
        return {pathway.id: pathway for pathway in self.pathways}

    @cached_property
    def kind(self) -> dict[str, Pathway]:
        """Kinds of intervention by id."""
        return {kind.id: kind for kind in self.kinds}

    @cached_property
    def band(self) -> dict[Level, Band]:
        """Bands by level."""
        return {band.level: band for band in self.bands}

    @cached_property
    def source(self) -> dict[str, Source]:
        """Sources by id."""
        return {source.id: source for source in self.sources}
