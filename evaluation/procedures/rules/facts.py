"""What is known of a case. A step changes facts; rules only read them.

:class:`Course` is the flat part that a list of twenty thousand cases needs: dates and a few figures. A query that selects them in
the order of the fields gives rows for ``Course._make(row)``. :class:`CaseFacts` adds what the forms of the steps ask for.
Every date is the day of the event; when it was recorded belongs to the record.
"""

from dataclasses import dataclass, field, fields
from datetime import date
from typing import NamedTuple

from evaluation.procedures.rules.enums import BodyKind, Edition, Meeting, Opinion, Outcome, Paper, Talker


class Course(NamedTuple):
    """The course of a case. The days of the acts come first and stand in the order of ``steps.toml``.

    ``birth_day_known`` is False where the roster knows the month only (``birth_date`` is then its first day).
    ``closed_on``: the case ended without full membership.
    ``edition``: the organisation department chose one text for this case, with a reason.
    ``cultivated_since``: the earlier beginning, where cultivation was carried over from another unit.
    ``shortened``: a shortening is claimed; its papers are in :attr:`CaseFacts.shortening`.
    ``contact_to_replace``: a contact moved or is unsuitable and nobody has taken the place.
    ``approval_special``: the approval may take longer for a special reason.
    ``extension_months``: months by which probation was extended.
    ``transferred_in``: the probationary member moved in from another branch.
    """

    applied_on: date | None = None
    talked_on: date | None = None
    activist_on: date | None = None
    activist_filed_on: date | None = None
    contacts_on: date | None = None
    target_proposed_on: date | None = None
    target_agreed_on: date | None = None
    notice_posted_on: date | None = None
    notice_ended_on: date | None = None
    target_listed_on: date | None = None
    introducers_on: date | None = None
    political_review_on: date | None = None
    training_ended_on: date | None = None
    scrutiny_on: date | None = None
    pre_review_on: date | None = None
    application_form_on: date | None = None
    meeting_on: date | None = None
    reported_on: date | None = None
    approval_talk_on: date | None = None
    approved_on: date | None = None
    recognised_on: date | None = None
    filed_up_on: date | None = None
    enrolled_on: date | None = None
    oath_on: date | None = None
    conversion_applied_on: date | None = None
    conversion_meeting_on: date | None = None
    conversion_approved_on: date | None = None
    archived_on: date | None = None
    birth_date: date | None = None
    birth_day_known: bool = True
    closed_on: date | None = None
    edition: Edition | None = None
    cultivated_since: date | None = None
    shortened: bool = False
    last_examined_on: date | None = None
    last_analysed_on: date | None = None
    last_thought_report_on: date | None = None
    contact_to_replace: bool = False
    open_objections: int = 0
    leaves_unit_on: date | None = None
    approval_special: bool = False
    extension_months: int = 0
    transferred_in: bool = False
    postponed_until: date | None = None
    conversion_outcome: Outcome | None = None


@dataclass(frozen=True, slots=True)
class Companion:
    """A cultivation contact or an introducer, as he or she stood on the day of the act."""

    number: str
    full_member: bool
    rights_suspended: bool = False
    sanction_in_effect: bool = False


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Voting members left out of those due, and why."""

    number: int
    reason: str


@dataclass(frozen=True, slots=True)
class Votes:
    """Totals of one ballot on one candidate. Nobody's own vote is kept.

    ``due`` is already without those excluded. ``present`` counts people in the room with a vote. ``written_in_favour`` and
    ``written_against`` are opinions handed in by absent members until ``written_received_on``; they are votes, not presence.
    """

    due: int
    present: int
    in_favour: int
    against: int = 0
    abstained: int = 0
    written_in_favour: int = 0
    written_against: int = 0
    written_received_on: date | None = None
    secret: bool = True
    candidates_together: int = 1
    excluded: tuple[Exclusion, ...] = ()


@dataclass(frozen=True, slots=True)
class Authorisation:
    """The papers behind an exception: document number and date, who approved it, the evidence cited (numbers)."""

    document_number: str = ""
    document_date: date | None = None
    approved_by: str = ""
    evidence: tuple[str, ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        """Names of the parts that are not there."""
        return tuple(one.name for one in fields(self) if not getattr(self, one.name))


@dataclass(frozen=True, slots=True)
class Body:
    """Who approves. ``may_approve`` is set per organisation by the committee above; the exception is for temporary ones."""

    kind: BodyKind
    may_approve: bool = False
    is_provincial: bool = False
    exception: Authorisation | None = None


@dataclass(frozen=True, slots=True)
class Extension:
    """One decision to extend probation."""

    decided_on: date
    months: int


@dataclass(frozen=True, kw_only=True)
class CaseFacts:
    """Everything that the rules ask of a case; None and empty mean that it is not recorded."""

    course: Course = field(default_factory=Course)
    decided_by: Meeting | None = None
    recommendation_source: str | None = None
    contacts: tuple[Companion, ...] = ()
    examinations: tuple[date, ...] = ()
    analyses: tuple[date, ...] = ()
    thought_reports: tuple[date, ...] = ()
    opinions_heard: frozenset[Opinion] = frozenset()
    shortening: Authorisation | None = None
    floating: bool = False
    notice_places: int = 1
    introducers: tuple[Companion, ...] = ()
    political_review_passed: bool | None = None
    political_review_document: str | None = None
    training_days: float | None = None
    training_hours: float | None = None
    training_exception: str | None = None
    votes: Votes | None = None
    admissions_lately: int = 0
    approval_talk_by: Talker | None = None
    approving_body: Body | None = None
    probation_from: date | None = None
    probation_to: date | None = None
    extensions: tuple[Extension, ...] = ()
    conversion_votes: Votes | None = None
    conversion_body: Body | None = None
    papers: frozenset[Paper] = frozenset()


FACTS = frozenset(Course._fields) | frozenset(one.name for one in fields(CaseFacts)) - {"course"}
