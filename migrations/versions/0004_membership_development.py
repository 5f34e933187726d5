"""Membership development."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "nomination_calendar_address",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("token_digest", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_nomination_calendar_address_account_id_account")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_nomination_calendar_address")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_nomination_calendar_address_token_digest")),
    )
    op.create_table(
        "nomination_deed_choice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("branch_id", sa.Integer(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=False),
        sa.Column("decided_by_name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["branch_id"], ["organization.id"], name=op.f("fk_nomination_deed_choice_branch_id_organization")
        ),
        sa.ForeignKeyConstraint(["decided_by_id"], ["account.id"], name=op.f("fk_nomination_deed_choice_decided_by_id_account")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_nomination_deed_choice_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nomination_deed_choice")),
    )
    op.create_index("ix_nomination_deed_choice_person_id_id", "nomination_deed_choice", ["person_id", "id"], unique=False)
    op.create_table(
        "nomination",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("applied_on", sa.Date(), nullable=True),
        sa.Column("talked_on", sa.Date(), nullable=True),
        sa.Column("activist_on", sa.Date(), nullable=True),
        sa.Column("activist_filed_on", sa.Date(), nullable=True),
        sa.Column("contacts_on", sa.Date(), nullable=True),
        sa.Column("target_proposed_on", sa.Date(), nullable=True),
        sa.Column("target_agreed_on", sa.Date(), nullable=True),
        sa.Column("notice_posted_on", sa.Date(), nullable=True),
        sa.Column("notice_ended_on", sa.Date(), nullable=True),
        sa.Column("target_listed_on", sa.Date(), nullable=True),
        sa.Column("introducers_on", sa.Date(), nullable=True),
        sa.Column("political_review_on", sa.Date(), nullable=True),
        sa.Column("training_ended_on", sa.Date(), nullable=True),
        sa.Column("scrutiny_on", sa.Date(), nullable=True),
        sa.Column("pre_review_on", sa.Date(), nullable=True),
        sa.Column("application_form_on", sa.Date(), nullable=True),
        sa.Column("meeting_on", sa.Date(), nullable=True),
        sa.Column("reported_on", sa.Date(), nullable=True),
        sa.Column("approval_talk_on", sa.Date(), nullable=True),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("recognised_on", sa.Date(), nullable=True),
        sa.Column("filed_up_on", sa.Date(), nullable=True),
        sa.Column("enrolled_on", sa.Date(), nullable=True),
        sa.Column("oath_on", sa.Date(), nullable=True),
        sa.Column("conversion_applied_on", sa.Date(), nullable=True),
        sa.Column("conversion_meeting_on", sa.Date(), nullable=True),
        sa.Column("conversion_approved_on", sa.Date(), nullable=True),
        sa.Column("archived_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("ending", sa.Text(), nullable=True),
        sa.Column(
            "edition",
            sa.Enum("2014", "2026", name="edition", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.Column("edition_reason", sa.Text(), nullable=True),
        sa.Column("cultivated_since", sa.Date(), nullable=True),
        sa.Column("shortened", sa.Boolean(), nullable=False),
        sa.Column("last_examined_on", sa.Date(), nullable=True),
        sa.Column("last_analysed_on", sa.Date(), nullable=True),
        sa.Column("last_thought_report_on", sa.Date(), nullable=True),
        sa.Column("contact_to_replace", sa.Boolean(), nullable=False),
        sa.Column("leaves_unit_on", sa.Date(), nullable=True),
        sa.Column("approval_special", sa.Boolean(), nullable=False),
        sa.Column("extension_months", sa.Integer(), nullable=False),
        sa.Column("transferred_in", sa.Boolean(), nullable=False),
        sa.Column("postponed_until", sa.Date(), nullable=True),
        sa.Column(
            "conversion_outcome",
            sa.Enum("converted", "cancelled", name="outcome", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("organization_then", sa.Text(), nullable=False),
        sa.Column("post_then", sa.Text(), nullable=False),
        sa.Column("import_digest", sa.Text(), nullable=True),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("(closed_on IS NULL) = (ending IS NULL)", name=op.f("ck_nomination_end_has_reason")),
        sa.CheckConstraint("(edition IS NULL) = (edition_reason IS NULL)", name=op.f("ck_nomination_chosen_text_has_reason")),
        sa.CheckConstraint(
            "activist_on IS NULL OR activist_on >= applied_on", name=op.f("ck_nomination_activist_after_application")
        ),
        sa.CheckConstraint("approved_on IS NULL OR approved_on >= meeting_on", name=op.f("ck_nomination_approval_after_meeting")),
        sa.CheckConstraint(
            "conversion_approved_on IS NULL OR conversion_approved_on >= conversion_meeting_on",
            name=op.f("ck_nomination_conversion_in_order"),
        ),
        sa.CheckConstraint(
            "conversion_meeting_on IS NULL OR meeting_on IS NOT NULL", name=op.f("ck_nomination_conversion_after_admission")
        ),
        sa.CheckConstraint(
            "extension_months = 0 OR extension_months BETWEEN 1 AND 24", name=op.f("ck_nomination_extension_is_bearable")
        ),
        sa.ForeignKeyConstraint(["matter_id"], ["matter.id"], name=op.f("fk_nomination_matter_id_matter")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_nomination_person_id_person")),
        sa.PrimaryKeyConstraint("matter_id", name=op.f("pk_nomination")),
    )
    op.create_index(op.f("ix_nomination_person_id"), "nomination", ["person_id"], unique=False)
    op.create_index(
        "uq_nomination_running",
        "nomination",
        ["person_id"],
        unique=True,
        sqlite_where=sa.text("closed_on IS NULL AND recognised_on IS NULL AND archived_on IS NULL"),
        postgresql_where=sa.text("closed_on IS NULL AND recognised_on IS NULL AND archived_on IS NULL"),
    )
    op.create_table(
        "nomination_act",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_by_name", sa.Text(), nullable=False),
        sa.Column(
            "edition",
            sa.Enum("2014", "2026", name="edition", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("frozen", sa.JSON(), nullable=False),
        sa.Column("frozen_hash", sa.Text(), nullable=False),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("superseded_reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(superseded_at IS NULL) = (superseded_reason IS NULL)", name=op.f("ck_nomination_act_superseded_for_a_reason")
        ),
        sa.ForeignKeyConstraint(["matter_id"], ["nomination.matter_id"], name=op.f("fk_nomination_act_matter_id_nomination")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["account.id"], name=op.f("fk_nomination_act_recorded_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nomination_act")),
    )
    op.create_index("ix_nomination_act_act_happened_on", "nomination_act", ["act", "happened_on"], unique=False)
    op.create_index(op.f("ix_nomination_act_matter_id"), "nomination_act", ["matter_id"], unique=False)
    op.create_index(
        "uq_nomination_act_standing",
        "nomination_act",
        ["matter_id", "act"],
        unique=True,
        sqlite_where=sa.text("superseded_at IS NULL"),
        postgresql_where=sa.text("superseded_at IS NULL"),
    )
    op.create_table(
        "nomination_ballot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("due", sa.Integer(), nullable=False),
        sa.Column("present", sa.Integer(), nullable=False),
        sa.Column("in_favour", sa.Integer(), nullable=False),
        sa.Column("against", sa.Integer(), nullable=False),
        sa.Column("abstained", sa.Integer(), nullable=False),
        sa.Column("written_in_favour", sa.Integer(), nullable=False),
        sa.Column("written_against", sa.Integer(), nullable=False),
        sa.Column("written_received_on", sa.Date(), nullable=True),
        sa.Column("secret", sa.Boolean(), nullable=False),
        sa.Column("candidates_together", sa.Integer(), nullable=False),
        sa.Column("excluded", sa.JSON(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "due > 0 AND present >= 0 AND in_favour >= 0 AND against >= 0 AND abstained >= 0 AND written_in_favour >= 0 AND written_against >= 0",
            name=op.f("ck_nomination_ballot_counts"),
        ),
        sa.CheckConstraint("in_favour + against + abstained = present", name=op.f("ck_nomination_ballot_votes_add_up")),
        sa.CheckConstraint(
            "present + written_in_favour + written_against <= due", name=op.f("ck_nomination_ballot_no_more_than_due")
        ),
        sa.ForeignKeyConstraint(["matter_id"], ["nomination.matter_id"], name=op.f("fk_nomination_ballot_matter_id_nomination")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nomination_ballot")),
    )
    op.create_index(op.f("ix_nomination_ballot_matter_id"), "nomination_ballot", ["matter_id"], unique=False)
    op.create_index(
        "uq_nomination_ballot_standing",
        "nomination_ballot",
        ["matter_id", "act"],
        unique=True,
        sqlite_where=sa.text("superseded_at IS NULL"),
        postgresql_where=sa.text("superseded_at IS NULL"),
    )
    op.create_table(
        "nomination_companion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "part",
            sa.Enum("contact", "introducer", name="companionpart", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("end_reason", sa.Text(), nullable=True),
        sa.Column("full_member", sa.Boolean(), nullable=False),
        sa.Column("rights_suspended", sa.Boolean(), nullable=False),
        sa.Column("sanction_in_effect", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(ends_on IS NULL) = (end_reason IS NULL)", name=op.f("ck_nomination_companion_end_has_reason")),
        sa.CheckConstraint("ends_on IS NULL OR begins_on <= ends_on", name=op.f("ck_nomination_companion_period_in_order")),
        sa.ForeignKeyConstraint(
            ["matter_id"], ["nomination.matter_id"], name=op.f("fk_nomination_companion_matter_id_nomination")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_nomination_companion_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nomination_companion")),
    )
    op.create_index(op.f("ix_nomination_companion_matter_id"), "nomination_companion", ["matter_id"], unique=False)
    op.create_index("ix_nomination_companion_person_id_part", "nomination_companion", ["person_id", "part"], unique=False)
    op.create_table(
        "nomination_examination",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "examination",
                "analysis",
                "thought_report",
                name="recurring",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("opinion", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_by_name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["matter_id"], ["nomination.matter_id"], name=op.f("fk_nomination_examination_matter_id_nomination")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["account.id"], name=op.f("fk_nomination_examination_recorded_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nomination_examination")),
        sa.UniqueConstraint("matter_id", "kind", "done_on", name=op.f("uq_nomination_examination_matter_id_kind_done_on")),
    )
    op.create_index(op.f("ix_nomination_examination_matter_id"), "nomination_examination", ["matter_id"], unique=False)
    op.create_table(
        "nomination_extension",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("approved_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("ballot", sa.JSON(), nullable=False),
        sa.Column("frozen", sa.JSON(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_by_name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["matter_id"], ["nomination.matter_id"], name=op.f("fk_nomination_extension_matter_id_nomination")
        ),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["account.id"], name=op.f("fk_nomination_extension_recorded_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nomination_extension")),
    )
    op.create_index(op.f("ix_nomination_extension_matter_id"), "nomination_extension", ["matter_id"], unique=False)
    op.create_table(
        "nomination_paper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("attachment_id", sa.Integer(), nullable=True),
        sa.Column("kept_at", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("attachment_id IS NOT NULL OR length(kept_at) > 0", name=op.f("ck_nomination_paper_is_somewhere")),
        sa.ForeignKeyConstraint(["attachment_id"], ["attachment.id"], name=op.f("fk_nomination_paper_attachment_id_attachment")),
        sa.ForeignKeyConstraint(["matter_id"], ["nomination.matter_id"], name=op.f("fk_nomination_paper_matter_id_nomination")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["account.id"], name=op.f("fk_nomination_paper_recorded_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nomination_paper")),
        sa.UniqueConstraint("attachment_id", name=op.f("uq_nomination_paper_attachment_id")),
    )
    op.create_index("ix_nomination_paper_matter_id_step", "nomination_paper", ["matter_id", "step"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_nomination_paper_matter_id_step", table_name="nomination_paper")
    op.drop_table("nomination_paper")
    op.drop_index(op.f("ix_nomination_extension_matter_id"), table_name="nomination_extension")
    op.drop_table("nomination_extension")
    op.drop_index(op.f("ix_nomination_examination_matter_id"), table_name="nomination_examination")
    op.drop_table("nomination_examination")
    op.drop_index("ix_nomination_companion_person_id_part", table_name="nomination_companion")
    op.drop_index(op.f("ix_nomination_companion_matter_id"), table_name="nomination_companion")
    op.drop_table("nomination_companion")
    op.drop_index(
        "uq_nomination_ballot_standing",
        table_name="nomination_ballot",
        sqlite_where=sa.text("superseded_at IS NULL"),
        postgresql_where=sa.text("superseded_at IS NULL"),
    )
    op.drop_index(op.f("ix_nomination_ballot_matter_id"), table_name="nomination_ballot")
    op.drop_table("nomination_ballot")
    op.drop_index(
        "uq_nomination_act_standing",
        table_name="nomination_act",
        sqlite_where=sa.text("superseded_at IS NULL"),
        postgresql_where=sa.text("superseded_at IS NULL"),
    )
    op.drop_index(op.f("ix_nomination_act_matter_id"), table_name="nomination_act")
    op.drop_index("ix_nomination_act_act_happened_on", table_name="nomination_act")
    op.drop_table("nomination_act")
    op.drop_index(
        "uq_nomination_running",
        table_name="nomination",
        sqlite_where=sa.text("closed_on IS NULL AND recognised_on IS NULL AND archived_on IS NULL"),
        postgresql_where=sa.text("closed_on IS NULL AND recognised_on IS NULL AND archived_on IS NULL"),
    )
    op.drop_index(op.f("ix_nomination_person_id"), table_name="nomination")
    op.drop_table("nomination")
    op.drop_index("ix_nomination_deed_choice_person_id_id", table_name="nomination_deed_choice")
    op.drop_table("nomination_deed_choice")
    op.drop_table("nomination_calendar_address")
