"""Rules in the words of a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from evaluation.foundation.core.language import gettext as _
from evaluation.foundation.web.display import is_chinese, zh_date
from evaluation.procedures.rules.enums import Unit
from evaluation.procedures.rules.pack import Change, Pack
from evaluation.procedures.rules.rule import Limit, Rule
from evaluation.procedures.rules.wording import article_text, title_of


def number_text(limit: Limit) -> str:
    """At least 1 year; more than 1/2; 0 where the number is a switch."""
    number = str(Fraction(limit.number)) if limit.unit is Unit.SHARE else str(limit.number)
    unit = "" if limit.unit in (Unit.COUNT, Unit.SHARE) else str(limit.unit.label)
    joined = f"{limit.bound.label}{number}{unit}" if is_chinese() else f"{limit.bound.label} {number} {unit}".strip()
    return joined


def numbers_text(rule: Rule) -> str:
    """All numbers of a rule."""
    return ("；" if is_chinese() else "; ").join(number_text(limit) for limit in rule.limits)


@dataclass(frozen=True)
class RuleLine:
    """A rule as a row of the page."""

    id: str
    title: str
    numbers: str
    consequence: Any
    article: str
    certain: bool
    certainty: Any
    is_setting: bool
    own: Sequence[str]


def override_text(limit: Limit) -> str:
    """Which approval set a number, who, and from which day."""
    assert limit.override is not None
    return _(
        "Set by the college: %(approval)s, %(person)s, from %(day)s",
        approval=limit.override.approval_number,
        person=limit.override.person,
        day=zh_date(limit.override.valid_from),
    )


def line_of(rule: Rule) -> RuleLine:
    """One rule in words."""
    return RuleLine(
        id=rule.id,
        title=title_of(rule),
        numbers=numbers_text(rule),
        consequence=rule.consequence,
        article=article_text(rule.article),
        certain=rule.article.certain,
        certainty=rule.certainty,
        is_setting=rule.is_setting,
        own=[override_text(limit) for limit in rule.limits if limit.override],
    )


def lines_of(pack: Pack) -> list[RuleLine]:
    """The whole pack, rule by rule."""
    return [line_of(rule) for rule in pack.rules.values()]


@dataclass(frozen=True)
class ChangeLine:
    """What two packs say of one rule."""

    id: str
    kind: str
    title: str
    before: str
    after: str


def change_line(change: Change) -> ChangeLine:
    """One difference in words: added, dropped, or both sayings."""
    rule = change.after or change.before
    assert rule is not None
    kind = _("added") if change.before is None else _("dropped") if change.after is None else _("changed")
    return ChangeLine(change.rule_id, kind, title_of(rule), saying(change.before), saying(change.after))


def saying(rule: Rule | None) -> str:
    """What a rule says, in one line."""
    if rule is None:
        return "—"
    parts = [title_of(rule), numbers_text(rule), str(rule.consequence.label), article_text(rule.article)]
    return "　".join(part for part in parts if part)


def limit_choices(pack: Pack) -> list[tuple[str, str]]:
    """Numbers that may be set: every number of every rule of the pack."""
    return [
        (f"{rule.id} {limit.name}", f"{rule.id}　{title_of(rule)}（{number_text(limit)}）")
        for rule in pack.rules.values()
        for limit in rule.limits
    ]
