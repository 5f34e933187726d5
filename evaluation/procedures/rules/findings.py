"""What the engine answers with. Sentences are made from these in :mod:`evaluation.procedures.rules.wording`."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from evaluation.procedures.rules.enums import Consequence, Edition
from evaluation.procedures.rules.gates.breach import NOTHING
from evaluation.procedures.rules.gates.table import Duty
from evaluation.procedures.rules.rule import Article, Rule
from evaluation.procedures.rules.steps import Act


class Finding(NamedTuple):
    """A rule that an act does not keep. ``on``: the day that was tested; ``day``: the day that the sentence speaks of."""

    rule: Rule
    act: Act
    effect: Consequence
    word: str
    on: date
    day: date | None = None
    details: Mapping[str, Any] = NOTHING
    waits: bool = False

    @property
    def blocks(self) -> bool:
        """Whether the act cannot be taken."""
        return self.effect is Consequence.BLOCK

    @property
    def article(self) -> Article:
        """The article to cite; the order of steps (DM-45) is written at the step, not in one place."""
        return self.rule.article if self.rule.id != "DM-45" else self.act.step.article(self.rule.edition)


class Pending(NamedTuple):
    """An act that is next, on the day asked about.

    ``earliest``: the first day as far as time decides; None where something other than time keeps it back. ``due``: the last day,
    by ``due_rule``; ``provisional`` where that day lies in a year without an official calendar.
    """

    act: Act
    findings: tuple[Finding, ...]
    earliest: date | None
    due: date | None = None
    due_rule: Rule | None = None
    provisional: bool = False

    @property
    def may_be_taken(self) -> bool:
        """Whether the act can be taken on the day asked about; a warning asks for a reason, it does not block."""
        return not any(finding.blocks for finding in self.findings)


class Recurring(NamedTuple):
    """A duty that comes round: the day until which it is due next."""

    duty: Duty
    rule: Rule
    due: date
    provisional: bool


class Outlook(NamedTuple):
    """Where a case stands on a day: what is next, what comes round, which text applies. All empty for a case that has ended."""

    on: date
    edition: Edition
    pending: tuple[Pending, ...] = ()
    recurring: tuple[Recurring, ...] = ()
    replace_contact: Rule | None = None

    @property
    def next(self) -> Pending | None:
        """The act that the chain waits for."""
        return next((one for one in self.pending if not one.act.is_side), self.pending[0] if self.pending else None)

    @property
    def due(self) -> date | None:
        """The next last day of all."""
        days = [one.due for one in self.pending if one.due] + [one.due for one in self.recurring]
        return min(days, default=None)

    @property
    def overdue(self) -> tuple[Pending | Recurring, ...]:
        """What should have been done before this day."""
        return tuple(one for one in (*self.pending, *self.recurring) if one.due is not None and one.due < self.on)


class Answer(NamedTuple):
    """Whether an act may be taken on a day: what blocks, asks for a reason or is late, and from which day it is possible."""

    act: Act
    on: date
    edition: Edition
    findings: tuple[Finding, ...]
    earliest: date | None

    @property
    def allowed(self) -> bool:
        """Nothing blocks."""
        return not any(finding.blocks for finding in self.findings)

    @property
    def first_block(self) -> Finding | None:
        """The rule to name first."""
        return next((finding for finding in self.findings if finding.blocks), None)
