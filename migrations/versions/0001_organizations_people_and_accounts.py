"""Organisations, people, accounts; audit, files, imports, calendar."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

UNCHANGEABLE = (
    "sequence, id, occurred_at, account_id, actor_name, roles, action, object_kind, object_id, object_number, outcome,"
    " request_id, body, private_digest, previous_hash, hash"
)
SQLITE_GUARDS = (
    f"CREATE TRIGGER audit_event_no_update BEFORE UPDATE OF {UNCHANGEABLE} ON audit_event"
    " BEGIN SELECT RAISE(ABORT, 'audit events are never changed'); END",
    "CREATE TRIGGER audit_event_private_only_goes BEFORE UPDATE OF private ON audit_event"
    " WHEN NEW.private IS NOT NULL AND NEW.private <> 'null'"
    " BEGIN SELECT RAISE(ABORT, 'personal data of audit events can only be erased'); END",
    "CREATE TRIGGER audit_event_no_delete BEFORE DELETE ON audit_event"
    " BEGIN SELECT RAISE(ABORT, 'audit events are never deleted'); END",
)
POSTGRESQL_GUARDS = (
    "CREATE FUNCTION audit_event_guard() RETURNS trigger LANGUAGE plpgsql AS"
    " $$ BEGIN RAISE EXCEPTION 'audit events are never changed or deleted'; END $$",
    f"CREATE TRIGGER audit_event_no_change BEFORE UPDATE OF {UNCHANGEABLE} OR DELETE ON audit_event"
    " FOR EACH ROW EXECUTE FUNCTION audit_event_guard()",
    "CREATE TRIGGER audit_event_private_only_goes BEFORE UPDATE OF private ON audit_event FOR EACH ROW"
    " WHEN (NEW.private IS NOT NULL AND NEW.private::text <> 'null') EXECUTE FUNCTION audit_event_guard()",
    "CREATE TRIGGER audit_event_no_truncate BEFORE TRUNCATE ON audit_event"
    " FOR EACH STATEMENT EXECUTE FUNCTION audit_event_guard()",
)


def guards() -> tuple[str, ...]:
    """Triggers that keep audit events from being changed or deleted."""
    return SQLITE_GUARDS if op.get_bind().dialect.name == "sqlite" else POSTGRESQL_GUARDS


def upgrade() -> None:
    op.create_table(
        "audit_event",
        sa.Column("sequence", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("actor_name", sa.Text(), nullable=False),
        sa.Column("roles", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("object_kind", sa.Text(), nullable=False),
        sa.Column("object_id", sa.Text(), nullable=False),
        sa.Column("object_number", sa.Text(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("request_id", sa.Text(), nullable=True),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("private", sa.JSON(), nullable=True),
        sa.Column("private_digest", sa.Text(), nullable=True),
        sa.Column("previous_hash", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_audit_event")),
        sa.UniqueConstraint("hash", name=op.f("uq_audit_event_hash")),
        sa.UniqueConstraint("id", name=op.f("uq_audit_event_id")),
    )
    op.create_index(op.f("ix_audit_event_account_id"), "audit_event", ["account_id"], unique=False)
    op.create_index(op.f("ix_audit_event_action"), "audit_event", ["action"], unique=False)
    op.create_index(op.f("ix_audit_event_object_number"), "audit_event", ["object_number"], unique=False)
    op.create_index(op.f("ix_audit_event_occurred_at"), "audit_event", ["occurred_at"], unique=False)
    op.create_table(
        "calendar_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("working", sa.Boolean(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("official", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_calendar_day")),
    )
    op.create_table(
        "import_job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("file_digest", sa.Text(), nullable=False),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.Column("files_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("report", sa.JSON(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("preview", sa.JSON(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("actor_name", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('checked', 'discarded') OR done_at IS NOT NULL", name=op.f("ck_import_job_done_is_dated")),
        sa.CheckConstraint("state IN ('checked', 'done', 'undone', 'discarded')", name=op.f("ck_import_job_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_job")),
    )
    op.create_index("ix_import_job_account_id_id", "import_job", ["account_id", "id"], unique=False)
    op.create_index(op.f("ix_import_job_file_digest"), "import_job", ["file_digest"], unique=False)
    op.create_index(op.f("ix_import_job_files_until"), "import_job", ["files_until"], unique=False)
    op.create_index("ix_import_job_kind_id", "import_job", ["kind", "id"], unique=False)
    op.create_table(
        "organization",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("short_name", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("department", "party", name="organizationkind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "party_type",
            sa.Enum(
                "committee",
                "general_branch",
                "branch",
                "temporary",
                name="partytype",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("may_approve_admission", sa.Boolean(), nullable=False),
        sa.Column("active_from", sa.Date(), nullable=True),
        sa.Column("active_to", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(kind = 'party') = (party_type IS NOT NULL)", name=op.f("ck_organization_party_has_type")),
        sa.CheckConstraint(
            "may_approve_admission = false OR party_type = 'committee'", name=op.f("ck_organization_committees_approve")
        ),
        sa.CheckConstraint("parent_id IS NULL OR parent_id <> id", name=op.f("ck_organization_not_own_parent")),
        sa.ForeignKeyConstraint(["parent_id"], ["organization.id"], name=op.f("fk_organization_parent_id_organization")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organization")),
        sa.UniqueConstraint("code", name=op.f("uq_organization_code")),
        sa.UniqueConstraint("name", name=op.f("uq_organization_name")),
    )
    op.create_index(op.f("ix_organization_parent_id"), "organization", ["parent_id"], unique=False)
    op.create_table(
        "organization_tree",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("stamp", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_organization_tree_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organization_tree")),
    )
    op.create_table(
        "request_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("location", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_key")),
        sa.UniqueConstraint("account_id", "key", name=op.f("uq_request_key_account_id_key")),
    )
    op.create_index(op.f("ix_request_key_created_at"), "request_key", ["created_at"], unique=False)
    op.create_table(
        "sign_in_guard",
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("login", "address", name=op.f("pk_sign_in_guard")),
    )
    op.create_index("ix_sign_in_guard_locked_until", "sign_in_guard", ["locked_until"], unique=False)
    op.create_table(
        "stored_file",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("thumbnail_digest", sa.Text(), nullable=True),
        sa.Column("had_location", sa.Boolean(), nullable=False),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["thumbnail_digest"], ["stored_file.digest"], name=op.f("fk_stored_file_thumbnail_digest_stored_file")
        ),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_stored_file")),
    )
    op.create_table(
        "import_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=False),
        sa.Column("object_kind", sa.Text(), nullable=False),
        sa.Column("object_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("created", sa.Boolean(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("version_after", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["job_id"], ["import_job.id"], name=op.f("fk_import_change_job_id_import_job")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_change")),
    )
    op.create_index("ix_import_change_job_id", "import_change", ["job_id"], unique=False)
    op.create_index("ix_import_change_object_kind_object_id", "import_change", ["object_kind", "object_id"], unique=False)
    op.create_table(
        "organization_closure",
        sa.Column("ancestor_id", sa.Integer(), nullable=False),
        sa.Column("descendant_id", sa.Integer(), nullable=False),
        sa.Column("depth", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["ancestor_id"], ["organization.id"], name=op.f("fk_organization_closure_ancestor_id_organization")
        ),
        sa.ForeignKeyConstraint(
            ["descendant_id"], ["organization.id"], name=op.f("fk_organization_closure_descendant_id_organization")
        ),
        sa.PrimaryKeyConstraint("ancestor_id", "descendant_id", name=op.f("pk_organization_closure")),
    )
    op.create_index("ix_organization_closure_descendant_id", "organization_closure", ["descendant_id"], unique=False)
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("pinyin", sa.Text(), nullable=False),
        sa.Column("initials", sa.Text(), nullable=False),
        sa.Column("stroke_order", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column(
            "sex", sa.Enum("female", "male", name="sex", native_enum=False, create_constraint=True, length=40), nullable=True
        ),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("birth_precision", sa.Text(), nullable=False),
        sa.Column("ethnicity", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("remark", sa.Text(), nullable=True),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("branch_id", sa.Integer(), nullable=True),
        sa.Column("post", sa.Text(), nullable=True),
        sa.Column("cadre_level", sa.Text(), nullable=True),
        sa.Column(
            "role_group",
            sa.Enum(
                "medical", "teacher", "student", "staff", name="rolegroup", native_enum=False, create_constraint=True, length=40
            ),
            nullable=True,
        ),
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
        sa.Column("joined_on", sa.Date(), nullable=True),
        sa.Column(
            "standing",
            sa.Enum("active", "left", "retired", name="standing", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("birth_precision IN ('day', 'month')", name=op.f("ck_person_birth_precision")),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_person_named")),
        sa.ForeignKeyConstraint(["branch_id"], ["organization.id"], name=op.f("fk_person_branch_id_organization")),
        sa.ForeignKeyConstraint(["department_id"], ["organization.id"], name=op.f("fk_person_department_id_organization")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("number", name=op.f("uq_person_number")),
    )
    op.create_index("ix_person_branch_id_id", "person", ["branch_id", "id"], unique=False)
    op.create_index("ix_person_department_id_id", "person", ["department_id", "id"], unique=False)
    op.create_index("ix_person_initials", "person", ["initials"], unique=False)
    op.create_index("ix_person_name", "person", ["name"], unique=False)
    op.create_index("ix_person_pinyin", "person", ["pinyin"], unique=False)
    op.create_index("ix_person_stroke_order_id", "person", ["stroke_order", "id"], unique=False)
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("must_change_password", sa.Boolean(), nullable=False),
        sa.Column("password_changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_sign_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_account_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("login", name=op.f("uq_account_login")),
        sa.UniqueConstraint("person_id", name=op.f("uq_account_person_id")),
    )
    op.create_table(
        "affiliation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "department",
                "branch",
                "post",
                "cadre_level",
                "role_group",
                "political_status",
                "standing",
                name="affiliationkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("organization_id", sa.Integer(), nullable=True),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(kind IN ('department', 'branch')) = (organization_id IS NOT NULL)",
            name=op.f("ck_affiliation_organization_for_membership"),
        ),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_from IS NULL OR valid_from < valid_to", name=op.f("ck_affiliation_ends_after_it_begins")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_affiliation_organization_id_organization")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_affiliation_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_affiliation")),
    )
    op.create_index("ix_affiliation_organization_id_kind", "affiliation", ["organization_id", "kind"], unique=False)
    op.create_index(op.f("ix_affiliation_person_id"), "affiliation", ["person_id"], unique=False)
    op.create_index(
        "uq_affiliation_open",
        "affiliation",
        ["person_id", "kind"],
        unique=True,
        sqlite_where=sa.text("valid_to IS NULL AND superseded_at IS NULL"),
        postgresql_where=sa.text("valid_to IS NULL AND superseded_at IS NULL"),
    )
    op.create_table(
        "relative",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("relative_id", sa.Integer(), nullable=False),
        sa.Column("relation", sa.Text(), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("person_id <> relative_id", name=op.f("ck_relative_not_oneself")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_relative_person_id_person")),
        sa.ForeignKeyConstraint(["relative_id"], ["person.id"], name=op.f("fk_relative_relative_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relative")),
        sa.UniqueConstraint("person_id", "relative_id", name=op.f("uq_relative_person_id_relative_id")),
    )
    op.create_index(op.f("ix_relative_relative_id"), "relative", ["relative_id"], unique=False)
    op.create_table(
        "account_session",
        sa.Column("token_digest", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("browser", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_account_session_account_id_account")),
        sa.PrimaryKeyConstraint("token_digest", name=op.f("pk_account_session")),
    )
    op.create_index(op.f("ix_account_session_account_id"), "account_session", ["account_id"], unique=False)
    op.create_index(op.f("ix_account_session_expires_at"), "account_session", ["expires_at"], unique=False)
    op.create_table(
        "grant_of_role",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
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
        sa.Column("organization_id", sa.Integer(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("granted_by_id", sa.Integer(), nullable=True),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(role IN ('system_administrator', 'security_administrator', 'auditor', 'member')) = (organization_id IS NULL)",
            name=op.f("ck_grant_of_role_scope_fits_role"),
        ),
        sa.CheckConstraint("valid_to IS NULL OR valid_from < valid_to", name=op.f("ck_grant_of_role_ends_after_it_begins")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_grant_of_role_account_id_account")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_grant_of_role_organization_id_organization")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grant_of_role")),
        sa.UniqueConstraint(
            "account_id",
            "role",
            "organization_id",
            "valid_from",
            name=op.f("uq_grant_of_role_account_id_role_organization_id_valid_from"),
        ),
    )
    op.create_index(op.f("ix_grant_of_role_account_id"), "grant_of_role", ["account_id"], unique=False)
    op.create_index(op.f("ix_grant_of_role_organization_id"), "grant_of_role", ["organization_id"], unique=False)
    for statement in guards():
        op.execute(statement)


def downgrade() -> None:
    op.drop_index(op.f("ix_grant_of_role_organization_id"), table_name="grant_of_role")
    op.drop_index(op.f("ix_grant_of_role_account_id"), table_name="grant_of_role")
    op.drop_table("grant_of_role")
    op.drop_index(op.f("ix_account_session_expires_at"), table_name="account_session")
    op.drop_index(op.f("ix_account_session_account_id"), table_name="account_session")
    op.drop_table("account_session")
    op.drop_index(op.f("ix_relative_relative_id"), table_name="relative")
    op.drop_table("relative")
    op.drop_index(
        "uq_affiliation_open",
        table_name="affiliation",
        sqlite_where=sa.text("valid_to IS NULL AND superseded_at IS NULL"),
        postgresql_where=sa.text("valid_to IS NULL AND superseded_at IS NULL"),
    )
    op.drop_index(op.f("ix_affiliation_person_id"), table_name="affiliation")
    op.drop_index("ix_affiliation_organization_id_kind", table_name="affiliation")
    op.drop_table("affiliation")
    op.drop_table("account")
    op.drop_index("ix_person_stroke_order_id", table_name="person")
    op.drop_index("ix_person_pinyin", table_name="person")
    op.drop_index("ix_person_name", table_name="person")
    op.drop_index("ix_person_initials", table_name="person")
    op.drop_index("ix_person_department_id_id", table_name="person")
    op.drop_index("ix_person_branch_id_id", table_name="person")
    op.drop_table("person")
    op.drop_index("ix_organization_closure_descendant_id", table_name="organization_closure")
    op.drop_table("organization_closure")
    op.drop_index("ix_import_change_object_kind_object_id", table_name="import_change")
    op.drop_index("ix_import_change_job_id", table_name="import_change")
    op.drop_table("import_change")
    op.drop_table("stored_file")
    op.drop_index("ix_sign_in_guard_locked_until", table_name="sign_in_guard")
    op.drop_table("sign_in_guard")
    op.drop_index(op.f("ix_request_key_created_at"), table_name="request_key")
    op.drop_table("request_key")
    op.drop_table("organization_tree")
    op.drop_index(op.f("ix_organization_parent_id"), table_name="organization")
    op.drop_table("organization")
    op.drop_index("ix_import_job_kind_id", table_name="import_job")
    op.drop_index(op.f("ix_import_job_files_until"), table_name="import_job")
    op.drop_index(op.f("ix_import_job_file_digest"), table_name="import_job")
    op.drop_index("ix_import_job_account_id_id", table_name="import_job")
    op.drop_table("import_job")
    op.drop_table("calendar_day")
    op.drop_index(op.f("ix_audit_event_occurred_at"), table_name="audit_event")
    op.drop_index(op.f("ix_audit_event_object_number"), table_name="audit_event")
    op.drop_index(op.f("ix_audit_event_action"), table_name="audit_event")
    op.drop_index(op.f("ix_audit_event_account_id"), table_name="audit_event")
    op.drop_table("audit_event")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION audit_event_guard()")
