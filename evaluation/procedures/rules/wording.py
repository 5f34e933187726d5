"""Findings as sentences in the language of the page: the reason, the article, the way out.

``还不能办：培养教育考察满1年的日子是2022年9月20日`` comes from here; rules and steps bring their Chinese words as data.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from evaluation.foundation.core.language import gettext as _
from evaluation.foundation.web.display import is_chinese, zh_date
from evaluation.procedures.rules.findings import Finding
from evaluation.procedures.rules.gates.table import Duty
from evaluation.procedures.rules.rule import MONTHS_IN_A_YEAR, Article, Rule
from evaluation.procedures.rules.sentences import PARTS, SENTENCES
from evaluation.procedures.rules.steps import Act, Step


def title_of(thing: Act | Step | Rule | Duty) -> str:
    """The title of an act, a step, a rule or a duty."""
    return thing.chinese if is_chinese() else thing.title


def article_text(article: Article) -> str:
    """《中国共产党发展党员工作细则》（2026年修订）第十三条, or in English with its number."""
    return article.chinese if is_chinese() else article.english


def duration(months: int) -> str:
    """1年 for twelve months, 6个月 for six."""
    years, rest = divmod(months, MONTHS_IN_A_YEAR)
    if years and not rest:
        return _("1 year") if years == 1 else _("%(number)d years", number=years)
    return _("1 month") if months == 1 else _("%(number)d months", number=months)


def listed(values: Any, label: Callable[[Any], Any] = str) -> str:
    """Several in a row, joined by 、 or by a comma."""
    return ("、" if is_chinese() else ", ").join(str(label(value)) for value in values)


def value_text(name: str, value: Any) -> Any:
    """A detail of a finding as it stands in a sentence."""
    if isinstance(value, date):
        return zh_date(value)
    if isinstance(value, Act | Duty):
        return title_of(value)
    if name in ("opinions", "papers"):
        return listed(value, lambda one: one.label)
    if name == "parts":
        return listed(value, lambda one: PARTS[one])
    return listed(value) if name == "people" else value


def values_of(finding: Finding) -> dict[str, Any]:
    """Everything that a sentence may name."""
    values = {name: value_text(name, value) for name, value in finding.details.items()}
    if "months" in finding.details:
        values["duration"] = duration(finding.details["months"])
    return {"act": title_of(finding.act), "on": zh_date(finding.on), "day": zh_date(finding.day), **values}


def reason(finding: Finding) -> str:
    """Why, without a full stop."""
    return str(SENTENCES[finding.word].reason) % values_of(finding)


def way_out(finding: Finding) -> str:
    """What to do, a sentence."""
    return str(SENTENCES[finding.word].way_out) % values_of(finding)


def basis(finding: Finding) -> str:
    """The article to cite."""
    return article_text(finding.article)


def not_yet(finding: Finding) -> str:
    """The short refusal of a task list."""
    return _("Not yet possible: %(reason)s", reason=reason(finding))


def full_sentence(finding: Finding) -> str:
    """Reason, article and way out, for a page."""
    return _(
        "%(reason)s. Basis: %(article)s. %(way_out)s",
        reason=reason(finding),
        article=basis(finding),
        way_out=way_out(finding),
    )


def row_sentence(finding: Finding) -> str:
    """The same for a row of an import: it begins with the step and the day that was tested, unless the reason names them."""
    if "%(act)s" in str(SENTENCES[finding.word].reason):
        return full_sentence(finding)
    return _(
        "%(act)s on %(on)s: %(sentence)s",
        act=title_of(finding.act),
        on=zh_date(finding.on),
        sentence=full_sentence(finding),
    )
