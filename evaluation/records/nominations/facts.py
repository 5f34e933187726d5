"""Facts of a case between the forms, the table and the rules: plain JSON on one side, the types of the rules on the other."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, is_dataclass
from datetime import date
from enum import Enum
from typing import Any

from evaluation.procedures.rules.enums import BodyKind, Meeting, Opinion, Paper, Talker
from evaluation.procedures.rules.facts import (
    Authorisation,
    Body,
    CaseFacts,
    Companion,
    Course,
    Exclusion,
    Extension,
    Votes,
)
from evaluation.procedures.rules.steps import act_table
from evaluation.records.nominations.models.cases import Nomination
from evaluation.records.nominations.models.parts import NominationBallot

ACTS = tuple(act_table())
SCALARS = frozenset(Course._fields) - set(ACTS) - {"birth_date", "birth_day_known", "open_objections"}
PAPER_OF_STEP = {
    "apply": Paper.APPLICATION_LETTER,
    "application_form": Paper.APPLICATION_FORM,
    "cultivate": Paper.ACTIVIST_REGISTER,
    "probation": Paper.PROBATION_REGISTER,
    "political_review": Paper.POLITICAL_REVIEW,
    "apply_conversion": Paper.CONVERSION_APPLICATION,
}


def plain(value: Any) -> Any:
    """A fact as JSON knows it."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return {name: plain(one) for name, one in asdict(value).items()}
    if isinstance(value, Mapping):
        return {name: plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return sorted(plain(one) for one in value) if isinstance(value, set | frozenset) else value


def day(value: Any) -> date | None:
    """A day as stored."""
    return date.fromisoformat(value) if isinstance(value, str) and value else value or None


def authorisation(stored: Any) -> Authorisation | None:
    """The papers of an exception as stored."""
    if not stored:
        return None
    return Authorisation(
        document_number=stored.get("document_number", ""),
        document_date=day(stored.get("document_date")),
        approved_by=stored.get("approved_by", ""),
        evidence=tuple(stored.get("evidence", ())),
    )


def body(stored: Any) -> Body | None:
    """An approving body as stored."""
    if not stored:
        return None
    return Body(
        BodyKind(stored["kind"]),
        may_approve=bool(stored.get("may_approve")),
        is_provincial=bool(stored.get("is_provincial")),
        exception=authorisation(stored.get("exception")),
    )


READERS: dict[str, Any] = {
    "decided_by": lambda value: Meeting(value) if value else None,
    "recommendation_source": lambda value: value,
    "opinions_heard": lambda value: frozenset(Opinion(one) for one in value),
    "shortening": authorisation,
    "floating": bool,
    "notice_places": int,
    "political_review_passed": lambda value: value,
    "political_review_document": lambda value: value,
    "training_days": lambda value: value,
    "training_hours": lambda value: value,
    "training_exception": lambda value: value,
    "approval_talk_by": lambda value: Talker(value) if value else None,
    "approving_body": body,
    "probation_from": day,
    "probation_to": day,
    "conversion_body": body,
}


@dataclass(frozen=True)
class Parts:
    """What belongs to a case and stands in tables of its own, as the rules want it."""

    contacts: tuple[Companion, ...] = ()
    introducers: tuple[Companion, ...] = ()
    examinations: tuple[date, ...] = ()
    analyses: tuple[date, ...] = ()
    thought_reports: tuple[date, ...] = ()
    votes: Votes | None = None
    conversion_votes: Votes | None = None
    extensions: tuple[Extension, ...] = ()
    papers: frozenset[Paper] = field(default_factory=frozenset)
    admissions_lately: int = 0


def facts_from(course: Course, stored: Mapping[str, Any], parts: Parts) -> CaseFacts:
    """Everything that the rules ask of a case."""
    named = {name: reader(stored[name]) for name, reader in READERS.items() if name in stored}
    return CaseFacts(
        course=course,
        contacts=parts.contacts,
        introducers=parts.introducers,
        examinations=parts.examinations,
        analyses=parts.analyses,
        thought_reports=parts.thought_reports,
        votes=parts.votes,
        conversion_votes=parts.conversion_votes,
        extensions=parts.extensions,
        papers=parts.papers,
        admissions_lately=parts.admissions_lately,
        **named,
    )


def course_of(nomination: Nomination, open_objections: int = 0) -> Course:
    """The course of a loaded case."""
    person = nomination.person
    own = {name: getattr(nomination, name) for name in (*ACTS, *SCALARS)}
    return Course(
        **own,
        birth_date=person.birth_date,
        birth_day_known=person.birth_precision == "day",
        open_objections=open_objections,
    )


def votes_of(ballot: NominationBallot | None) -> Votes | None:
    """A ballot as the rules want it."""
    if ballot is None:
        return None
    return Votes(
        due=ballot.due,
        present=ballot.present,
        in_favour=ballot.in_favour,
        against=ballot.against,
        abstained=ballot.abstained,
        written_in_favour=ballot.written_in_favour,
        written_against=ballot.written_against,
        written_received_on=ballot.written_received_on,
        secret=ballot.secret,
        candidates_together=ballot.candidates_together,
        excluded=tuple(Exclusion(one["number"], one["reason"]) for one in ballot.excluded),
    )


def papers_from(steps: Iterable[str]) -> frozenset[Paper]:
    """What the archive holds, from the steps that have papers."""
    return frozenset(PAPER_OF_STEP[step] for step in steps if step in PAPER_OF_STEP)


def numbers(companions: Sequence[Companion]) -> list[str]:
    """Staff or student numbers of companions."""
    return [one.number for one in companions]
