"""Many cases written at once: few statements a case, each act with the answer of the rules on its own day."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, select

from evaluation.foundation.audit.operations import digest, record
from evaluation.foundation.core.clock import local
from evaluation.foundation.core.database import db
from evaluation.procedures.rules.engine import RuleEngine, stage_of
from evaluation.procedures.rules.facts import CaseFacts, Course
from evaluation.procedures.rules.judgement import days_of, judge
from evaluation.procedures.rules.queries import rule_engine
from evaluation.procedures.rules.rows import ROW_FACTS
from evaluation.procedures.workflow.enums import MatterKind, Part
from evaluation.procedures.workflow.models import Matter, MatterPerson, Task, Transition
from evaluation.procedures.workflow.numbering import take_numbers
from evaluation.records.nominations.enums import CompanionPart
from evaluation.records.nominations.facts import ACTS
from evaluation.records.nominations.imports.reading import NominationRow
from evaluation.records.nominations.models.cases import ActRecord, Nomination
from evaluation.records.nominations.models.parts import NominationCompanion
from evaluation.records.nominations.operations.acts import ballot_of
from evaluation.records.nominations.operations.tasks import wanted_tasks
from evaluation.records.nominations.operations.testing import finding_facts
from evaluation.registry.organizations.enums import PartyType
from evaluation.registry.organizations.models import Organization, OrganizationClosure
from evaluation.registry.people.history import people_then

PARTS = {"contacts": ("contacts_on", CompanionPart.CONTACT), "introducers": ("introducers_on", CompanionPart.INTRODUCER)}


def committees_of(branch_ids: Iterable[int | None]) -> dict[int, int]:
    """The nearest committee at or above each branch, in one statement."""
    wanted = sorted({one for one in branch_ids if one is not None})
    found: dict[int, tuple[int, int]] = {}
    if not wanted:
        return {}
    rows = db.session.execute(
        select(OrganizationClosure.descendant_id, OrganizationClosure.depth, Organization.id)
        .join(Organization, Organization.id == OrganizationClosure.ancestor_id)
        .where(OrganizationClosure.descendant_id.in_(wanted), Organization.party_type == PartyType.COMMITTEE)
    )
    for branch_id, depth, committee_id in rows:
        if branch_id not in found or depth < found[branch_id][0]:
            found[branch_id] = (depth, committee_id)
    return {branch_id: committee_id for branch_id, (_depth, committee_id) in found.items()}


def write_cases(rows: Sequence[NominationRow], *, actor: Any, now: datetime) -> list[Nomination]:
    """Write the cases of these rows: matter, case, acts, companions, ballots, one entry of history, tasks."""
    if not rows:
        return []
    engine = rule_engine()
    committees = committees_of(row.person.branch_id for row in rows if row.person)
    numbers = numbers_of(rows)
    made: list[tuple[NominationRow, Nomination, CaseFacts]] = []
    for row, number in zip(rows, numbers, strict=True):
        assert row.person is not None
        assert row.case is not None
        assert row.person.branch_id is not None
        facts = row.case.facts()
        course = with_days(facts.course, days_of(engine, facts))
        matter = Matter(
            kind=MatterKind.NOMINATION,
            number=number,
            title=row.person.name,
            state=stage_of(course).value,
            organization_id=committees[row.person.branch_id],
            party_organization_id=row.person.branch_id,
            opened_at=now,
            changed_at=now,
            submitted_at=now,
            occurred_from=row.dates["applied_on"],
            occurred_to=row.dates["applied_on"],
            confidential=True,
        )
        own = {name: getattr(course, name) for name in ACTS}
        nomination = Nomination(
            matter=matter, person_id=row.person.id, facts={}, shortened=course.shortened, import_digest=row.fingerprint, **own
        )
        if row.shortening:
            nomination.facts = {"shortening": {"document_number": row.shortening}}
        if "training_hours" in row.numbers:
            nomination.facts = {**nomination.facts, "training_hours": row.numbers["training_hours"]}
        db.session.add(nomination)
        made.append((row, nomination, facts))
    db.session.flush()
    write_history(made, engine, actor=actor, now=now)
    return [nomination for _row, nomination, _facts in made]


def numbers_of(rows: Sequence[NominationRow]) -> list[str]:
    """Public numbers by the year of application, in the order of the rows."""
    years = [row.dates["applied_on"].year for row in rows]
    taken = {year: iter(take_numbers(MatterKind.NOMINATION.prefix, year, years.count(year))) for year in sorted(set(years))}
    return [next(taken[year]) for year in years]


def with_days(course: Course, days: dict[str, date]) -> Course:
    """The course with the days on which acts without a column are taken to have happened."""
    return course._replace(**days)


def write_history(
    made: Sequence[tuple[NominationRow, Nomination, CaseFacts]], engine: RuleEngine, *, actor: Any, now: datetime
) -> None:
    """Acts, companions, ballots, history, people and tasks of the cases."""
    today = local(now).date()
    acts: list[dict[str, Any]] = []
    transitions: list[dict[str, Any]] = []
    people: list[dict[str, Any]] = []
    tasks: list[dict[str, Any]] = []
    then = people_then([nomination.person_id for _row, nomination, _facts in made], today)
    for row, nomination, facts in made:
        acts += act_rows(nomination, engine, facts, actor=actor, now=now)
        add_companions(row, nomination, now)
        votes = facts.votes
        if votes is not None:
            db.session.add(ballot_of(nomination, "meeting_on", votes, now))
        nomination.organization_then = then[nomination.person_id].organization
        nomination.post_then = then[nomination.person_id].post
        people.append({"matter_id": nomination.matter_id, "person_id": nomination.person_id, "part": Part.SUBJECT})
        transitions.append(
            {
                "matter_id": nomination.matter_id,
                "action": "import",
                "from_state": None,
                "to_state": nomination.matter.state,
                "account_id": getattr(actor, "account_id", None),
                "actor_name": getattr(actor, "name", "system"),
                "details": {"row": row.reader.number, "acts": len(row.dates)},
                "batch": True,
                "taken_at": now,
            }
        )
        course = facts.course._replace(**{name: getattr(nomination, name) for name in ACTS})
        matter = nomination.matter
        for one in wanted_tasks(
            engine.outlook(course, today), matter.organization_id, matter.party_organization_id, today
        ).values():
            tasks.append(
                {
                    "matter_id": matter.id,
                    "asks": one.asks.value,
                    "role": one.role.value,
                    "organization_id": one.organization_id,
                    "due_on": one.due_on,
                    "due_provisional": one.provisional,
                    "opened_at": now,
                    "opened_by_name": getattr(actor, "name", ""),
                    "opened_by_id": getattr(actor, "account_id", None),
                }
            )
        record(
            "nomination.import",
            actor=actor,
            object_kind="nomination",
            object_id=matter.id,
            object_number=matter.number,
            now=now,
            state=matter.state,
            fingerprint=nomination.import_digest,
        )
    for table, rows in ((ActRecord, acts), (MatterPerson, people), (Transition, transitions), (Task, tasks)):
        if rows:
            db.session.execute(insert(table), rows)
    db.session.flush()


def act_rows(nomination: Nomination, engine: RuleEngine, facts: CaseFacts, *, actor: Any, now: datetime) -> list[dict[str, Any]]:
    """The records of the acts, each with what the rules found on its day."""
    findings: dict[str, list[Any]] = {}
    for finding in judge(engine, facts, ROW_FACTS):
        findings.setdefault(finding.act.name, []).append(finding)
    rows = []
    for name, day in days_of(engine, facts).items():
        frame = engine.frame_on(day, facts.course.edition)
        act = engine.acts[name]
        answer = {
            "act": act.chinese,
            "on": day.isoformat(),
            "edition": frame.pack.edition.value,
            "pack_from": frame.pack.valid_from.isoformat(),
            "article": act.step.article(frame.pack.edition).chinese,
            "gates": [],
            "findings": finding_facts(findings.get(name, ())),
            "imported": True,
        }
        rows.append(
            {
                "matter_id": nomination.matter_id,
                "act": name,
                "happened_on": day,
                "recorded_at": now,
                "recorded_by_id": getattr(actor, "account_id", None),
                "recorded_by_name": getattr(actor, "name", "system"),
                "edition": frame.pack.edition,
                "facts": {},
                "frozen": answer,
                "frozen_hash": digest(answer),
            }
        )
    return rows


def add_companions(row: NominationRow, nomination: Nomination, now: datetime) -> None:
    """Contacts and introducers, from the day on which they are taken to have been decided."""
    for key, (act, part) in PARTS.items():
        day = getattr(nomination, act)
        for one in row.companions.get(key, ()):
            db.session.add(
                NominationCompanion(
                    matter_id=nomination.matter_id,
                    person_id=one.id,
                    part=part,
                    begins_on=day,
                    full_member=one.full_member_on(day),
                    recorded_at=now,
                )
            )
