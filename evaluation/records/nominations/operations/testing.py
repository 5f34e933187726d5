"""An act put to the rules before it is recorded, and the answer frozen in the words of official papers."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from flask_babel import force_locale

from evaluation.foundation.core.errors import Refused
from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.procedures.rules.engine import RuleEngine, finding_from
from evaluation.procedures.rules.enums import Consequence
from evaluation.procedures.rules.facts import CaseFacts
from evaluation.procedures.rules.findings import Finding
from evaluation.procedures.rules.gates.breach import Frame
from evaluation.procedures.rules.gates.table import CONTENT, LIMITS, WAITING
from evaluation.procedures.rules.rule import Limit, Rule
from evaluation.procedures.rules.steps import Act
from evaluation.procedures.rules.wording import basis, full_sentence, reason, way_out

SHORTEST_REASON = 5
FIELDS = {
    "DM-03": "recommendation_source",
    "DM-05": "people",
    "DM-10": "party_group",
    "DM-17": "people",
    "DM-18": "people",
    "DM-20": "political_review_document",
    "DM-22": "training_hours",
    "DM-26": "present",
    "DM-27": "in_favour",
    "DM-28": "secret",
    "DM-29": "written_in_favour",
    "DM-30": "document_number",
    "DM-31": "approval_talk_by",
    "DM-32": "body",
    "DM-35": "probation_from",
    "DM-39": "months",
    "DM-44": "is_provincial",
}


@dataclass(frozen=True)
class Tested:
    """An act with everything that the rules say of it on its day."""

    act: Act
    on: date
    frame: Frame
    findings: tuple[Finding, ...]
    rules: tuple[Rule, ...] = field(default_factory=tuple)

    @property
    def blocks(self) -> list[Finding]:
        """What keeps it back."""
        return [finding for finding in self.findings if finding.blocks]

    @property
    def warnings(self) -> list[Finding]:
        """What asks for a written reason."""
        return [finding for finding in self.findings if finding.effect is Consequence.WARN]


def tested(engine: RuleEngine, facts: CaseFacts, act_name: str, on: date, today: date) -> Tested:
    """Put an act to the rules in force on its day. ``facts`` hold what its form asks for; the act itself is not in them yet."""
    answer = engine.may_take(facts.course, act_name, on)
    frame = engine.frame_on(on, facts.course.edition)
    act = engine.acts[act_name]
    findings = list(answer.findings)
    if on > today:
        findings.append(Finding(frame.pack["DM-45"], act, Consequence.BLOCK, "in_the_future", on, today))
    taken = replace(facts, course=facts.course._replace(**{act_name: on}))
    rules = []
    for gate in CONTENT.get(act_name, ()):
        rule = frame.pack.get(gate.rule_id)
        if rule is not None:
            rules.append(rule)
            breach = gate.test(taken, on, rule, frame)
            if breach is not None:
                findings.append(finding_from(breach, rule, act, on))
    rules += [frame.pack[gate.rule_id] for gate in WAITING.get(act_name, ()) if gate.rule_id in frame.pack]
    last = LIMITS.get(act_name)
    if last is not None and last.rule_id in frame.pack:
        rules.append(frame.pack[last.rule_id])
    unique = {rule.id: rule for rule in rules}
    return Tested(act, on, frame, tuple(findings), tuple(unique[name] for name in sorted(unique)))


def check(test: Tested, words: str | None) -> None:
    """Refuse what a rule keeps back, with article and way out; ask for a reason where a rule only warns."""
    within = [one for one in test.findings if one.word == "not_recorded" and one.act.step == test.act.step]
    for first in (*test.blocks, *within):  # a notice that was never posted cannot end, whatever the reason
        raise Refused(full_sentence(first), field=FIELDS.get(first.rule.id, "on"))
    if test.warnings and len((words or "").strip()) < SHORTEST_REASON:
        first = test.warnings[0]
        raise Refused(
            _l("%(sentence)s It may still be done: write the reason below.", sentence=full_sentence(first)), field="reason"
        )


def limit_facts(limit: Limit) -> dict[str, Any]:
    """A number of a rule as it stood."""
    facts: dict[str, Any] = {
        "name": limit.name,
        "bound": limit.bound.value,
        "number": str(limit.number),
        "unit": limit.unit.value,
    }
    if limit.override is not None:
        facts["approval_number"] = limit.override.approval_number
        facts["set_by"] = limit.override.person
    return facts


def frozen(test: Tested) -> dict[str, Any]:
    """The answer of the rules in Chinese and plain data, kept for good beside the act."""
    broken = {finding.rule.id for finding in test.findings}
    with force_locale("zh_Hans_CN"):
        return {
            "act": test.act.chinese,
            "on": test.on.isoformat(),
            "edition": test.frame.pack.edition.value,
            "pack_from": test.frame.pack.valid_from.isoformat(),
            "article": test.act.step.article(test.frame.pack.edition).chinese,
            "gates": [
                {
                    "rule": rule.id,
                    "text": rule.chinese,
                    "article": rule.article.chinese,
                    "certain": rule.article.certain,
                    "limits": [limit_facts(limit) for limit in rule.limits],
                    "kept": rule.id not in broken,
                }
                for rule in test.rules
            ],
            "findings": finding_facts(test.findings),
        }


def finding_facts(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """Findings as plain data."""
    return [
        {
            "rule": finding.rule.id,
            "effect": finding.effect.value,
            "reason": reason(finding),
            "article": basis(finding),
            "way_out": way_out(finding),
        }
        for finding in findings
    ]
