"""The matter: one row behind every process, with its history, tasks, people, remarks and revisions."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from evaluation.foundation.core.database import Versioned, db
from evaluation.procedures.workflow.enums import CONCERNED, MatterKind, Part, RemarkKind
from evaluation.registry.people.models import Person


class Matter(Versioned, db.Model):
    """What every process shares: ``organization_id`` is the responsible unit, ``party_organization_id`` the branch."""

    __tablename__ = "matter"
    __table_args__ = (
        CheckConstraint("length(title) > 0", name="titled"),
        CheckConstraint("occurred_to IS NULL OR occurred_from <= occurred_to", name="period_in_order"),
        CheckConstraint("(returned_from IS NULL) = (returned_by_id IS NULL)", name="return_has_person"),
        Index("ix_matter_kind_organization_id_id", "kind", "organization_id", "id"),
        Index("ix_matter_kind_organization_id_state_id", "kind", "organization_id", "state", "id"),
        Index("ix_matter_kind_party_organization_id_id", "kind", "party_organization_id", "id"),
        Index("ix_matter_kind_id", "kind", "id"),
        Index("ix_matter_kind_submitted_at", "kind", "submitted_at"),
        Index("ix_matter_kind_state_id", "kind", "state", "id"),
        Index("ix_matter_opened_by_id_id", "opened_by_id", "id"),
        Index("ix_matter_campaign_id_kind", "campaign_id", "kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[MatterKind]
    number: Mapped[str | None] = mapped_column(unique=True)
    title: Mapped[str]
    state: Mapped[str]
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    party_organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"))
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaign.id"))
    opened_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    opened_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    occurred_from: Mapped[date | None]
    occurred_to: Mapped[date | None]
    confidential: Mapped[bool] = mapped_column(default=False)
    returned_from: Mapped[str | None]
    returned_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    people: Mapped[list["MatterPerson"]] = relationship("MatterPerson", viewonly=True, order_by="MatterPerson.person_id")


def people_concerned(matter: Matter) -> frozenset[int]:
    """Ids of the people whom a matter concerns."""
    return frozenset(one.person_id for one in matter.people if one.part in CONCERNED)


class MatterRecord:
    """Mixin of a feature's own table: its key is the matter's, and ``matter`` is loaded with it."""

    @declared_attr
    def matter_id(cls) -> Mapped[int]:
        return mapped_column(ForeignKey("matter.id"), primary_key=True)

    @declared_attr
    def matter(cls) -> Mapped[Matter]:
        return relationship(Matter, lazy="joined", innerjoin=True, foreign_keys=[cls.matter_id])

    @property
    def people_concerned(self) -> frozenset[int]:
        """Ids of the people whom this concerns: they cannot judge it."""
        return people_concerned(self.matter)


class Campaign(Versioned, db.Model):
    """A special action (专项行动) with its period; matters may belong to it."""

    __tablename__ = "campaign"
    __table_args__ = (
        CheckConstraint("ends_on IS NULL OR begins_on <= ends_on", name="period_in_order"),
        CheckConstraint("state IN ('planned', 'running', 'closed', 'archived')", name="state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    state: Mapped[str] = mapped_column(default="running")
    begins_on: Mapped[date]
    ends_on: Mapped[date | None]


class MatterPerson(db.Model):
    """Who is concerned by a matter and as what; this decides own record, recusal and search by person."""

    __tablename__ = "matter_person"
    __table_args__ = (Index("ix_matter_person_person_id_matter_id", "person_id", "matter_id"),)

    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    part: Mapped[Part] = mapped_column(primary_key=True)
    person: Mapped[Person] = relationship(Person, viewonly=True)


class Transition(db.Model):
    """One step taken: from, to, by whom, when, with which words. Never changed."""

    __tablename__ = "transition"
    __table_args__ = (
        Index("ix_transition_matter_id_id", "matter_id", "id"),
        Index("ix_transition_account_id_matter_id_id", "account_id", "matter_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"))
    action: Mapped[str]
    from_state: Mapped[str | None]
    to_state: Mapped[str]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    actor_name: Mapped[str]
    comment: Mapped[str | None]
    details: Mapped[dict[str, Any] | None]
    batch: Mapped[bool] = mapped_column(default=False)
    taken_at: Mapped[datetime]


class Task(db.Model):
    """Who is to act on a matter and by when: a role in an organisation, one account, or one person."""

    __tablename__ = "task"
    __table_args__ = (
        CheckConstraint(
            "account_id IS NOT NULL OR person_id IS NOT NULL OR (role IS NOT NULL AND organization_id IS NOT NULL)",
            name="somebody_acts",
        ),
        Index(
            "ix_task_open_role",
            "role",
            "organization_id",
            "due_on",
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index(
            "ix_task_open_account",
            "account_id",
            sqlite_where=text("closed_at IS NULL AND account_id IS NOT NULL"),
            postgresql_where=text("closed_at IS NULL AND account_id IS NOT NULL"),
        ),
        Index(
            "ix_task_open_person",
            "person_id",
            sqlite_where=text("closed_at IS NULL AND person_id IS NOT NULL"),
            postgresql_where=text("closed_at IS NULL AND person_id IS NOT NULL"),
        ),
        Index("ix_task_matter_id", "matter_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"))
    asks: Mapped[str]
    role: Mapped[str | None]
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    opened_at: Mapped[datetime]
    opened_by_name: Mapped[str]
    opened_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    due_on: Mapped[date]
    due_provisional: Mapped[bool] = mapped_column(default=False)
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    nudges: Mapped[int] = mapped_column(default=0)
    nudged_at: Mapped[datetime | None]
    opened_transition_id: Mapped[int | None] = mapped_column(ForeignKey("transition.id"))
    closed_transition_id: Mapped[int | None] = mapped_column(ForeignKey("transition.id"))


class Copy(db.Model):
    """A matter sent to somebody for information (抄送)."""

    __tablename__ = "copy"
    __table_args__ = (
        Index("ix_copy_account_id_matter_id", "account_id", "matter_id"),
        UniqueConstraint("account_id", "matter_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    sent_at: Mapped[datetime]
    read_at: Mapped[datetime | None]


class Remark(db.Model):
    """Question, answer, note, transfer or reminder beside the steps."""

    __tablename__ = "remark"
    __table_args__ = (Index("ix_remark_matter_id_id", "matter_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"))
    kind: Mapped[RemarkKind]
    text: Mapped[str]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    actor_name: Mapped[str]
    passage: Mapped[str | None]
    written_at: Mapped[datetime]


class Revision(db.Model):
    """The text of a matter as it stood at one hand-in (第N稿)."""

    __tablename__ = "revision"
    __table_args__ = (UniqueConstraint("matter_id", "ordinal"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"))
    ordinal: Mapped[int]
    title: Mapped[str]
    text: Mapped[str]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime]


class NumberSeries(db.Model):
    """The last number given out by prefix and year; taken in the transaction that uses it, never reused."""

    __tablename__ = "number_series"

    prefix: Mapped[str] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]


class MatterToken(db.Model):
    """A pair of neighbouring characters in a title; search finds matters by these (see ``search_index``)."""

    __tablename__ = "matter_token"
    __table_args__ = ({"sqlite_with_rowid": False},)

    token: Mapped[str] = mapped_column(Text().with_variant(Text(collation="C"), "postgresql"), primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id", ondelete="CASCADE"), primary_key=True, index=True)
