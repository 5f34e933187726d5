"""Frontline shifts and exemplary deeds."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "shift_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_shift_group_named")),
        sa.ForeignKeyConstraint(["changed_by_id"], ["account.id"], name=op.f("fk_shift_group_changed_by_id_account")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_shift_group_organization_id_organization")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shift_group")),
        sa.UniqueConstraint("organization_id", "name", name=op.f("uq_shift_group_organization_id_name")),
    )
    op.create_table(
        "deed",
        sa.Column(
            "subject_kind",
            sa.Enum("individual", "collective", name="subjectkind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("subject_person_id", sa.Integer(), nullable=True),
        sa.Column("subject_name", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("post", sa.Text(), nullable=False),
        sa.Column("dimensions", sa.JSON(), nullable=False),
        sa.Column("witnesses", sa.Text(), nullable=False),
        sa.Column("organization_then", sa.Text(), nullable=False),
        sa.Column("post_then", sa.Text(), nullable=False),
        sa.Column("status_then", sa.Text(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=True),
        sa.Column("verified_by_id", sa.Integer(), nullable=True),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reviewed_by_id", sa.Integer(), nullable=True),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("duplicate_of_id", sa.Integer(), nullable=True),
        sa.Column("import_digest", sa.Text(), nullable=True),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "subject_kind = 'individual' OR subject_person_id IS NULL", name=op.f("ck_deed_collective_is_no_person")
        ),
        sa.CheckConstraint("(reviewed_by_id IS NULL) = (reviewed_at IS NULL)", name=op.f("ck_deed_review_is_dated")),
        sa.CheckConstraint("(verified_by_id IS NULL) = (verified_at IS NULL)", name=op.f("ck_deed_verification_is_dated")),
        sa.CheckConstraint(
            "accepted_at IS NULL OR (verified_at IS NOT NULL AND reviewed_at IS NOT NULL)",
            name=op.f("ck_deed_accepted_was_judged"),
        ),
        sa.CheckConstraint("duplicate_of_id IS NULL OR duplicate_of_id <> matter_id", name=op.f("ck_deed_not_its_own_duplicate")),
        sa.CheckConstraint("revoked_at IS NULL OR accepted_at IS NOT NULL", name=op.f("ck_deed_only_accepted_is_revoked")),
        sa.CheckConstraint(
            "verified_by_id IS NULL OR reviewed_by_id IS NULL OR verified_by_id <> reviewed_by_id",
            name=op.f("ck_deed_two_judges"),
        ),
        sa.ForeignKeyConstraint(["duplicate_of_id"], ["deed.matter_id"], name=op.f("fk_deed_duplicate_of_id_deed")),
        sa.ForeignKeyConstraint(["matter_id"], ["matter.id"], name=op.f("fk_deed_matter_id_matter")),
        sa.ForeignKeyConstraint(["reviewed_by_id"], ["account.id"], name=op.f("fk_deed_reviewed_by_id_account")),
        sa.ForeignKeyConstraint(["subject_person_id"], ["person.id"], name=op.f("fk_deed_subject_person_id_person")),
        sa.ForeignKeyConstraint(["verified_by_id"], ["account.id"], name=op.f("fk_deed_verified_by_id_account")),
        sa.PrimaryKeyConstraint("matter_id", name=op.f("pk_deed")),
        sa.UniqueConstraint("import_digest", name=op.f("uq_deed_import_digest")),
    )
    op.create_index(op.f("ix_deed_subject_person_id"), "deed", ["subject_person_id"], unique=False)
    op.create_table(
        "shift",
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("task", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("begins_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("planned_minutes", sa.Integer(), nullable=False),
        sa.Column("natural_key", sa.Text(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("submitted_by_id", sa.Integer(), nullable=True),
        sa.Column("present_count", sa.Integer(), nullable=False),
        sa.Column("absent_count", sa.Integer(), nullable=False),
        sa.Column("minutes_total", sa.Integer(), nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("begins_at < ends_at", name=op.f("ck_shift_ends_after_it_begins")),
        sa.CheckConstraint("length(place) > 0 AND length(task) > 0", name=op.f("ck_shift_place_and_task")),
        sa.CheckConstraint("planned_minutes BETWEEN 1 AND 1440", name=op.f("ck_shift_at_most_a_day")),
        sa.CheckConstraint(
            "present_count >= 0 AND absent_count >= 0 AND minutes_total >= 0", name=op.f("ck_shift_sums_not_negative")
        ),
        sa.ForeignKeyConstraint(["matter_id"], ["matter.id"], name=op.f("fk_shift_matter_id_matter")),
        sa.ForeignKeyConstraint(["submitted_by_id"], ["account.id"], name=op.f("fk_shift_submitted_by_id_account")),
        sa.PrimaryKeyConstraint("matter_id", name=op.f("pk_shift")),
    )
    op.create_index("ix_shift_held_on_matter_id", "shift", ["held_on", "matter_id"], unique=False)
    op.create_index("ix_shift_natural_key", "shift", ["natural_key"], unique=False)
    op.create_table(
        "shift_group_member",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("task", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["shift_group.id"], name=op.f("fk_shift_group_member_group_id_shift_group")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_shift_group_member_person_id_person")),
        sa.PrimaryKeyConstraint("group_id", "person_id", name=op.f("pk_shift_group_member")),
    )
    op.create_table(
        "shift_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("present", sa.Boolean(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("task", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "submitted",
                "verified",
                "returned",
                "voided",
                name="linestate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("branch_id", sa.Integer(), nullable=True),
        sa.Column("post", sa.Text(), nullable=False),
        sa.Column(
            "political_status",
            sa.Enum(
                "masses",
                "league_member",
                "applicant",
                "activist",
                "development_target",
                "probationary_member",
                "full_member",
                "other_party",
                name="politicalstatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "verifier_role",
            sa.Enum(
                "member",
                "clerk",
                "branch_secretary",
                "organization_officer",
                "organization_head",
                "committee_leader",
                "discipline_officer",
                "care_officer",
                "publicity_editor",
                "publicity_reviewer",
                "publicity_chief",
                "system_administrator",
                "security_administrator",
                "auditor",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("verified_by_id", sa.Integer(), nullable=True),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("returned_by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint("state <> 'returned' OR returned_by_id IS NOT NULL", name=op.f("ck_shift_line_return_has_person")),
        sa.CheckConstraint(
            "state <> 'verified' OR (verified_by_id IS NOT NULL AND verified_at IS NOT NULL)",
            name=op.f("ck_shift_line_verified_is_signed"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('returned', 'voided') OR length(reason) > 0", name=op.f("ck_shift_line_reason_is_given")
        ),
        sa.CheckConstraint(
            "state NOT IN ('submitted', 'returned') OR verified_at IS NULL", name=op.f("ck_shift_line_undecided_is_not_signed")
        ),
        sa.CheckConstraint(
            "verifier_role <> 'branch_secretary' OR branch_id IS NOT NULL", name=op.f("ck_shift_line_branch_verifies_its_own")
        ),
        sa.CheckConstraint(
            "verifier_role IN ('branch_secretary', 'organization_officer', 'organization_head')",
            name=op.f("ck_shift_line_verifier"),
        ),
        sa.CheckConstraint("minutes BETWEEN 0 AND 1440", name=op.f("ck_shift_line_at_most_a_day")),
        sa.CheckConstraint("ordinal > 0", name=op.f("ck_shift_line_ordinal_counts_from_one")),
        sa.CheckConstraint("present = (minutes > 0)", name=op.f("ck_shift_line_present_has_minutes")),
        sa.ForeignKeyConstraint(["branch_id"], ["organization.id"], name=op.f("fk_shift_line_branch_id_organization")),
        sa.ForeignKeyConstraint(["department_id"], ["organization.id"], name=op.f("fk_shift_line_department_id_organization")),
        sa.ForeignKeyConstraint(["matter_id"], ["shift.matter_id"], name=op.f("fk_shift_line_matter_id_shift")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_shift_line_person_id_person")),
        sa.ForeignKeyConstraint(["returned_by_id"], ["account.id"], name=op.f("fk_shift_line_returned_by_id_account")),
        sa.ForeignKeyConstraint(["verified_by_id"], ["account.id"], name=op.f("fk_shift_line_verified_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shift_line")),
        sa.UniqueConstraint("matter_id", "ordinal", name=op.f("uq_shift_line_matter_id_ordinal")),
        sa.UniqueConstraint("matter_id", "person_id", name=op.f("uq_shift_line_matter_id_person_id")),
    )
    op.create_index("ix_shift_line_branch_id_matter_id", "shift_line", ["branch_id", "matter_id"], unique=False)
    op.create_index("ix_shift_line_person_id_matter_id", "shift_line", ["person_id", "matter_id"], unique=False)
    op.create_index(
        "ix_shift_line_waiting",
        "shift_line",
        ["branch_id", "verifier_role"],
        unique=False,
        sqlite_where=sa.text("state = 'submitted'"),
        postgresql_where=sa.text("state = 'submitted'"),
    )


def downgrade() -> None:
    op.drop_index(
        "ix_shift_line_waiting",
        table_name="shift_line",
        sqlite_where=sa.text("state = 'submitted'"),
        postgresql_where=sa.text("state = 'submitted'"),
    )
    op.drop_index("ix_shift_line_person_id_matter_id", table_name="shift_line")
    op.drop_index("ix_shift_line_branch_id_matter_id", table_name="shift_line")
    op.drop_table("shift_line")
    op.drop_table("shift_group_member")
    op.drop_index("ix_shift_natural_key", table_name="shift")
    op.drop_index("ix_shift_held_on_matter_id", table_name="shift")
    op.drop_table("shift")
    op.drop_index(op.f("ix_deed_subject_person_id"), table_name="deed")
    op.drop_table("deed")
    op.drop_table("shift_group")
