"""A recorded case judged step by step, each step by the rules in force on its own day: imports, dossiers, statistics of the past.

A source says which facts it carries (``known``). What it does not carry is not judged: a workbook without a column for the talker
does not accuse anybody of not having talked.
"""

from collections.abc import Iterator, Mapping, Set
from datetime import date

from evaluation.procedures.rules.engine import RuleEngine, finding_from, needs_of
from evaluation.procedures.rules.enums import Consequence
from evaluation.procedures.rules.facts import FACTS, CaseFacts
from evaluation.procedures.rules.findings import Finding
from evaluation.procedures.rules.gates.breach import Frame
from evaluation.procedures.rules.gates.decisions import extension_allowed
from evaluation.procedures.rules.gates.table import CONTENT, DUTIES, WAITING, Duty
from evaluation.procedures.rules.steps import Act

NAMED_BY_PEOPLE = {"contacts_on": "contacts", "introducers_on": "introducers"}


def days_of(engine: RuleEngine, facts: CaseFacts) -> dict[str, date]:
    """The recorded acts and their days. Where a source names people but no day, the act stands on the day of what it follows."""
    days: dict[str, date] = {}
    for act in engine.acts.values():
        day = getattr(facts.course, act.name)
        people = NAMED_BY_PEOPLE.get(act.name)
        if day is None and people and getattr(facts, people):
            day = max((days[name] for name in act.earlier if name in days), default=None)
        if day is not None:
            days[act.name] = day
    return days


def judge(engine: RuleEngine, facts: CaseFacts, known: Set[str] = FACTS, recorded_on: date | None = None) -> tuple[Finding, ...]:
    """All findings on what is recorded, in the order of the steps.

    ``recorded_on``: an act after this day has not happened yet and is refused; None does not look at it.
    """
    days = days_of(engine, facts)
    findings: list[Finding] = []
    for name, day in days.items():
        act, frame = engine.acts[name], engine.frame_on(day, facts.course.edition)
        findings.extend(unrecorded(engine, act, day, frame, facts, days, known))
        findings.extend(engine.out_of_order(act, facts.course, day, frame))
        if recorded_on is not None and day > recorded_on:
            findings.append(Finding(frame.pack["DM-45"], act, Consequence.BLOCK, "in_the_future", day, recorded_on))
        findings.extend(gate_findings(act, day, frame, facts, known))
        late = engine.lateness(act, facts.course, day, frame)
        if late:
            findings.append(late)
    if "extensions" in known:
        findings.extend(extension_findings(engine, facts))
    for duty in DUTIES:
        if duty.history in known:
            findings.extend(duty_findings(engine, facts, duty))
    return tuple(findings)


def unrecorded(
    engine: RuleEngine, act: Act, day: date, frame: Frame, facts: CaseFacts, days: Mapping[str, date], known: Set[str]
) -> Iterator[Finding]:
    """What should have been recorded before the act. Where the rule is a deadline or a warning, it stays one."""
    for need in needs_of(act, facts.course):
        rule = frame.pack.first_of(need.rules)
        if rule is None or need.act in days or need.act not in known:
            continue
        milder = rule.consequence in (Consequence.WARN, Consequence.DEADLINE)
        effect = rule.consequence if milder else Consequence.BLOCK
        yield Finding(rule, engine.acts[need.act], effect, "not_recorded", day)


def gate_findings(act: Act, day: date, frame: Frame, facts: CaseFacts, known: Set[str]) -> Iterator[Finding]:
    """The gates of an act whose facts the source carries."""
    for gates, subject in ((WAITING, facts.course), (CONTENT, facts)):
        for gate in gates.get(act.name, ()):
            rule = frame.pack.get(gate.rule_id)
            if rule is None or not known.issuperset(gate.needs):
                continue
            breach = gate.test(subject, day, rule, frame)
            if breach is not None:
                yield finding_from(breach, rule, act, day)


def extension_findings(engine: RuleEngine, facts: CaseFacts) -> Iterator[Finding]:
    """DM-39 for every decision to extend, and that it follows the branch meeting (DM-45)."""
    act, meeting = engine.acts["conversion_meeting_on"], facts.course.meeting_on
    for position, extension in enumerate(facts.extensions, start=1):
        frame = engine.frame_on(extension.decided_on, facts.course.edition)
        if meeting is not None and extension.decided_on < meeting:
            details = {"before": engine.acts["meeting_on"]}
            order = frame.pack["DM-45"]
            yield Finding(order, act, Consequence.BLOCK, "before_previous", extension.decided_on, meeting, details)
        breach = extension_allowed(facts, extension, position, frame.pack["DM-39"])
        if breach is not None:
            yield finding_from(breach, frame.pack["DM-39"], act, extension.decided_on)


def duty_findings(engine: RuleEngine, facts: CaseFacts, duty: Duty) -> Iterator[Finding]:
    """Examinations that came late, the first counted from the decision on the activist, the last to the listing."""
    start, end = facts.course.activist_on, facts.course.target_listed_on
    if start is None:
        return
    act = engine.acts["activist_on"]
    ends = [day for day in sorted(getattr(facts, duty.history)) if day >= start and (end is None or day <= end)]
    for day in [*ends, *([end] if end else [])]:
        rule = engine.frame_on(day, facts.course.edition).pack.get(duty.rule_id)
        if rule is not None:
            due = engine.almanac.deadline(start, rule.limits[0].months).day
            if day > due:
                details = {"duty": duty, "months": rule.limits[0].months}
                yield Finding(rule, act, rule.consequence, "duty_late", day, due, details)
        start = day
