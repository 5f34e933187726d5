"""The shift with one line a person, and the usual groups that fill it."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from evaluation.foundation.core.database import Versioned, db
from evaluation.procedures.workflow.models import Campaign, Matter, MatterRecord, Task
from evaluation.records.performance.enums import LineState
from evaluation.registry.accounts.enums import Role
from evaluation.registry.organizations.models import Organization
from evaluation.registry.people.enums import PoliticalStatus
from evaluation.registry.people.models import Person

VERIFIERS = (Role.BRANCH_SECRETARY, Role.ORGANIZATION_OFFICER, Role.ORGANIZATION_HEAD)
VERIFIER_VALUES = ", ".join(f"'{role.value}'" for role in VERIFIERS)


class Shift(MatterRecord, db.Model):
    """One shift at one place. ``held_on`` is the day in Shanghai on which it begins; an end after midnight belongs to it.

    ``edition`` rises with every change of what is written, so that nobody verifies what they did not see. The sums follow
    from the lines (revoked ones apart) and are kept by ``operations`` alone. ``natural_key``: see
    :func:`~evaluation.records.performance.calculations.same_shift_key`.
    """

    __tablename__ = "shift"
    __table_args__ = (
        CheckConstraint("begins_at < ends_at", name="ends_after_it_begins"),
        CheckConstraint("planned_minutes BETWEEN 1 AND 1440", name="at_most_a_day"),
        CheckConstraint("length(place) > 0 AND length(task) > 0", name="place_and_task"),
        CheckConstraint("present_count >= 0 AND absent_count >= 0 AND minutes_total >= 0", name="sums_not_negative"),
        Index("ix_shift_held_on_matter_id", "held_on", "matter_id"),
        Index("ix_shift_natural_key", "natural_key"),
    )

    place: Mapped[str]
    task: Mapped[str]
    content: Mapped[str] = mapped_column(default="")
    held_on: Mapped[date]
    begins_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    planned_minutes: Mapped[int]
    natural_key: Mapped[str]
    edition: Mapped[int] = mapped_column(default=1)
    submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    present_count: Mapped[int] = mapped_column(default=0)
    absent_count: Mapped[int] = mapped_column(default=0)
    minutes_total: Mapped[int] = mapped_column(default=0)
    lines: Mapped[list["ShiftLine"]] = relationship(
        "ShiftLine", order_by="ShiftLine.ordinal", back_populates="shift", cascade="all, delete-orphan"
    )
    open_tasks: Mapped[list[Task]] = relationship(
        Task,
        primaryjoin="and_(foreign(Task.matter_id) == Shift.matter_id, Task.closed_at.is_(None))",
        order_by=Task.id,
        viewonly=True,
    )
    organization: Mapped[Organization] = relationship(
        Organization,
        secondary=Matter.__table__,
        primaryjoin="Shift.matter_id == Matter.id",
        secondaryjoin="Matter.organization_id == Organization.id",
        uselist=False,
        viewonly=True,
    )
    campaign: Mapped[Campaign | None] = relationship(
        Campaign,
        secondary=Matter.__table__,
        primaryjoin="Shift.matter_id == Matter.id",
        secondaryjoin="Matter.campaign_id == Campaign.id",
        uselist=False,
        viewonly=True,
    )

    @property
    def people_concerned(self) -> frozenset[int]:
        """Ids of the people in the shift."""
        return frozenset(line.person_id for line in self.lines)


class ShiftLine(db.Model):
    """One person in one shift, with department, branch, post and status as of that day.

    ``verifier_role`` says whose turn it is: the branch of that day, or the organization department where there is no branch
    or nobody of it may judge this person. ``reason`` says why the line was returned or revoked.
    """

    __tablename__ = "shift_line"
    __table_args__ = (
        UniqueConstraint("matter_id", "person_id"),
        UniqueConstraint("matter_id", "ordinal"),
        CheckConstraint("ordinal > 0", name="ordinal_counts_from_one"),
        CheckConstraint("minutes BETWEEN 0 AND 1440", name="at_most_a_day"),
        CheckConstraint("present = (minutes > 0)", name="present_has_minutes"),
        CheckConstraint(
            "state <> 'verified' OR (verified_by_id IS NOT NULL AND verified_at IS NOT NULL)", name="verified_is_signed"
        ),
        CheckConstraint("state NOT IN ('submitted', 'returned') OR verified_at IS NULL", name="undecided_is_not_signed"),
        CheckConstraint("state NOT IN ('returned', 'voided') OR length(reason) > 0", name="reason_is_given"),
        CheckConstraint("state <> 'returned' OR returned_by_id IS NOT NULL", name="return_has_person"),
        CheckConstraint("verifier_role <> 'branch_secretary' OR branch_id IS NOT NULL", name="branch_verifies_its_own"),
        CheckConstraint(f"verifier_role IN ({VERIFIER_VALUES})", name="verifier"),
        Index("ix_shift_line_person_id_matter_id", "person_id", "matter_id"),
        Index("ix_shift_line_branch_id_matter_id", "branch_id", "matter_id"),
        Index(
            "ix_shift_line_waiting",
            "branch_id",
            "verifier_role",
            sqlite_where=text("state = 'submitted'"),
            postgresql_where=text("state = 'submitted'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("shift.matter_id"))
    ordinal: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    present: Mapped[bool]
    minutes: Mapped[int]
    task: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    state: Mapped[LineState] = mapped_column(default=LineState.SUBMITTED)
    department_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"))
    branch_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"))
    post: Mapped[str] = mapped_column(default="")
    political_status: Mapped[PoliticalStatus | None]
    verifier_role: Mapped[Role] = mapped_column(default=Role.ORGANIZATION_OFFICER)
    verified_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    verified_at: Mapped[datetime | None]
    returned_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    reason: Mapped[str] = mapped_column(default="")
    shift: Mapped[Shift] = relationship(Shift, back_populates="lines")
    person: Mapped[Person] = relationship(Person)
    department: Mapped[Organization | None] = relationship(Organization, foreign_keys=department_id)
    branch: Mapped[Organization | None] = relationship(Organization, foreign_keys=branch_id)


class ShiftGroup(Versioned, db.Model):
    """A usual group (常用组) of a department: it fills the list of a new shift with one press."""

    __tablename__ = "shift_group"
    __table_args__ = (
        UniqueConstraint("organization_id", "name"),
        CheckConstraint("length(name) > 0", name="named"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    name: Mapped[str]
    changed_at: Mapped[datetime]
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    members: Mapped[list["ShiftGroupMember"]] = relationship(
        "ShiftGroupMember", order_by="ShiftGroupMember.position", cascade="all, delete-orphan"
    )
    organization: Mapped[Organization] = relationship(Organization)


class ShiftGroupMember(db.Model):
    """A person of a group with the task that the person usually has."""

    __tablename__ = "shift_group_member"

    group_id: Mapped[int] = mapped_column(ForeignKey("shift_group.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    position: Mapped[int]
    task: Mapped[str] = mapped_column(default="")
    person: Mapped[Person] = relationship(Person)
