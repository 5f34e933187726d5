"""Rule packs: the rules in force on a day, and the difference between two packs.

The table is read once from ``pack/*.toml``. A :class:`RuleBook` holds it together with the college's overrides and answers
for any day. Days before the 2014 text are judged by the 2014 text, the oldest that the table knows.
"""

import tomllib
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from evaluation.procedures.rules.enums import Basis, Bound, Certainty, Consequence, Edition, Unit
from evaluation.procedures.rules.rule import Article, Limit, LocalOverride, Rule, checked_override

TABLES = Path(__file__).with_name("pack")
MEMBERS = {Edition.TEXT_2014: Basis.MEMBERS_2014, Edition.TEXT_2026: Basis.MEMBERS_2026}
READ_UP_TO_2014 = 21  # numbers of later articles of the 2014 text are from knowledge, but for article 33
READ_BESIDE_2014 = 33


def article_from(row: Mapping[str, Any], edition: Edition) -> Article | None:
    """The article of a row in one text; None where the text does not hold the rule."""
    if edition.value in row.get("practice", ()):
        return Article(Basis.PRACTICE)
    numbers = row.get("articles", {}).get(edition.value)
    if numbers is None:
        return None
    if "basis" in row:
        return Article(Basis(row["basis"]), tuple(numbers))
    known = edition is Edition.TEXT_2026 or all(number <= READ_UP_TO_2014 or number == READ_BESIDE_2014 for number in numbers)
    article = Article(MEMBERS[edition], tuple(numbers), is_range=row.get("range", False), certain=known)
    return replace(article, basis=Basis(row["notice"]), numbers=(), beside=article) if "notice" in row else article


def limit_from(row: Mapping[str, Any]) -> Limit:
    """A limit of the table; a share is written as a fraction."""
    number = row["number"]
    return Limit(
        name=row["name"],
        bound=Bound(row["bound"]),
        number=Fraction(number) if isinstance(number, str) else number,
        unit=Unit(row["unit"]),
        consequence=Consequence(row["consequence"]) if "consequence" in row else None,
    )


def rules_from(row: Mapping[str, Any]) -> list[Rule]:
    """One row of the table as a rule of each text that holds it."""
    found = []
    for edition in Edition:
        article = article_from(row, edition)
        if article is not None:
            found.append(
                Rule(
                    id=row["id"],
                    title=row["title"],
                    chinese=row["chinese"],
                    consequence=Consequence(row["consequence"]),
                    article=article,
                    certainty=Certainty(row.get("certainty", Certainty.VERIFIED)),
                    limits=tuple(limit_from(limit) for limit in row["limits"]),
                    valid_from=edition.valid_from,
                    valid_to=edition.valid_to,
                    edition=edition,
                    is_setting=row.get("setting", False),
                )
            )
    return found


@cache
def rule_table() -> tuple[Rule, ...]:
    """All rules of both texts, by number."""
    rows = [row for path in sorted(TABLES.glob("*.toml")) for row in tomllib.loads(path.read_text("utf-8"))["rules"]]
    rules = [rule for row in rows for rule in rules_from(row)]
    return tuple(sorted(rules, key=lambda rule: (rule.id[:2] != "DM", rule.id, rule.valid_from)))


@dataclass(frozen=True)
class Pack:
    """The rules in force from ``valid_from`` until the day before ``valid_to``, overrides applied."""

    valid_from: date
    valid_to: date | None
    edition: Edition
    rules: Mapping[str, Rule]

    def __contains__(self, rule_id: str) -> bool:
        return rule_id in self.rules

    def __getitem__(self, rule_id: str) -> Rule:
        return self.rules[rule_id]

    def get(self, rule_id: str) -> Rule | None:
        """The rule, or None where this text does not hold it."""
        return self.rules.get(rule_id)

    def first_of(self, rule_ids: Sequence[str]) -> Rule | None:
        """The first of these rules that this text holds: consent (DM-11) in one, filing (DM-12) in the other."""
        return next((self.rules[rule_id] for rule_id in rule_ids if rule_id in self.rules), None)


class RuleBook:
    """The table and the college's overrides; :meth:`pack_on` gives what is in force on a day."""

    def __init__(self, rules: Iterable[Rule] | None = None, overrides: Iterable[LocalOverride] = ()) -> None:
        """:raises Refused: an override names no rule, no limit, no approval or no person."""
        self.rules = tuple(rule_table() if rules is None else rules)
        by_id = {rule.id: rule for rule in self.rules}
        self.overrides = tuple(
            sorted((checked_override(override, by_id) for override in overrides), key=lambda one: one.valid_from)
        )
        days = {rule.valid_from for rule in self.rules} | {rule.valid_to for rule in self.rules if rule.valid_to}
        first = min(days)
        for override in self.overrides:
            days |= {day for day in (override.valid_from, override.valid_to) if day and day > first}
        self.starts = sorted(days)
        self.packs = [self.compose(start, end) for start, end in pairwise([*self.starts, None])]

    def compose(self, start: date, end: date | None) -> Pack:
        """The pack between two days on which something changes."""
        rules = {
            rule.id: rule for rule in self.rules if rule.valid_from <= start and (rule.valid_to is None or start < rule.valid_to)
        }
        for override in self.overrides:
            if override.rule_id in rules and override.holds_on(start):
                rules[override.rule_id] = rules[override.rule_id].with_override(override)
        edition = max((edition for edition in Edition if edition.valid_from <= start), default=Edition.TEXT_2014)
        return Pack(start, end, edition, rules)

    def pack_on(self, day: date) -> Pack:
        """The rules in force on a day."""
        return self.packs[max(bisect_right(self.starts, day) - 1, 0)]


@cache
def standard_book() -> RuleBook:
    """The table without overrides."""
    return RuleBook()


def pack_on(day: date, overrides: Iterable[LocalOverride] = ()) -> Pack:
    """The rules in force on a day, with the college's overrides."""
    overrides = tuple(overrides)
    return (RuleBook(overrides=overrides) if overrides else standard_book()).pack_on(day)


@dataclass(frozen=True)
class Change:
    """What two packs say of one rule: added (no ``before``), dropped (no ``after``), or changed in ``fields``."""

    rule_id: str
    before: Rule | None
    after: Rule | None
    fields: tuple[str, ...] = ()


COMPARED = ("chinese", "consequence", "limits", "certainty")


def changed_fields(old: Rule, new: Rule) -> tuple[str, ...]:
    """What is different; the year of the text alone is no difference, another number of the article is one."""
    fields = [name for name in COMPARED if getattr(old, name) != getattr(new, name)]
    return (*fields, "article") if old.article.place != new.article.place else tuple(fields)


def difference(before: Pack, after: Pack) -> list[Change]:
    """How ``after`` differs from ``before``, rule by rule; a rule that says the same is left out."""
    changes = []
    for rule_id in sorted(set(before.rules) | set(after.rules), key=lambda one: (one[:2] != "DM", one)):
        old, new = before.get(rule_id), after.get(rule_id)
        if old is None or new is None:
            changes.append(Change(rule_id, old, new))
            continue
        if fields := changed_fields(old, new):
            changes.append(Change(rule_id, old, new, fields))
    return changes
