"""The examination material of one person. Its sentences are statements of the evidence room, each with its citations."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from evaluation.appraisals.cycles.models import Appraisee
from evaluation.foundation.core.database import db
from evaluation.procedures.workflow.models import MatterRecord


class Material(MatterRecord, db.Model):
    """``basic`` is the line of basic information; ``basic_generated`` as long as nobody changed what the registry says."""

    __tablename__ = "material"
    __table_args__ = (
        CheckConstraint(
            "(approved_by_id IS NULL) = (approved_at IS NULL) AND (approved_by_id IS NULL) = (approved_by_name IS NULL)",
            name="approval_is_dated",
        ),
    )

    appraisee_id: Mapped[int] = mapped_column(ForeignKey("appraisee.id"), unique=True)
    basic: Mapped[str]
    basic_generated: Mapped[bool] = mapped_column(default=True)
    generated_at: Mapped[datetime]
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    approved_by_name: Mapped[str | None]
    approved_at: Mapped[datetime | None]
    appraisee: Mapped[Appraisee] = relationship(Appraisee, lazy="joined", innerjoin=True)
    signatures: Mapped[list["Signature"]] = relationship("Signature", order_by="Signature.id", cascade="all, delete-orphan")


class Signature(db.Model):
    """An examiner answers for the text as it stands, whose digest is kept; any change of the text takes the row away."""

    __tablename__ = "signature"
    __table_args__ = (UniqueConstraint("material_id", "account_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    material_id: Mapped[int] = mapped_column(ForeignKey("material.matter_id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    signer_name: Mapped[str]
    signed_at: Mapped[datetime]
    text_digest: Mapped[str]
