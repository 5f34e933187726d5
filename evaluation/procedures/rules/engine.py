"""The engine: may this act be taken; if not, why, by which article, from which day; what is next and due; what is overdue.

Every act is tested by the rules in force on its own day. Twenty thousand cases for one day cost little: what is next depends only
on which acts are recorded, so it is worked out once for every such pattern and pack.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from evaluation.procedures.rules.almanac import Almanac
from evaluation.procedures.rules.enums import Consequence, Edition, Outcome, Stage
from evaluation.procedures.rules.facts import Course
from evaluation.procedures.rules.findings import Answer, Finding, Outlook, Pending, Recurring
from evaluation.procedures.rules.gates.breach import Breach, Frame, Test
from evaluation.procedures.rules.gates.table import DUTIES, LIMITS, WAITING, Duty
from evaluation.procedures.rules.pack import Pack, RuleBook, standard_book
from evaluation.procedures.rules.rule import Rule
from evaluation.procedures.rules.steps import Act, Need, act_table

ACTS = len(act_table())
FIELD = {name: position for position, name in enumerate(Course._fields)}
ONE_DAY = timedelta(days=1)
if Course._fields[:ACTS] != tuple(act_table()):
    raise ImportError("The fields of Course do not begin with the acts of steps.toml in their order.")


class NextAct(NamedTuple):
    """An act that may come next, with its gates and its last day resolved for one pack."""

    act: Act
    gates: tuple[tuple[Rule, Test], ...]
    due_rule: Rule | None
    months: int
    special_months: int
    since: int


class NextDuty(NamedTuple):
    """A duty that is running, resolved for one pack; positions are those of fields of a course."""

    duty: Duty
    rule: Rule
    months: int
    last: int


class Plan(NamedTuple):
    """What comes next for one pattern of recorded acts under one pack."""

    acts: tuple[NextAct, ...]
    duties: tuple[NextDuty, ...]


def finding_from(breach: Breach, rule: Rule, act: Act, day: date) -> Finding:
    """A breach as a finding; the consequence is the rule's unless the limit has its own."""
    effect = breach.effect or rule.consequence
    return Finding(rule, act, effect, breach.word, day, breach.day, breach.details, breach.waits)


def stage_of(course: Course) -> Stage:
    """The column of the board: what the person is by now, not what the next step belongs to."""
    if course.approved_on:
        return Stage.CONVERSION
    if course.pre_review_on:
        return Stage.ADMISSION
    if course.target_listed_on:
        return Stage.DEVELOPMENT_TARGET
    return Stage.ACTIVIST if course.activist_on else Stage.APPLICATION


