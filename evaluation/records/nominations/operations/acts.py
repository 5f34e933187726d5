"""Recording the dated acts of a case. Every act is put to the rules of its own day, and the answer is kept with it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select, update

from evaluation.foundation.audit.operations import digest
from evaluation.foundation.core.clock import local
from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import Refused
from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.procedures.evidence.enums import Purpose
from evaluation.procedures.evidence.models import EvidencePerson
from evaluation.procedures.evidence.operations import cite
from evaluation.procedures.rules.engine import RuleEngine
from evaluation.procedures.rules.facts import CaseFacts, Votes
from evaluation.procedures.rules.queries import rule_engine
from evaluation.procedures.workflow.models import Transition
from evaluation.records.nominations.enums import CompanionPart
from evaluation.records.nominations.facts import PAPER_OF_STEP, SCALARS, plain
from evaluation.records.nominations.models.cases import ActRecord, Nomination
from evaluation.records.nominations.models.parts import NominationBallot
from evaluation.records.nominations.operations.companions import begin_companions, companion_of, people_on
from evaluation.records.nominations.operations.statuses import follow_status
from evaluation.records.nominations.operations.tasks import renew_tasks
from evaluation.records.nominations.operations.testing import Tested, check, frozen, tested
from evaluation.records.nominations.queries.cases import admissions_lately, facts_for_act
from evaluation.records.nominations.workflow import NOMINATION_FLOW

STORED = frozenset(one.name for one in fields(CaseFacts)) - {
    "course",
    "contacts",
    "introducers",
    "examinations",
    "analyses",
    "thought_reports",
    "votes",
    "conversion_votes",
    "extensions",
    "papers",
    "admissions_lately",
}
VOTES = {"meeting_on": "votes", "conversion_meeting_on": "conversion_votes"}
PEOPLE = {
    "contacts_on": ("contacts", CompanionPart.CONTACT),
    "introducers_on": ("introducers", CompanionPart.INTRODUCER),
}


@dataclass(frozen=True)
class Entry:
    """What the form of a step gave: the day, facts by the names of the rules, people by id, the ballot, words.

    ``suspended`` and ``sanctioned`` are those of the people whose rights are suspended, or who are under a sanction in effect.
    ``notes`` are words that no rule reads (opinions as heard, the number of a reply). ``evidence`` are ids of frontline evidence
    that the act leans on.
    """

    on: date
    facts: Mapping[str, Any] = field(default_factory=dict)
    people: Sequence[int] = ()
    suspended: Sequence[int] = ()
    sanctioned: Sequence[int] = ()
    votes: Votes | None = None
    reason: str | None = None
    notes: Mapping[str, Any] = field(default_factory=dict)
    evidence: Sequence[int] = ()


def with_entry(nomination: Nomination, facts: CaseFacts, act_name: str, entry: Entry, engine: RuleEngine) -> CaseFacts:
    """The facts of a case with what a form adds; the day of the act itself is not set yet."""
    scalars = {name: value for name, value in entry.facts.items() if name in SCALARS}
    changes: dict[str, Any] = {name: value for name, value in entry.facts.items() if name in STORED}
    if act_name in VOTES:
        changes[VOTES[act_name]] = entry.votes
    if act_name in PEOPLE:
        people = people_on(entry.people, entry.on)
        changes[PEOPLE[act_name][0]] = tuple(companion_of(one, entry.suspended, entry.sanctioned) for one in people.values())
    if act_name == "meeting_on":
        frame = engine.frame_on(entry.on, facts.course.edition)
        changes["admissions_lately"] = admissions_lately(nomination, entry.on, frame.pack, frame.almanac)
    return replace(facts, course=facts.course._replace(**scalars), **changes)


def look_at(nomination: Nomination, act_name: str, entry: Entry, today: date) -> Tested:
    """What the rules would say of an act; nothing is written."""
    engine = rule_engine()
    return tested(
        engine, with_entry(nomination, facts_for_act(nomination, act_name), act_name, entry, engine), act_name, entry.on, today
    )


def take_act(
    nomination: Nomination, act_name: str, entry: Entry, *, actor: Any, now: datetime, version: int | None = None
) -> Transition:
    """Record an act: tested by the rules of its day, kept with the answer, one transition, one audit event.

    :raises Refused: a rule keeps it back (with article and way out), or asks for a reason that is not given.
    """
    NOMINATION_FLOW.required(actor, nomination, act_name)
    today = local(now).date()
    check_close_to_case(nomination, entry)
    test = look_at(nomination, act_name, entry, today)
    check(test, entry.reason)
    if act_name == "archived_on":
        check_archive(nomination, test)
    transition = write_act(nomination, test, entry, actor=actor, now=now, version=version)
    if entry.evidence:
        lean_on(nomination, act_name, entry.evidence, actor=actor, now=now)
    return transition


def lean_on(nomination: Nomination, act_name: str, evidence_ids: Sequence[int], *, actor: Any, now: datetime) -> None:
    """Cite frontline evidence for a step. It is a basis for examination and replaces no step."""
    about = set(
        db.session.scalars(
            select(EvidencePerson.evidence_id).where(
                EvidencePerson.evidence_id.in_(list(evidence_ids)), EvidencePerson.person_id == nomination.person_id
            )
        )
    )
    if about != set(evidence_ids):
        raise Refused(_l("Evidence is cited only where it is about this person; choose again."), field="evidence")
    cite(evidence_ids, nomination.matter, purpose=Purpose.NOMINATION, actor=actor, now=now, place=act_name)


def check_close_to_case(nomination: Nomination, entry: Entry) -> None:
    """Nobody accompanies the own case."""
    if nomination.person_id in entry.people:
        raise Refused(_l("Nobody accompanies the own case; name somebody else."), field="people")


def check_archive(nomination: Nomination, test: Tested) -> None:
    """A case is not closed while a paper of the archive set is missing, whichever text applies (Art. 36; 2014: Art. 37).

    The register of probationary members belongs to the set since the text of 2026.
    """
    present = facts_for_act(nomination, test.act.name).papers
    wanted = [one for one in PAPER_OF_STEP.values() if one.value != "probation_register" or "DM-43" in test.frame.pack]
    missing = [one for one in wanted if one not in present]
    if missing:
        article = test.act.step.article(test.frame.pack.edition)
        raise Refused(
            _l(
                "Not yet archived: %(papers)s missing. Basis: %(article)s. Add them on the page of the dossier.",
                papers="、".join(str(one.label) for one in missing),
                article=article.chinese,
            ),
            field="on",
        )


def write_act(
    nomination: Nomination, test: Tested, entry: Entry, *, actor: Any, now: datetime, version: int | None = None
) -> Transition:
    """Write an act that the rules let pass."""
    name = test.act.name
    answer = frozen(test)
    record_act(nomination, test, entry, answer, actor=actor, now=now)
    transition = NOMINATION_FLOW.advance(
        nomination,
        name,
        actor=actor,
        now=now,
        comment=entry.reason,
        version=version,
        details={"on": test.on.isoformat(), "edition": test.frame.pack.edition.value, "answer": digest(answer)},
    )
    follow_status(nomination, name, actor=actor, now=now)
    renew_tasks(nomination, now=now, actor=actor)
    return transition


def record_act(
    nomination: Nomination, test: Tested, entry: Entry, answer: Mapping[str, Any], *, actor: Any, now: datetime
) -> ActRecord:
    """The rows of an act: its day on the case, facts, people, ballot, and the record that stays."""
    name, given = test.act.name, {**entry.facts, **entry.notes}
    setattr(nomination, name, test.on)
    for fact, value in entry.facts.items():
        if fact in SCALARS:
            setattr(nomination, fact, value)
    others = {fact: plain(value) for fact, value in given.items() if fact not in SCALARS}
    if others:
        nomination.facts = {**nomination.facts, **others}
    if name in PEOPLE:
        begin_companions(nomination, PEOPLE[name][1], entry, now=now)
    if entry.votes is not None and name in VOTES:
        db.session.add(ballot_of(nomination, name, entry.votes, now))
    row = ActRecord(
        matter_id=nomination.matter_id,
        act=name,
        happened_on=test.on,
        recorded_at=now,
        recorded_by_id=getattr(actor, "account_id", None),
        recorded_by_name=getattr(actor, "name", "system"),
        edition=test.frame.pack.edition,
        reason=(entry.reason or "").strip() or None,
        facts={fact: plain(value) for fact, value in given.items()},
        frozen=dict(answer),
        frozen_hash=digest(answer),
    )
    db.session.add(row)
    return row


def ballot_of(nomination: Nomination, act_name: str, votes: Votes, now: datetime) -> NominationBallot:
    """A ballot as totals; who voted how is written nowhere."""
    return NominationBallot(
        matter_id=nomination.matter_id,
        act=act_name,
        due=votes.due,
        present=votes.present,
        in_favour=votes.in_favour,
        against=votes.against,
        abstained=votes.abstained,
        written_in_favour=votes.written_in_favour,
        written_against=votes.written_against,
        written_received_on=votes.written_received_on,
        secret=votes.secret,
        candidates_together=votes.candidates_together,
        excluded=[{"number": one.number, "reason": one.reason} for one in votes.excluded],
        recorded_at=now,
    )


def supersede(nomination: Nomination, acts: Iterable[str], reason: str, *, now: datetime, ballots: bool = False) -> None:
    """Let records of acts stand no more; they stay readable with the reason."""
    names = list(acts)
    db.session.execute(
        update(ActRecord)
        .where(ActRecord.matter_id == nomination.matter_id, ActRecord.act.in_(names), ActRecord.superseded_at.is_(None))
        .values(superseded_at=now, superseded_reason=reason)
        .execution_options(synchronize_session="fetch")
    )
    if ballots:
        db.session.execute(
            update(NominationBallot)
            .where(
                NominationBallot.matter_id == nomination.matter_id,
                NominationBallot.act.in_(names),
                NominationBallot.superseded_at.is_(None),
            )
            .values(superseded_at=now)
            .execution_options(synchronize_session="fetch")
        )
