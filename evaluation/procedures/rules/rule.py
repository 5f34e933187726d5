"""What a rule is: condition, numbers with unit and bound, consequence, source, certainty, validity, local override."""

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from evaluation.foundation.core.errors import Refused
from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.procedures.rules.enums import Basis, Bound, Certainty, Consequence, Edition, Unit

Number = int | Fraction

MONTHS_IN_A_YEAR = 12
DIGITS = "零一二三四五六七八九"


def chinese_number(number: int) -> str:
    """13 as 十三 and 201 as 二百零一, for 1 to 9999: the way articles are numbered."""
    written, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if not digit:
            gap = bool(written)
            continue
        written += ("零" if gap else "") + DIGITS[digit] + name
        gap = False
    return written.removeprefix("一") if written.startswith("一十") else written


@dataclass(frozen=True, slots=True)
class Article:
    """Where a rule is written. ``certain`` is False where only the number of the article is from knowledge.

    ``beside`` is a second source: the notice of 2020 and the article on special circumstances stand together under DM-30.
    """

    basis: Basis
    numbers: tuple[int, ...] = ()
    is_range: bool = False
    certain: bool = True
    beside: "Article | None" = None

    @property
    def chinese(self) -> str:
        """《中国共产党发展党员工作细则》（2026年修订）第十三条."""
        named = [f"第{chinese_number(number)}条" for number in self.numbers]
        return self.basis.chinese + ("至" if self.is_range else "、").join(named) + self.second("；", "chinese")

    @property
    def english(self) -> str:
        """Rules on Developing Members (2026), Art. 13."""
        if not self.numbers:
            return str(self.basis.label) + self.second("; ", "english")
        joined = ("–" if self.is_range else ", ").join(str(number) for number in self.numbers)
        return f"{self.basis.label}, {'Art.' if len(self.numbers) == 1 else 'Arts.'} {joined}" + self.second("; ", "english")

    def second(self, separator: str, language: str) -> str:
        """The second source after a separator; nothing where there is none."""
        return separator + getattr(self.beside, language) if self.beside else ""

    @property
    def place(self) -> tuple[str, tuple[int, ...]]:
        """What two texts are compared by: the paper, whichever its year, and the numbers in it."""
        return self.basis.value.removesuffix("-2014").removesuffix("-2026"), self.numbers


@dataclass(frozen=True, slots=True)
class LocalOverride:
    """A number set by the college: which limit of which rule, from which day, by which approval and which person."""

    rule_id: str
    limit: str
    number: Number
    approval_number: str
    person: str
    valid_from: date
    valid_to: date | None = None
    reason: str = ""

    def holds_on(self, day: date) -> bool:
        """Whether the override is in force; ``valid_to`` is the first day on which it is not."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


@dataclass(frozen=True, slots=True)
class Limit:
    """One number of a rule. ``consequence`` is set where it differs from the rule's own (DM-33: late at 3, refused at 6)."""

    name: str
    bound: Bound
    number: Number
    unit: Unit
    consequence: Consequence | None = None
    override: LocalOverride | None = None

    @property
    def months(self) -> int:
        """The number in months; years are twelve of them."""
        return int(self.number) * (MONTHS_IN_A_YEAR if self.unit is Unit.YEAR else 1)

    @property
    def days(self) -> int:
        """The number as a count of days, working days or things."""
        return int(self.number)

    def exceeded_by(self, part: int, whole: int) -> bool:
        """Whether ``part`` of ``whole`` is strictly more than this share: 6 of 11 is more than half, 5 of 10 is not."""
        share = Fraction(self.number)
        return part * share.denominator > whole * share.numerator


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of the rule table as one text holds it. ``title`` is English, ``chinese`` the words of official papers."""

    id: str
    title: str
    chinese: str
    consequence: Consequence
    article: Article
    certainty: Certainty
    limits: tuple[Limit, ...]
    valid_from: date
    valid_to: date | None
    edition: Edition
    is_setting: bool = False

    def limit(self, name: str) -> Limit:
        """The limit of this name. :raises KeyError: the rule has none."""
        for limit in self.limits:
            if limit.name == name:
                return limit
        raise KeyError(f"{self.id} has no limit {name}")

    @property
    def is_overridden(self) -> bool:
        """Whether the college set one of the numbers itself."""
        return any(limit.override for limit in self.limits)

    def with_override(self, override: LocalOverride) -> "Rule":
        """The rule with one number replaced and the override kept beside it."""
        changed = (
            replace(limit, number=override.number, override=override) if limit.name == override.limit else limit
            for limit in self.limits
        )
        return replace(self, limits=tuple(changed))


def loosens(limit: Limit, number: Number) -> bool:
    """Whether another number asks less than the text does; a page shows this before the override is saved."""
    if limit.bound in (Bound.LEAST, Bound.MORE_THAN):
        return number < limit.number
    if limit.bound is Bound.EXACTLY:
        return number != limit.number
    return number > limit.number


def checked_override(override: LocalOverride, rules: dict[str, Rule]) -> LocalOverride:
    """The override, or a refusal that names the field.

    :raises Refused: unknown rule or limit, a number that its unit cannot be, no approval number, no person, an empty period.
    """
    rule = rules.get(override.rule_id)
    if rule is None:
        raise refused(_l("There is no rule %(rule)s; choose one of the table.", rule=override.rule_id), "rule_id")
    if all(limit.name != override.limit for limit in rule.limits):
        raise refused(_l("Rule %(rule)s has no number of this name; choose one that it has.", rule=rule.id), "limit")
    limit = rule.limit(override.limit)
    if limit.unit is Unit.SHARE:
        if not 0 < override.number < 1:
            raise refused(_l("A share lies between 0 and 1, such as 1/2; enter it so."), "number")
    elif override.number != int(override.number) or override.number < (0 if limit.unit is Unit.COUNT else 1):
        raise refused(_l("Enter a whole number of at least 1 (counts: of at least 0)."), "number")
    if not override.approval_number.strip():
        raise refused(_l("A number of the college needs an approval; enter the number of the document."), "approval_number")
    if not override.person.strip():
        raise refused(_l("Name the person who sets this number."), "person")
    if override.valid_to is not None and override.valid_to <= override.valid_from:
        raise refused(_l("The last day lies before the first; correct one of the two."), "valid_to")
    return override


def refused(message: Any, field: str) -> Refused:
    """A refusal at a field."""
    return Refused(message, field=field)
