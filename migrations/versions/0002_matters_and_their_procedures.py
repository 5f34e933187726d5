"""Matters with steps, tasks and history; evidence, notices, consents, rules."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "campaign",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("state IN ('planned', 'running', 'closed', 'archived')", name=op.f("ck_campaign_state")),
        sa.CheckConstraint("ends_on IS NULL OR begins_on <= ends_on", name=op.f("ck_campaign_period_in_order")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign")),
        sa.UniqueConstraint("name", name=op.f("uq_campaign_name")),
    )
    op.create_table(
        "number_series",
        sa.Column("prefix", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("prefix", "year", name=op.f("pk_number_series")),
    )
    op.create_table(
        "matter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "shift",
                "deed",
                "nomination",
                "appraisal",
                "material",
                "notice",
                "objection",
                "story",
                name="matterkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("party_organization_id", sa.Integer(), nullable=True),
        sa.Column("campaign_id", sa.Integer(), nullable=True),
        sa.Column("opened_by_id", sa.Integer(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("occurred_from", sa.Date(), nullable=True),
        sa.Column("occurred_to", sa.Date(), nullable=True),
        sa.Column("confidential", sa.Boolean(), nullable=False),
        sa.Column("returned_from", sa.Text(), nullable=True),
        sa.Column("returned_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(returned_from IS NULL) = (returned_by_id IS NULL)", name=op.f("ck_matter_return_has_person")),
        sa.CheckConstraint("length(title) > 0", name=op.f("ck_matter_titled")),
        sa.CheckConstraint("occurred_to IS NULL OR occurred_from <= occurred_to", name=op.f("ck_matter_period_in_order")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_matter_campaign_id_campaign")),
        sa.ForeignKeyConstraint(["opened_by_id"], ["account.id"], name=op.f("fk_matter_opened_by_id_account")),
        sa.ForeignKeyConstraint(["organization_id"], ["organization.id"], name=op.f("fk_matter_organization_id_organization")),
        sa.ForeignKeyConstraint(
            ["party_organization_id"], ["organization.id"], name=op.f("fk_matter_party_organization_id_organization")
        ),
        sa.ForeignKeyConstraint(["returned_by_id"], ["account.id"], name=op.f("fk_matter_returned_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matter")),
        sa.UniqueConstraint("number", name=op.f("uq_matter_number")),
    )
    op.create_index("ix_matter_campaign_id_kind", "matter", ["campaign_id", "kind"], unique=False)
    op.create_index("ix_matter_kind_id", "matter", ["kind", "id"], unique=False)
    op.create_index("ix_matter_kind_organization_id_id", "matter", ["kind", "organization_id", "id"], unique=False)
    op.create_index("ix_matter_kind_organization_id_state_id", "matter", ["kind", "organization_id", "state", "id"], unique=False)
    op.create_index("ix_matter_kind_party_organization_id_id", "matter", ["kind", "party_organization_id", "id"], unique=False)
    op.create_index("ix_matter_kind_state_id", "matter", ["kind", "state", "id"], unique=False)
    op.create_index("ix_matter_kind_submitted_at", "matter", ["kind", "submitted_at"], unique=False)
    op.create_index("ix_matter_opened_by_id_id", "matter", ["opened_by_id", "id"], unique=False)
    op.create_table(
        "rule_override",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rule_id", sa.Text(), nullable=False),
        sa.Column("limit_name", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("approval_number", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "proposed", "approved", "declined", name="overridestate", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("proposed_by_name", sa.Text(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_by_name", sa.Text(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(state = 'proposed') = (decided_at IS NULL)", name=op.f("ck_rule_override_decision_is_dated")),
        sa.CheckConstraint("decided_by_id IS NULL OR decided_by_id <> proposed_by_id", name=op.f("ck_rule_override_two_people")),
        sa.CheckConstraint(
            "length(approval_number) > 0 AND length(person) > 0", name=op.f("ck_rule_override_has_approval_and_person")
        ),
        sa.CheckConstraint("valid_to IS NULL OR valid_from < valid_to", name=op.f("ck_rule_override_ends_after_it_begins")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["account.id"], name=op.f("fk_rule_override_decided_by_id_account")),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["account.id"], name=op.f("fk_rule_override_proposed_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_override")),
    )
    op.create_index("ix_rule_override_state_valid_from", "rule_override", ["state", "valid_from"], unique=False)
    op.create_table(
        "school_vacation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_school_vacation_period_in_order")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["account.id"], name=op.f("fk_school_vacation_recorded_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school_vacation")),
        sa.UniqueConstraint("name", name=op.f("uq_school_vacation_name")),
    )
    op.create_table(
        "attachment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "photograph",
                "document",
                "consent_sheet",
                name="attachmentkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("caption", sa.Text(), nullable=False),
        sa.Column("credit", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["added_by_id"], ["account.id"], name=op.f("fk_attachment_added_by_id_account")),
        sa.ForeignKeyConstraint(["digest"], ["stored_file.digest"], name=op.f("fk_attachment_digest_stored_file")),
        sa.ForeignKeyConstraint(["matter_id"], ["matter.id"], name=op.f("fk_attachment_matter_id_matter")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
    )
    op.create_index(op.f("ix_attachment_digest"), "attachment", ["digest"], unique=False)
    op.create_index(op.f("ix_attachment_matter_id"), "attachment", ["matter_id"], unique=False)
    op.create_table(
        "copy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_copy_account_id_account")),
        sa.ForeignKeyConstraint(["matter_id"], ["matter.id"], name=op.f("fk_copy_matter_id_matter")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_copy")),
        sa.UniqueConstraint("account_id", "matter_id", name=op.f("uq_copy_account_id_matter_id")),
    )
    op.create_index("ix_copy_account_id_matter_id", "copy", ["account_id", "matter_id"], unique=False)
    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("source_matter_id", sa.Integer(), nullable=False),
        sa.Column("source_line", sa.Text(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("shift_line", "deed", name="evidencekind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "tone",
            sa.Enum("commendable", "corrective", name="tone", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("occurred_from", sa.Date(), nullable=False),
        sa.Column("occurred_to", sa.Date(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("dimensions", sa.JSON(), nullable=False),
        sa.Column("frozen", sa.JSON(), nullable=False),
        sa.Column("frozen_hash", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "valid", "corrected", "withdrawn", name="evidencestate", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("superseded_by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end_reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(state = 'corrected') = (superseded_by_id IS NOT NULL)", name=op.f("ck_evidence_corrected_has_successor")
        ),
        sa.CheckConstraint("(state = 'valid') = (ended_at IS NULL)", name=op.f("ck_evidence_end_is_dated")),
        sa.CheckConstraint("occurred_from <= occurred_to", name=op.f("ck_evidence_period_in_order")),
        sa.ForeignKeyConstraint(["organization_id"], ["organization.id"], name=op.f("fk_evidence_organization_id_organization")),
        sa.ForeignKeyConstraint(["source_matter_id"], ["matter.id"], name=op.f("fk_evidence_source_matter_id_matter")),
        sa.ForeignKeyConstraint(["superseded_by_id"], ["evidence.id"], name=op.f("fk_evidence_superseded_by_id_evidence")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
        sa.UniqueConstraint("number", name=op.f("uq_evidence_number")),
        sa.UniqueConstraint(
            "source_matter_id", "source_line", "edition", name=op.f("uq_evidence_source_matter_id_source_line_edition")
        ),
    )
    op.create_index(op.f("ix_evidence_source_matter_id"), "evidence", ["source_matter_id"], unique=False)
    op.create_table(
        "matter_person",
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "part",
            sa.Enum(
                "subject",
                "participant",
                "named",
                "witness",
                "examiner",
                name="part",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["matter_id"], ["matter.id"], name=op.f("fk_matter_person_matter_id_matter")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_matter_person_person_id_person")),
        sa.PrimaryKeyConstraint("matter_id", "person_id", "part", name=op.f("pk_matter_person")),
    )
    op.create_index("ix_matter_person_person_id_matter_id", "matter_person", ["person_id", "matter_id"], unique=False)
    op.create_table(
        "matter_token",
        sa.Column("token", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["matter_id"], ["matter.id"], name=op.f("fk_matter_token_matter_id_matter"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("token", "matter_id", name=op.f("pk_matter_token")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_matter_token_matter_id"), "matter_token", ["matter_id"], unique=False)
    op.create_table(
        "notice",
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("working_days", sa.Integer(), nullable=False),
        sa.Column("posted_on", sa.Date(), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("(posted_on IS NULL) = (last_day IS NULL)", name=op.f("ck_notice_posted_has_end")),
        sa.CheckConstraint("posted_on IS NULL OR posted_on < last_day", name=op.f("ck_notice_posting_day_not_counted")),
        sa.CheckConstraint("working_days >= 1", name=op.f("ck_notice_at_least_a_day")),
        sa.ForeignKeyConstraint(["matter_id"], ["matter.id"], name=op.f("fk_notice_matter_id_matter")),
        sa.PrimaryKeyConstraint("matter_id", name=op.f("pk_notice")),
    )
    op.create_table(
        "remark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "question",
                "answer",
                "note",
                "transfer",
                "nudge",
                "done",
                "return_request",
                name="remarkkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("actor_name", sa.Text(), nullable=False),
        sa.Column("passage", sa.Text(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_remark_account_id_account")),
        sa.ForeignKeyConstraint(["matter_id"], ["matter.id"], name=op.f("fk_remark_matter_id_matter")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remark")),
    )
    op.create_index("ix_remark_matter_id_id", "remark", ["matter_id", "id"], unique=False)
    op.create_table(
        "revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_revision_account_id_account")),
        sa.ForeignKeyConstraint(["matter_id"], ["matter.id"], name=op.f("fk_revision_matter_id_matter")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision")),
        sa.UniqueConstraint("matter_id", "ordinal", name=op.f("uq_revision_matter_id_ordinal")),
    )
    op.create_table(
        "statement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("section", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("generated", sa.Boolean(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["account.id"], name=op.f("fk_statement_author_id_account")),
        sa.ForeignKeyConstraint(["matter_id"], ["matter.id"], name=op.f("fk_statement_matter_id_matter")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement")),
    )
    op.create_index("ix_statement_matter_id_section_position", "statement", ["matter_id", "section", "position"], unique=False)
    op.create_table(
        "transition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("from_state", sa.Text(), nullable=True),
        sa.Column("to_state", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("actor_name", sa.Text(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("details", sa.JSON(), nullable=True),
        sa.Column("batch", sa.Boolean(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_transition_account_id_account")),
        sa.ForeignKeyConstraint(["matter_id"], ["matter.id"], name=op.f("fk_transition_matter_id_matter")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transition")),
    )
    op.create_index("ix_transition_account_id_id", "transition", ["account_id", "id"], unique=False)
    op.create_index("ix_transition_matter_id_id", "transition", ["matter_id", "id"], unique=False)
    op.create_table(
        "attachment_person",
        sa.Column("attachment_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["attachment_id"], ["attachment.id"], name=op.f("fk_attachment_person_attachment_id_attachment")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_attachment_person_person_id_person")),
        sa.PrimaryKeyConstraint("attachment_id", "person_id", name=op.f("pk_attachment_person")),
    )
    op.create_index(op.f("ix_attachment_person_person_id"), "attachment_person", ["person_id"], unique=False)
    op.create_table(
        "citation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("statement_id", sa.Integer(), nullable=True),
        sa.Column(
            "purpose",
            sa.Enum(
                "statement",
                "rating",
                "story",
                "deed",
                "nomination",
                name="purpose",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("cited_by_id", sa.Integer(), nullable=True),
        sa.Column("cited_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["cited_by_id"], ["account.id"], name=op.f("fk_citation_cited_by_id_account")),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence.id"], name=op.f("fk_citation_evidence_id_evidence")),
        sa.ForeignKeyConstraint(["matter_id"], ["matter.id"], name=op.f("fk_citation_matter_id_matter")),
        sa.ForeignKeyConstraint(
            ["statement_id"], ["statement.id"], name=op.f("fk_citation_statement_id_statement"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_citation")),
        sa.UniqueConstraint(
            "evidence_id",
            "matter_id",
            "statement_id",
            "purpose",
            "place",
            name=op.f("uq_citation_evidence_id_matter_id_statement_id_purpose_place"),
        ),
    )
    op.create_index(op.f("ix_citation_evidence_id"), "citation", ["evidence_id"], unique=False)
    op.create_index("ix_citation_matter_id", "citation", ["matter_id"], unique=False)
    op.create_index(op.f("ix_citation_statement_id"), "citation", ["statement_id"], unique=False)
    op.create_table(
        "consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "asked",
                "given",
                "changes_wanted",
                "refused",
                "withdrawn",
                "outdated",
                name="consentstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("text_digest", sa.Text(), nullable=False),
        sa.Column("text_shown", sa.Text(), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("channels", sa.JSON(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column(
            "means", sa.Enum("online", "paper", name="means", native_enum=False, create_constraint=True, length=40), nullable=True
        ),
        sa.Column("paper_attachment_id", sa.Integer(), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(state = 'withdrawn') = (withdrawn_at IS NOT NULL)", name=op.f("ck_consent_withdrawal_is_dated")),
        sa.CheckConstraint(
            "means IS NULL OR means <> 'paper' OR paper_attachment_id IS NOT NULL", name=op.f("ck_consent_paper_has_sheet")
        ),
        sa.CheckConstraint("state IN ('asked', 'outdated') OR decided_at IS NOT NULL", name=op.f("ck_consent_decision_is_dated")),
        sa.CheckConstraint("(decided_at IS NULL) = (means IS NULL)", name=op.f("ck_consent_decision_has_means")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["account.id"], name=op.f("fk_consent_asked_by_id_account")),
        sa.ForeignKeyConstraint(["matter_id"], ["matter.id"], name=op.f("fk_consent_matter_id_matter")),
        sa.ForeignKeyConstraint(
            ["paper_attachment_id"], ["attachment.id"], name=op.f("fk_consent_paper_attachment_id_attachment")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_consent_person_id_person")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["account.id"], name=op.f("fk_consent_recorded_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    op.create_index("ix_consent_person_id", "consent", ["person_id"], unique=False)
    op.create_index(
        "uq_consent_live",
        "consent",
        ["matter_id", "person_id"],
        unique=True,
        sqlite_where=sa.text("superseded_at IS NULL"),
        postgresql_where=sa.text("superseded_at IS NULL"),
    )
    op.create_table(
        "evidence_person",
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("organization_then", sa.Text(), nullable=False),
        sa.Column("post_then", sa.Text(), nullable=False),
        sa.Column("status_then", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence.id"], name=op.f("fk_evidence_person_evidence_id_evidence")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_evidence_person_person_id_person")),
        sa.PrimaryKeyConstraint("evidence_id", "person_id", name=op.f("pk_evidence_person")),
    )
    op.create_index("ix_evidence_person_person_id_evidence_id", "evidence_person", ["person_id", "evidence_id"], unique=False)
    op.create_table(
        "notice_subject",
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.matter_id"], name=op.f("fk_notice_subject_notice_id_notice")),
        sa.ForeignKeyConstraint(["subject_id"], ["matter.id"], name=op.f("fk_notice_subject_subject_id_matter")),
        sa.PrimaryKeyConstraint("notice_id", "subject_id", name=op.f("pk_notice_subject")),
    )
    op.create_index("ix_notice_subject_subject_id", "notice_subject", ["subject_id"], unique=False)
    op.create_table(
        "objection",
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=True),
        sa.Column("what_is_wrong", sa.Text(), nullable=False),
        sa.Column("what_is_right", sa.Text(), nullable=False),
        sa.Column("handler_id", sa.Integer(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("re_review_reason", sa.Text(), nullable=True),
        sa.Column("re_handler_id", sa.Integer(), nullable=True),
        sa.Column("re_answer", sa.Text(), nullable=True),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name=op.f("ck_objection_answer_is_dated")),
        sa.CheckConstraint("length(what_is_wrong) > 0", name=op.f("ck_objection_says_what_is_wrong")),
        sa.CheckConstraint("re_answer IS NULL OR answer IS NOT NULL", name=op.f("ck_objection_re_review_follows_answer")),
        sa.ForeignKeyConstraint(["handler_id"], ["account.id"], name=op.f("fk_objection_handler_id_account")),
        sa.ForeignKeyConstraint(["matter_id"], ["matter.id"], name=op.f("fk_objection_matter_id_matter")),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.matter_id"], name=op.f("fk_objection_notice_id_notice")),
        sa.ForeignKeyConstraint(["re_handler_id"], ["account.id"], name=op.f("fk_objection_re_handler_id_account")),
        sa.ForeignKeyConstraint(["subject_id"], ["matter.id"], name=op.f("fk_objection_subject_id_matter")),
        sa.PrimaryKeyConstraint("matter_id", name=op.f("pk_objection")),
    )
    op.create_index(op.f("ix_objection_notice_id"), "objection", ["notice_id"], unique=False)
    op.create_index(op.f("ix_objection_subject_id"), "objection", ["subject_id"], unique=False)
    op.create_table(
        "task",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("asks", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=True),
        sa.Column("organization_id", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by_name", sa.Text(), nullable=False),
        sa.Column("opened_by_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("due_provisional", sa.Boolean(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.Column("nudges", sa.Integer(), nullable=False),
        sa.Column("nudged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_transition_id", sa.Integer(), nullable=True),
        sa.Column("closed_transition_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "account_id IS NOT NULL OR person_id IS NOT NULL OR (role IS NOT NULL AND organization_id IS NOT NULL)",
            name=op.f("ck_task_somebody_acts"),
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_task_account_id_account")),
        sa.ForeignKeyConstraint(["closed_by_id"], ["account.id"], name=op.f("fk_task_closed_by_id_account")),
        sa.ForeignKeyConstraint(
            ["closed_transition_id"], ["transition.id"], name=op.f("fk_task_closed_transition_id_transition")
        ),
        sa.ForeignKeyConstraint(["matter_id"], ["matter.id"], name=op.f("fk_task_matter_id_matter")),
        sa.ForeignKeyConstraint(["opened_by_id"], ["account.id"], name=op.f("fk_task_opened_by_id_account")),
        sa.ForeignKeyConstraint(
            ["opened_transition_id"], ["transition.id"], name=op.f("fk_task_opened_transition_id_transition")
        ),
        sa.ForeignKeyConstraint(["organization_id"], ["organization.id"], name=op.f("fk_task_organization_id_organization")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_task_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
    )
    op.create_index("ix_task_matter_id", "task", ["matter_id"], unique=False)
    op.create_index(
        "ix_task_open_account",
        "task",
        ["account_id"],
        unique=False,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_index(
        "ix_task_open_person",
        "task",
        ["person_id"],
        unique=False,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_index(
        "ix_task_open_role",
        "task",
        ["role", "organization_id", "due_on"],
        unique=False,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_index(
        "ix_task_open_role",
        table_name="task",
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.drop_index(
        "ix_task_open_person",
        table_name="task",
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.drop_index(
        "ix_task_open_account",
        table_name="task",
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.drop_index("ix_task_matter_id", table_name="task")
    op.drop_table("task")
    op.drop_index(op.f("ix_objection_subject_id"), table_name="objection")
    op.drop_index(op.f("ix_objection_notice_id"), table_name="objection")
    op.drop_table("objection")
    op.drop_index("ix_notice_subject_subject_id", table_name="notice_subject")
    op.drop_table("notice_subject")
    op.drop_index("ix_evidence_person_person_id_evidence_id", table_name="evidence_person")
    op.drop_table("evidence_person")
    op.drop_index(
        "uq_consent_live",
        table_name="consent",
        sqlite_where=sa.text("superseded_at IS NULL"),
        postgresql_where=sa.text("superseded_at IS NULL"),
    )
    op.drop_index("ix_consent_person_id", table_name="consent")
    op.drop_table("consent")
    op.drop_index(op.f("ix_citation_statement_id"), table_name="citation")
    op.drop_index("ix_citation_matter_id", table_name="citation")
    op.drop_index(op.f("ix_citation_evidence_id"), table_name="citation")
    op.drop_table("citation")
    op.drop_index(op.f("ix_attachment_person_person_id"), table_name="attachment_person")
    op.drop_table("attachment_person")
    op.drop_index("ix_transition_matter_id_id", table_name="transition")
    op.drop_index("ix_transition_account_id_id", table_name="transition")
    op.drop_table("transition")
    op.drop_index("ix_statement_matter_id_section_position", table_name="statement")
    op.drop_table("statement")
    op.drop_table("revision")
    op.drop_index("ix_remark_matter_id_id", table_name="remark")
    op.drop_table("remark")
    op.drop_table("notice")
    op.drop_index(op.f("ix_matter_token_matter_id"), table_name="matter_token")
    op.drop_table("matter_token")
    op.drop_index("ix_matter_person_person_id_matter_id", table_name="matter_person")
    op.drop_table("matter_person")
    op.drop_index(op.f("ix_evidence_source_matter_id"), table_name="evidence")
    op.drop_table("evidence")
    op.drop_index("ix_copy_account_id_matter_id", table_name="copy")
    op.drop_table("copy")
    op.drop_index(op.f("ix_attachment_matter_id"), table_name="attachment")
    op.drop_index(op.f("ix_attachment_digest"), table_name="attachment")
    op.drop_table("attachment")
    op.drop_table("school_vacation")
    op.drop_index("ix_rule_override_state_valid_from", table_name="rule_override")
    op.drop_table("rule_override")
    op.drop_index("ix_matter_opened_by_id_id", table_name="matter")
    op.drop_index("ix_matter_kind_submitted_at", table_name="matter")
    op.drop_index("ix_matter_kind_state_id", table_name="matter")
    op.drop_index("ix_matter_kind_party_organization_id_id", table_name="matter")
    op.drop_index("ix_matter_kind_organization_id_state_id", table_name="matter")
    op.drop_index("ix_matter_kind_organization_id_id", table_name="matter")
    op.drop_index("ix_matter_kind_id", table_name="matter")
    op.drop_index("ix_matter_campaign_id_kind", table_name="matter")
    op.drop_table("matter")
    op.drop_table("number_series")
    op.drop_table("campaign")
