"""Featured stories."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "banned_word",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("advice", sa.Text(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.Column("added_by_name", sa.Text(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["added_by_id"], ["account.id"], name=op.f("fk_banned_word_added_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_banned_word")),
        sa.UniqueConstraint("word", name=op.f("uq_banned_word_word")),
    )
    op.create_table(
        "story",
        sa.Column("deed_id", sa.Integer(), nullable=False),
        sa.Column("kicker", sa.Text(), nullable=False),
        sa.Column("lead", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("figures", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("written_by", sa.Text(), nullable=False),
        sa.Column("edited_by", sa.Text(), nullable=False),
        sa.Column("channels", sa.JSON(), nullable=False),
        sa.Column("consent_until", sa.Date(), nullable=True),
        sa.Column("text_digest", sa.Text(), nullable=False),
        sa.Column("returned_digest", sa.Text(), nullable=True),
        sa.Column("text_changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text_changed_by_id", sa.Integer(), nullable=True),
        sa.Column("ready_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("correction", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("(corrected_at IS NULL) = (correction = '')", name=op.f("ck_story_correction_is_dated")),
        sa.CheckConstraint("corrected_at IS NULL OR released_at IS NOT NULL", name=op.f("ck_story_corrected_was_released")),
        sa.CheckConstraint("released_at IS NULL OR ready_at IS NOT NULL", name=op.f("ck_story_released_was_ready")),
        sa.ForeignKeyConstraint(["deed_id"], ["deed.matter_id"], name=op.f("fk_story_deed_id_deed")),
        sa.ForeignKeyConstraint(["matter_id"], ["matter.id"], name=op.f("fk_story_matter_id_matter")),
        sa.ForeignKeyConstraint(["text_changed_by_id"], ["account.id"], name=op.f("fk_story_text_changed_by_id_account")),
        sa.PrimaryKeyConstraint("matter_id", name=op.f("pk_story")),
    )
    op.create_index(op.f("ix_story_deed_id"), "story", ["deed_id"], unique=False)
    op.create_index("ix_story_released_at_matter_id", "story", ["released_at", "matter_id"], unique=False)
    op.create_index(
        "uq_story_living",
        "story",
        ["deed_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "story_export",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("story_id", sa.Integer(), nullable=False),
        sa.Column(
            "format",
            sa.Enum("web", "wechat", "word", "pdf", name="exportformat", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "channel",
            sa.Enum("campus_web", "wechat", "print", name="channel", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("text_digest", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("actor_name", sa.Text(), nullable=False),
        sa.Column("exported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("audit_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_story_export_account_id_account")),
        sa.ForeignKeyConstraint(["story_id"], ["story.matter_id"], name=op.f("fk_story_export_story_id_story")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_story_export")),
    )
    op.create_index("ix_story_export_story_id_id", "story_export", ["story_id", "id"], unique=False)
    op.create_table(
        "story_person",
        sa.Column("story_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "use",
            sa.Enum("show", "mou", "leave_out", name="nameuse", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("in_picture", sa.Boolean(), nullable=False),
        sa.Column("added", sa.Boolean(), nullable=False),
        sa.Column("added_in_picture", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_story_person_person_id_person")),
        sa.ForeignKeyConstraint(["story_id"], ["story.matter_id"], name=op.f("fk_story_person_story_id_story")),
        sa.PrimaryKeyConstraint("story_id", "person_id", name=op.f("pk_story_person")),
    )
    op.create_index("ix_story_person_person_id", "story_person", ["person_id"], unique=False)
    op.create_table(
        "story_photograph",
        sa.Column("story_id", sa.Integer(), nullable=False),
        sa.Column("attachment_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("caption", sa.Text(), nullable=False),
        sa.Column("credit", sa.Text(), nullable=False),
        sa.CheckConstraint("position > 0", name=op.f("ck_story_photograph_counted_from_one")),
        sa.ForeignKeyConstraint(["attachment_id"], ["attachment.id"], name=op.f("fk_story_photograph_attachment_id_attachment")),
        sa.ForeignKeyConstraint(["story_id"], ["story.matter_id"], name=op.f("fk_story_photograph_story_id_story")),
        sa.PrimaryKeyConstraint("story_id", "attachment_id", name=op.f("pk_story_photograph")),
    )
    op.create_table(
        "story_release",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("story_id", sa.Integer(), nullable=False),
        sa.Column(
            "channel",
            sa.Enum("campus_web", "wechat", "print", name="channel", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("released_on", sa.Date(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("actor_name", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("correction", sa.Text(), nullable=True),
        sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recall_reason", sa.Text(), nullable=True),
        sa.Column("recalled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(corrected_at IS NULL) = (correction IS NULL)", name=op.f("ck_story_release_correction_is_dated")),
        sa.CheckConstraint("(recalled_at IS NULL) = (recall_reason IS NULL)", name=op.f("ck_story_release_recall_has_reason")),
        sa.CheckConstraint("length(place) > 0", name=op.f("ck_story_release_somewhere")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_story_release_account_id_account")),
        sa.ForeignKeyConstraint(["story_id"], ["story.matter_id"], name=op.f("fk_story_release_story_id_story")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_story_release")),
        sa.UniqueConstraint("story_id", "channel", "place", name=op.f("uq_story_release_story_id_channel_place")),
    )
    op.create_index("ix_story_release_released_on_id", "story_release", ["released_on", "id"], unique=False)
    op.create_index(op.f("ix_story_release_story_id"), "story_release", ["story_id"], unique=False)
    op.create_table(
        "story_review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("story_id", sa.Integer(), nullable=False),
        sa.Column(
            "stage", sa.Enum("1", "2", "3", name="stage", native_enum=False, create_constraint=True, length=40), nullable=False
        ),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("reviewer_name", sa.Text(), nullable=False),
        sa.Column(
            "verdict",
            sa.Enum("passed", "returned", name="verdict", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("checklist", sa.JSON(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("text_digest", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cleared_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("verdict = 'passed' OR cleared_at IS NULL", name=op.f("ck_story_review_only_passed_is_cleared")),
        sa.CheckConstraint("verdict = 'passed' OR comment IS NOT NULL", name=op.f("ck_story_review_return_has_reason")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_story_review_account_id_account")),
        sa.ForeignKeyConstraint(["story_id"], ["story.matter_id"], name=op.f("fk_story_review_story_id_story")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_story_review")),
    )
    op.create_index("ix_story_review_story_id", "story_review", ["story_id"], unique=False)
    op.create_index(
        "uq_story_review_account",
        "story_review",
        ["story_id", "account_id"],
        unique=True,
        sqlite_where=sa.text("verdict = 'passed' AND cleared_at IS NULL"),
        postgresql_where=sa.text("verdict = 'passed' AND cleared_at IS NULL"),
    )
    op.create_index(
        "uq_story_review_stage",
        "story_review",
        ["story_id", "stage"],
        unique=True,
        sqlite_where=sa.text("verdict = 'passed' AND cleared_at IS NULL"),
        postgresql_where=sa.text("verdict = 'passed' AND cleared_at IS NULL"),
    )
    op.create_table(
        "story_writer",
        sa.Column("story_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_story_writer_account_id_account")),
        sa.ForeignKeyConstraint(["story_id"], ["story.matter_id"], name=op.f("fk_story_writer_story_id_story")),
        sa.PrimaryKeyConstraint("story_id", "account_id", name=op.f("pk_story_writer")),
    )


def downgrade() -> None:
    op.drop_table("story_writer")
    op.drop_index(
        "uq_story_review_stage",
        table_name="story_review",
        sqlite_where=sa.text("verdict = 'passed' AND cleared_at IS NULL"),
        postgresql_where=sa.text("verdict = 'passed' AND cleared_at IS NULL"),
    )
    op.drop_index(
        "uq_story_review_account",
        table_name="story_review",
        sqlite_where=sa.text("verdict = 'passed' AND cleared_at IS NULL"),
        postgresql_where=sa.text("verdict = 'passed' AND cleared_at IS NULL"),
    )
    op.drop_index("ix_story_review_story_id", table_name="story_review")
    op.drop_table("story_review")
    op.drop_index(op.f("ix_story_release_story_id"), table_name="story_release")
    op.drop_index("ix_story_release_released_on_id", table_name="story_release")
    op.drop_table("story_release")
    op.drop_table("story_photograph")
    op.drop_index("ix_story_person_person_id", table_name="story_person")
    op.drop_table("story_person")
    op.drop_index("ix_story_export_story_id_id", table_name="story_export")
    op.drop_table("story_export")
    op.drop_index(
        "uq_story_living",
        table_name="story",
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.drop_index("ix_story_released_at_matter_id", table_name="story")
    op.drop_index(op.f("ix_story_deed_id"), table_name="story")
    op.drop_table("story")
    op.drop_table("banned_word")
