"""Special appraisals and examination material."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "appraisal",
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("notice_on", sa.Date(), nullable=True),
        sa.Column("notice_how", sa.Text(), nullable=False),
        sa.Column("frozen_on", sa.Date(), nullable=True),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("judged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("archived_at IS NULL OR judged_at IS NOT NULL", name=op.f("ck_appraisal_archived_after_judging")),
        sa.CheckConstraint("judged_at IS NULL OR verified_at IS NOT NULL", name=op.f("ck_appraisal_judged_after_verifying")),
        sa.CheckConstraint("verified_at IS NULL OR frozen_on IS NOT NULL", name=op.f("ck_appraisal_verified_after_freezing")),
        sa.ForeignKeyConstraint(["matter_id"], ["matter.id"], name=op.f("fk_appraisal_matter_id_matter")),
        sa.PrimaryKeyConstraint("matter_id", name=op.f("pk_appraisal")),
    )
    op.create_table(
        "appraisal_grade",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("appraisal_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("needs_support", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["appraisal_id"], ["appraisal.matter_id"], name=op.f("fk_appraisal_grade_appraisal_id_appraisal")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appraisal_grade")),
        sa.UniqueConstraint("appraisal_id", "ordinal", name=op.f("uq_appraisal_grade_appraisal_id_ordinal")),
        sa.UniqueConstraint("appraisal_id", "word", name=op.f("uq_appraisal_grade_appraisal_id_word")),
    )
    op.create_table(
        "appraisee",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("appraisal_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("organization_then", sa.Text(), nullable=False),
        sa.Column("post_then", sa.Text(), nullable=False),
        sa.Column("status_then", sa.Text(), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("looked_by_id", sa.Integer(), nullable=True),
        sa.Column("looked_count", sa.Integer(), nullable=True),
        sa.Column("no_evidence_reason", sa.Text(), nullable=False),
        sa.Column("material_id", sa.Integer(), nullable=True),
        sa.Column("material_approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(looked_by_id IS NULL) = (looked_at IS NULL) AND (looked_at IS NULL) = (looked_count IS NULL)",
            name=op.f("ck_appraisee_look_is_dated"),
        ),
        sa.CheckConstraint(
            "looked_at IS NULL OR looked_count > 0 OR length(no_evidence_reason) > 0",
            name=op.f("ck_appraisee_evidence_or_reason"),
        ),
        sa.CheckConstraint(
            "material_approved_at IS NULL OR material_id IS NOT NULL", name=op.f("ck_appraisee_approval_of_a_material")
        ),
        sa.ForeignKeyConstraint(["appraisal_id"], ["appraisal.matter_id"], name=op.f("fk_appraisee_appraisal_id_appraisal")),
        sa.ForeignKeyConstraint(["looked_by_id"], ["account.id"], name=op.f("fk_appraisee_looked_by_id_account")),
        sa.ForeignKeyConstraint(["material_id"], ["matter.id"], name=op.f("fk_appraisee_material_id_matter")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_appraisee_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appraisee")),
        sa.UniqueConstraint("appraisal_id", "person_id", name=op.f("uq_appraisee_appraisal_id_person_id")),
        sa.UniqueConstraint("appraisal_id", "position", name=op.f("uq_appraisee_appraisal_id_position")),
        sa.UniqueConstraint("material_id", name=op.f("uq_appraisee_material_id")),
    )
    op.create_index(op.f("ix_appraisee_person_id"), "appraisee", ["person_id"], unique=False)
    op.create_table(
        "examiner",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("appraisal_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_examiner_account_id_account")),
        sa.ForeignKeyConstraint(["appraisal_id"], ["appraisal.matter_id"], name=op.f("fk_examiner_appraisal_id_appraisal")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_examiner")),
        sa.UniqueConstraint("appraisal_id", "account_id", name=op.f("uq_examiner_appraisal_id_account_id")),
    )
    op.create_index(op.f("ix_examiner_account_id"), "examiner", ["account_id"], unique=False)
    op.create_table(
        "assessment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("appraisee_id", sa.Integer(), nullable=False),
        sa.Column("examiner_id", sa.Integer(), nullable=True),
        sa.Column("saved_by_id", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["appraisee_id"], ["appraisee.id"], name=op.f("fk_assessment_appraisee_id_appraisee")),
        sa.ForeignKeyConstraint(["examiner_id"], ["examiner.id"], name=op.f("fk_assessment_examiner_id_examiner")),
        sa.ForeignKeyConstraint(["saved_by_id"], ["account.id"], name=op.f("fk_assessment_saved_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment")),
        sa.UniqueConstraint("appraisee_id", "examiner_id", name=op.f("uq_assessment_appraisee_id_examiner_id")),
    )
    op.create_index(op.f("ix_assessment_examiner_id"), "assessment", ["examiner_id"], unique=False)
    op.create_index(
        "uq_assessment_joint",
        "assessment",
        ["appraisee_id"],
        unique=True,
        sqlite_where=sa.text("examiner_id IS NULL"),
        postgresql_where=sa.text("examiner_id IS NULL"),
    )
    op.create_table(
        "feedback",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("appraisee_id", sa.Integer(), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.Column(
            "manner",
            sa.Enum("talk", "writing", name="manner", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("told_by_id", sa.Integer(), nullable=False),
        sa.Column("told_by_name", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "opinion",
            sa.Enum("agrees", "differs", name="opinion", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.Column("opinion_text", sa.Text(), nullable=False),
        sa.Column("opinion_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opinion_by_id", sa.Integer(), nullable=True),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "opinion IS NULL OR opinion <> 'differs' OR length(opinion_text) > 0",
            name=op.f("ck_feedback_difference_is_explained"),
        ),
        sa.CheckConstraint(
            "(opinion IS NULL) = (opinion_at IS NULL) AND (opinion IS NULL) = (opinion_by_id IS NULL)",
            name=op.f("ck_feedback_opinion_is_dated"),
        ),
        sa.ForeignKeyConstraint(["appraisee_id"], ["appraisee.id"], name=op.f("fk_feedback_appraisee_id_appraisee")),
        sa.ForeignKeyConstraint(["opinion_by_id"], ["account.id"], name=op.f("fk_feedback_opinion_by_id_account")),
        sa.ForeignKeyConstraint(["told_by_id"], ["account.id"], name=op.f("fk_feedback_told_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback")),
    )
    op.create_index(op.f("ix_feedback_appraisee_id"), "feedback", ["appraisee_id"], unique=False)
    op.create_index(
        "uq_feedback_current",
        "feedback",
        ["appraisee_id"],
        unique=True,
        sqlite_where=sa.text("superseded_at IS NULL"),
        postgresql_where=sa.text("superseded_at IS NULL"),
    )
    op.create_table(
        "finding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("appraisee_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("examiner_name", sa.Text(), nullable=False),
        sa.Column(
            "dimension",
            sa.Enum(
                "political_quality",
                "sense_of_purpose",
                "view_of_the_whole",
                "command",
                "responsibility",
                name="dimension",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("length(text) > 0 AND length(source) > 0", name=op.f("ck_finding_text_and_source")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_finding_account_id_account")),
        sa.ForeignKeyConstraint(["appraisee_id"], ["appraisee.id"], name=op.f("fk_finding_appraisee_id_appraisee")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding")),
    )
    op.create_index(op.f("ix_finding_appraisee_id"), "finding", ["appraisee_id"], unique=False)
    op.create_table(
        "material",
        sa.Column("appraisee_id", sa.Integer(), nullable=False),
        sa.Column("basic", sa.Text(), nullable=False),
        sa.Column("basic_generated", sa.Boolean(), nullable=False),
        sa.Column("generated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.Column("approved_by_name", sa.Text(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(approved_by_id IS NULL) = (approved_at IS NULL) AND (approved_by_id IS NULL) = (approved_by_name IS NULL)",
            name=op.f("ck_material_approval_is_dated"),
        ),
        sa.ForeignKeyConstraint(["appraisee_id"], ["appraisee.id"], name=op.f("fk_material_appraisee_id_appraisee")),
        sa.ForeignKeyConstraint(["approved_by_id"], ["account.id"], name=op.f("fk_material_approved_by_id_account")),
        sa.ForeignKeyConstraint(["matter_id"], ["matter.id"], name=op.f("fk_material_matter_id_matter")),
        sa.PrimaryKeyConstraint("matter_id", name=op.f("pk_material")),
        sa.UniqueConstraint("appraisee_id", name=op.f("uq_material_appraisee_id")),
    )
    op.create_table(
        "rating",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column(
            "dimension",
            sa.Enum(
                "political_quality",
                "sense_of_purpose",
                "view_of_the_whole",
                "command",
                "responsibility",
                name="dimension",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("grade_id", sa.Integer(), nullable=True),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("statement_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_rating_assessment_id_assessment"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["grade_id"], ["appraisal_grade.id"], name=op.f("fk_rating_grade_id_appraisal_grade")),
        sa.ForeignKeyConstraint(["statement_id"], ["statement.id"], name=op.f("fk_rating_statement_id_statement")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rating")),
        sa.UniqueConstraint("assessment_id", "dimension", name=op.f("uq_rating_assessment_id_dimension")),
        sa.UniqueConstraint("statement_id", name=op.f("uq_rating_statement_id")),
    )
    op.create_table(
        "signature",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("material_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("signer_name", sa.Text(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text_digest", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_signature_account_id_account")),
        sa.ForeignKeyConstraint(["material_id"], ["material.matter_id"], name=op.f("fk_signature_material_id_material")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signature")),
        sa.UniqueConstraint("material_id", "account_id", name=op.f("uq_signature_material_id_account_id")),
    )


def downgrade() -> None:
    op.drop_table("signature")
    op.drop_table("rating")
    op.drop_table("material")
    op.drop_index(op.f("ix_finding_appraisee_id"), table_name="finding")
    op.drop_table("finding")
    op.drop_index(
        "uq_feedback_current",
        table_name="feedback",
        sqlite_where=sa.text("superseded_at IS NULL"),
        postgresql_where=sa.text("superseded_at IS NULL"),
    )
    op.drop_index(op.f("ix_feedback_appraisee_id"), table_name="feedback")
    op.drop_table("feedback")
    op.drop_index(
        "uq_assessment_joint",
        table_name="assessment",
        sqlite_where=sa.text("examiner_id IS NULL"),
        postgresql_where=sa.text("examiner_id IS NULL"),
    )
    op.drop_index(op.f("ix_assessment_examiner_id"), table_name="assessment")
    op.drop_table("assessment")
    op.drop_index(op.f("ix_examiner_account_id"), table_name="examiner")
    op.drop_table("examiner")
    op.drop_index(op.f("ix_appraisee_person_id"), table_name="appraisee")
    op.drop_table("appraisee")
    op.drop_table("appraisal_grade")
    op.drop_table("appraisal")