class RuleEngine:
    """Answers for any case and day. Holds no case; one engine serves all of them."""

    def __init__(self, almanac: Almanac, book: RuleBook | None = None) -> None:
        self.almanac = almanac
        self.book = book or standard_book()
        self.acts = act_table()
        self.plans: dict[tuple[date, tuple[bool, ...]], Plan] = {}
        self.frames: dict[date, Frame] = {}

    def frame_on(self, day: date, edition: Edition | None = None) -> Frame:
        """The rules in force on a day; a text chosen for the case stands in place of the one of the day."""
        if edition is not None:
            first, end = edition.valid_from, edition.valid_to
            day = max(day, first) if end is None else min(max(day, first), end - ONE_DAY)
        pack = self.book.pack_on(day)
        frame = self.frames.get(pack.valid_from)
        if frame is None:
            frame = self.frames[pack.valid_from] = Frame(pack, self.almanac)
        return frame

    def plan_of(self, pack: Pack, recorded: tuple[bool, ...]) -> Plan:
        """What is next where these acts are recorded."""
        key = (pack.valid_from, recorded)
        plan = self.plans.get(key)
        if plan is None:
            done = {name for name, there in zip(self.acts, recorded, strict=True) if there}
            acts = tuple(self.next_act(act, pack) for act in self.acts.values() if is_next(act, done))
            plan = self.plans[key] = Plan(acts, tuple(running_duties(pack, done)))
        return plan

    def next_act(self, act: Act, pack: Pack) -> NextAct:
        """An act with what the pack says of it."""
        gates = tuple((pack[gate.rule_id], gate.test) for gate in WAITING.get(act.name, ()) if gate.rule_id in pack)
        last = LIMITS.get(act.name)
        rule = pack.get(last.rule_id) if last else None
        if last is None or rule is None:
            return NextAct(act, gates, None, 0, 0, 0)
        usual = rule.limit(last.limit).months
        special = rule.limit(last.special).months if last.special else usual
        return NextAct(act, gates, rule, usual, special, FIELD[last.since])

    def outlook(self, course: Course, day: date) -> Outlook:
        """What is next for a case on a day, from when and until when, and what is overdue."""
        frame = self.frame_on(day, course.edition)
        pack = frame.pack
        if course.closed_on is not None or course.recognised_on is not None or course.archived_on is not None:
            return Outlook(day, pack.edition)
        plan = self.plan_of(pack, tuple([one is not None for one in course[:ACTS]]))
        pending = tuple([self.pending(one, course, day, frame) for one in plan.acts])
        recurring = tuple([self.recurring(one, course) for one in plan.duties]) if plan.duties else ()
        replace_contact = pack.get("DM-06") if course.contact_to_replace and plan.duties else None
        return Outlook(day, pack.edition, pending, recurring, replace_contact)

    def pending(self, following: NextAct, course: Course, day: date, frame: Frame) -> Pending:
        """One act that is next: what keeps it back on this day, and its last day."""
        act, gates, due_rule, months, special_months, since = following
        findings: list[Finding] = []
        for rule, test in gates:
            breach = test(course, day, rule, frame)
            if breach is not None:
                findings.append(finding_from(breach, rule, act, day))
        earliest = first_possible(findings, day) if findings else day
        if due_rule is None:
            return Pending(act, tuple(findings), earliest)
        last = self.almanac.deadline(course[since], special_months if course.approval_special else months)
        return Pending(act, tuple(findings), earliest, last.day, due_rule, last.provisional)

    def recurring(self, following: NextDuty, course: Course) -> Recurring:
        """A running duty with its next last day, counted from the last time, at first from the decision on the activist."""
        start = course[following.last] or course.activist_on
        last = self.almanac.deadline(start, following.months)
        return Recurring(following.duty, following.rule, last.day, last.provisional)

    def may_take(self, course: Course, act_name: str, day: date) -> Answer:
        """Whether an act may be taken on a day.

        :raises KeyError: there is no act of this name.
        """
        act = self.acts[act_name]
        frame = self.frame_on(day, course.edition)
        findings = list(self.missing(act, course, day, frame)) + list(self.out_of_order(act, course, day, frame))
        for gate in WAITING.get(act_name, ()):
            rule = frame.pack.get(gate.rule_id)
            breach = gate.test(course, day, rule, frame) if rule else None
            if rule and breach:
                findings.append(finding_from(breach, rule, act, day))
        late = self.lateness(act, course, day, frame)
        earliest = first_possible(findings, day)
        return Answer(act, day, frame.pack.edition, (*findings, *([late] if late else [])), earliest)

    def missing(self, act: Act, course: Course, day: date, frame: Frame) -> Iterator[Finding]:
        """What must be recorded first; a rule that only warns asks for a reason, anything else blocks."""
        order = frame.pack["DM-45"]
        if getattr(course, act.name) is not None:
            yield Finding(order, act, Consequence.BLOCK, "already_recorded", day, getattr(course, act.name))
        if course.closed_on is not None:
            yield Finding(order, act, Consequence.BLOCK, "case_closed", day, course.closed_on)
        for need in needs_of(act, course):
            rule = frame.pack.first_of(need.rules)
            if need.holds and rule is not None and getattr(course, need.act) is None:
                effect = Consequence.WARN if rule.consequence is Consequence.WARN else Consequence.BLOCK
                yield Finding(rule, self.acts[need.act], effect, "not_recorded", day)

    def out_of_order(self, act: Act, course: Course, day: date, frame: Frame) -> Iterator[Finding]:
        """DM-45: no act lies before the birth or before an act that it follows."""
        order = frame.pack["DM-45"]
        if course.birth_date is not None and day < course.birth_date:
            yield Finding(order, act, Consequence.BLOCK, "before_birth", day, course.birth_date)
        days = [(getattr(course, name), name) for name in act.earlier if getattr(course, name) is not None]
        if days and day < max(days)[0]:
            latest, name = max(days)
            details = {"before": self.acts[name]}
            yield Finding(order, act, Consequence.BLOCK, "before_previous", day, latest, details, waits=True)

    def lateness(self, act: Act, course: Course, day: date, frame: Frame) -> Finding | None:
        """A missed last day; what a gate of the act already says of the same limit is not said again."""
        last = LIMITS.get(act.name)
        rule = frame.pack.get(last.rule_id) if last else None
        since = getattr(course, last.since) if last else None
        if last is None or rule is None or since is None or rule.consequence is not Consequence.DEADLINE:
            return None
        name = last.special if last.special and course.approval_special else last.limit
        due = self.almanac.deadline(since, rule.limit(name).months)
        if day <= due.day:
            return None
        details = {"since": self.acts[last.since], "since_day": since, "months": rule.limit(name).months}
        return Finding(rule, act, Consequence.DEADLINE, "late", day, due.day, details)


def needs_of(act: Act, course: Course) -> tuple[Need, ...]:
    """What an act needs; a cancellation needs no application for conversion."""
    if act.name == "conversion_meeting_on" and course.conversion_outcome is Outcome.CANCELLED:
        return tuple(need for need in act.after if need.act != "conversion_applied_on")
    return act.after


def is_next(act: Act, done: set[str]) -> bool:
    """Whether an act is open: not recorded itself, nor passed over by a later one, and everything recorded that the chain
    waits for."""
    if act.name in done or act.is_exceptional or any(act.name in act_table()[name].earlier for name in done):
        return False
    return all(need.act in done for need in act.after if need.holds)


def running_duties(pack: Pack, done: set[str]) -> Iterator[NextDuty]:
    """Examinations, analyses and thought reports run from the decision on the activist until the listing."""
    if "activist_on" in done and "target_listed_on" not in done:
        for duty in DUTIES:
            rule = pack.get(duty.rule_id)
            if rule is not None:
                yield NextDuty(duty, rule, rule.limits[0].months, FIELD[duty.last])


def first_possible(findings: Iterable[Finding], day: date) -> date | None:
    """The first day on which only time has to pass; None where something else is in the way."""
    first = day
    for finding in findings:
        if finding.effect is Consequence.BLOCK:
            if not finding.waits or finding.day is None:
                return None
            first = max(first, finding.day)
    return first
