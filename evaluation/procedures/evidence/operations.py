"""Register, correct and withdraw evidence; cite it. Who leans on it is told."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, bindparam, delete, exists, false, insert, select, true, union_all

from evaluation.foundation.audit.operations import canonical, digest, record
from evaluation.foundation.calendar.queries import working_calendar
from evaluation.foundation.core.clock import local
from evaluation.foundation.core.database import db, rows_of
from evaluation.foundation.core.errors import Refused, WrongState
from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.procedures.evidence.enums import EvidenceKind, EvidenceState, Purpose, Tone
from evaluation.procedures.evidence.models import Citation, Evidence, EvidencePerson
from evaluation.procedures.workflow.enums import Ask
from evaluation.procedures.workflow.models import Matter
from evaluation.procedures.workflow.operations import open_task
from evaluation.registry.accounts.enums import Role

LOOK_AGAIN_DAYS = 3


@dataclass(frozen=True)
class PersonThen:
    """A person in a fact, with unit, post and status as of that day."""

    person_id: int
    part: str = ""
    organization: str = ""
    post: str = ""
    status: str = ""


@dataclass(frozen=True)
class Fact:
    """What is to be registered. ``line`` tells several facts of one matter apart ('' where there is one)."""

    number: str
    kind: EvidenceKind
    title: str
    occurred_from: date
    occurred_to: date
    organization_id: int
    people: Sequence[PersonThen]
    frozen: dict[str, Any]
    line: str = ""
    minutes: int | None = None
    dimensions: Sequence[str] = ()
    tone: Tone = Tone.COMMENDABLE


def register(matter: Matter, facts: Iterable[Fact], *, actor: Any, now: datetime, edition: int = 1) -> list[Evidence]:
    """Freeze verified facts; each gets its number and the hash of its frozen copy.

    A later edition of the same line carries the edition behind its number.
    """
    facts = list(facts)
    rows = [Evidence(**evidence_columns(matter, fact, now, edition)) for fact in facts]
    db.session.add_all(rows)
    db.session.flush()
    put_people([(row.id, fact) for row, fact in zip(rows, facts, strict=True)])
    for row in rows:
        note_registration(row.id, row.number, row.frozen_hash, actor=actor, now=now)
    return rows


def register_many(matter: Matter, facts: Iterable[Fact], *, actor: Any, now: datetime) -> None:
    """As :func:`register`, for any number of facts in two statements."""
    facts = {fact.number: fact for fact in facts}
    if not facts:
        return
    columns = {number: evidence_columns(matter, fact, now) for number, fact in facts.items()}
    table = Evidence.__table__
    made = db.session.execute(insert(table).returning(table.c.id, table.c.number), list(columns.values()))
    ids = {row.number: row.id for row in made}
    put_people([(ids[number], fact) for number, fact in facts.items()])
    for number, row in columns.items():
        note_registration(ids[number], number, row["frozen_hash"], actor=actor, now=now)


def evidence_columns(matter: Matter, fact: Fact, now: datetime, edition: int = 1) -> dict[str, Any]:
    """A fact as columns."""
    return {
        "number": fact.number if edition == 1 else f"{fact.number}/{edition}",
        "edition": edition,
        "source_matter_id": matter.id,
        "source_line": fact.line,
        "kind": fact.kind,
        "tone": fact.tone,
        "title": fact.title,
        "occurred_from": fact.occurred_from,
        "occurred_to": fact.occurred_to,
        "organization_id": fact.organization_id,
        "minutes": fact.minutes,
        "dimensions": list(fact.dimensions),
        "frozen": fact.frozen,
        "frozen_hash": digest(fact.frozen),
        "recorded_at": now,
    }


def put_people(facts: Iterable[tuple[int, Fact]]) -> None:
    """The people whom facts are about, by the id of their evidence."""
    people = [
        {
            "evidence_id": identity,
            "person_id": one.person_id,
            "part": one.part,
            "organization_then": one.organization,
            "post_then": one.post,
            "status_then": one.status,
        }
        for identity, fact in facts
        for one in fact.people
    ]
    if people:
        db.session.execute(insert(EvidencePerson), people)


def note_registration(identity: int, number: str, frozen_hash: str, *, actor: Any, now: datetime) -> None:
    """The audit event of a registration."""
    record(
        "evidence.register",
        actor=actor,
        object_kind="evidence",
        object_id=identity,
        object_number=number,
        now=now,
        frozen_hash=frozen_hash,
    )


def is_intact(evidence: Evidence) -> bool:
    """Whether the frozen copy still has the hash that it was registered with."""
    return digest(evidence.frozen) == evidence.frozen_hash


def withdraw(evidence: Evidence, *, reason: str, actor: Any, now: datetime) -> None:
    """Nobody may lean on it any more; every matter that does is asked to look again."""
    end(evidence, reason=reason, actor=actor, now=now)
    tell_citing_matters([evidence], actor=actor, now=now)


def end(evidence: Evidence, *, reason: str, actor: Any, now: datetime) -> None:
    """Mark an item as withdrawn."""
    if evidence.state is not EvidenceState.VALID:
        raise WrongState(_l("This evidence is no longer valid already."))
    evidence.state = EvidenceState.WITHDRAWN
    evidence.ended_at = now
    evidence.end_reason = reason
    record(
        "evidence.withdraw", actor=actor, object_kind="evidence", object_id=evidence.id, object_number=evidence.number, now=now
    )


def withdraw_all(matter: Matter, *, reason: str, actor: Any, now: datetime, lines: Iterable[str] | None = None) -> int:
    """Withdraw what a matter gave, or some of its lines; returns how many items ended."""
    statement = select(Evidence).where(Evidence.source_matter_id == matter.id, Evidence.state == EvidenceState.VALID)
    if lines is not None:
        statement = statement.where(Evidence.source_line.in_(list(lines)))
    rows = list(db.session.scalars(statement))
    for row in rows:
        end(row, reason=reason, actor=actor, now=now)
    if rows:
        tell_citing_matters(rows, actor=actor, now=now)
    return len(rows)


def correct(evidence: Evidence, fact: Fact, *, reason: str, actor: Any, now: datetime) -> Evidence:
    """Put a corrected edition beside the old one; citing matters are asked to look again."""
    if evidence.state is not EvidenceState.VALID:
        raise WrongState(_l("This evidence is no longer valid already."))
    if canonical(fact.frozen) == canonical(evidence.frozen):
        raise Refused(_l("Nothing differs from what is recorded."))
    matter = db.session.get_one(Matter, evidence.source_matter_id)
    [successor] = register(matter, [fact], actor=actor, now=now, edition=evidence.edition + 1)
    evidence.state = EvidenceState.CORRECTED
    evidence.superseded_by_id = successor.id
    evidence.ended_at = now
    evidence.end_reason = reason
    tell_citing_matters([evidence], actor=actor, now=now)
    record(
        "evidence.correct",
        actor=actor,
        object_kind="evidence",
        object_id=evidence.id,
        object_number=evidence.number,
        now=now,
        successor=successor.number,
    )
    return successor


def tell_citing_matters(items: Sequence[Evidence], *, actor: Any, now: datetime) -> None:
    """Open a task for everyone who cited one of them."""
    due = working_calendar().add_working_days(local(now).date(), LOOK_AGAIN_DAYS)
    rows = db.session.execute(
        select(Matter, Citation.cited_by_id)
        .join(Citation, Citation.matter_id == Matter.id)
        .where(Citation.evidence_id.in_([evidence.id for evidence in items]))
        .distinct()
    ).all()
    for matter, cited_by_id in rows:
        holder = cited_by_id or matter.opened_by_id
        open_task(
            matter,
            asks=Ask.LOOK_AGAIN,
            due_on=due.day,
            due_provisional=due.provisional,
            now=now,
            opened_by_name=getattr(actor, "name", "system"),
            opened_by_id=getattr(actor, "account_id", None),
            account_id=holder,
            role=None if holder else Role.ORGANIZATION_OFFICER,
            organization_id=None if holder else matter.organization_id,
        )


@cache
def at_place(of_statement: bool) -> tuple[ColumnElement[bool], ...]:
    """Conditions: the citation stands at this ``place`` of a ``matter``, for this ``purpose`` (and ``statement``)."""
    return (
        Citation.matter_id == bindparam("matter"),
        Citation.purpose == bindparam("purpose"),
        Citation.place == bindparam("place"),
        Citation.statement_id == bindparam("statement") if of_statement else Citation.statement_id.is_(None),
    )


@cache
def cited_or_valid(of_statement: bool, of_people: bool) -> CompoundSelect[Any]:
    """Ids of the evidence that is cited at such a place (``cited``), and of what may be cited among the ``wanted``.

    That is what is valid and, where people are named, about one of the ``people``.
    """
    valid = select(Evidence.id, false()).where(
        Evidence.id.in_(bindparam("wanted", expanding=True)), Evidence.state == EvidenceState.VALID
    )
    if of_people:
        concerned = EvidencePerson.person_id.in_(bindparam("people", expanding=True))
        valid = valid.where(exists().where(EvidencePerson.evidence_id == Evidence.id, concerned))
    return union_all(select(Citation.evidence_id, true().label("cited")).where(*at_place(of_statement)), valid)


def cite(
    evidence_ids: Iterable[int],
    matter: Matter,
    *,
    purpose: Purpose,
    actor: Any,
    now: datetime,
    statement_id: int | None = None,
    place: str = "",
    about: Iterable[int] | None = None,
) -> None:
    """Make these the items that this place of a matter leans on.

    Only valid evidence can be cited anew and, where people are named by ``about``, only what is about one of them.
    """
    wanted = list(dict.fromkeys(evidence_ids))
    of_statement = statement_id is not None
    spot = {"matter": matter.id, "purpose": purpose, "place": place} | ({"statement": statement_id} if of_statement else {})
    people = {} if about is None else {"people": list(about)}
    rows = rows_of(cited_or_valid(of_statement, about is not None), **spot, **people, wanted=wanted)
    present = {row.evidence_id for row in rows if row.cited}
    added = [identity for identity in wanted if identity not in present]
    if set(added) - {row.evidence_id for row in rows if not row.cited}:
        raise Refused(_l("Some of the evidence is no longer valid; take it out."), field="evidence")
    if present - set(wanted):
        db.session.execute(
            delete(Citation)
            .where(*at_place(of_statement), Citation.evidence_id.not_in(wanted))
            .execution_options(synchronize_session=False),
            spot,
        )
    if added:
        db.session.execute(
            insert(Citation),
            [
                {
                    "evidence_id": identity,
                    "matter_id": matter.id,
                    "statement_id": statement_id,
                    "purpose": purpose,
                    "place": place,
                    "cited_by_id": getattr(actor, "account_id", None),
                    "cited_at": now,
                }
                for identity in added
            ],
        )


def cite_statements(
    wanted: Mapping[int, Iterable[int]],
    matter: Matter,
    *,
    purpose: Purpose,
    actor: Any,
    now: datetime,
    places: Mapping[int, str] | None = None,
    present: Mapping[tuple[int, int], int] | None = None,
    valid: frozenset[int] | None = None,
) -> None:
    """Make these the items that each statement of a matter leans on; few queries whatever the number of statements.

    ``wanted`` gives evidence ids by statement id, ``places`` the place of each statement. Only valid evidence can be cited anew.
    A caller who read them in this transaction hands over ``present``, citation ids by (statement id, evidence id), and ``valid``.
    """
    if present is None:
        present = citations_of_statements(wanted, matter, purpose)
    pairs = [(statement_id, identity) for statement_id, ids in wanted.items() for identity in dict.fromkeys(ids)]
    added = [pair for pair in pairs if pair not in present]
    if added:
        asked = {identity for _statement, identity in added}
        if valid is None:
            still = select(Evidence.id).where(Evidence.id.in_(asked), Evidence.state == EvidenceState.VALID)
            valid = frozenset(db.session.scalars(still))
        if asked - valid:
            raise Refused(_l("Some of the evidence is no longer valid; take it out."), field="evidence")
    gone = [identity for pair, identity in present.items() if pair not in set(pairs)]
    if gone:
        db.session.execute(delete(Citation).where(Citation.id.in_(gone)).execution_options(synchronize_session=False))
    if added:
        db.session.execute(
            insert(Citation),
            [
                {
                    "evidence_id": identity,
                    "matter_id": matter.id,
                    "statement_id": statement_id,
                    "purpose": purpose,
                    "place": (places or {}).get(statement_id, ""),
                    "cited_by_id": getattr(actor, "account_id", None),
                    "cited_at": now,
                }
                for statement_id, identity in added
            ],
        )


def citations_of_statements(statement_ids: Iterable[int], matter: Matter, purpose: Purpose) -> dict[tuple[int, int], int]:
    """Citation ids by (statement id, evidence id)."""
    rows = db.session.execute(
        select(Citation.id, Citation.statement_id, Citation.evidence_id).where(
            Citation.matter_id == matter.id, Citation.purpose == purpose, Citation.statement_id.in_(list(statement_ids))
        )
    )
    return {(row.statement_id, row.evidence_id): row.id for row in rows if row.statement_id is not None}
