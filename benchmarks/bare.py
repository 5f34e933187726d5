"""The same work by bare Flask and raw SQL: what the machine can do at best.

It reads the same rows in one transaction, makes the same page with the tokens of its forms, looks at the same things before a
deed is handed in and writes the same rows. It knows one user, one language and one look: no rules of visibility, no roles, no
components, no translation, no steps to choose from. The parts of its pages stand written out in ``templates``.
"""

import json
import secrets
import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask import Flask, abort, g, redirect, render_template, request, session
from flask_wtf.csrf import CSRFProtect, generate_csrf
from markupsafe import Markup
from wtforms import Form, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

SECTIONS = [
    (label, f"/{number}/")
    for number, label in enumerate(("首页", "待办", "一线记录", "先进事迹", "发展党员", "干部考核", "我的记录", "公示", "人员"))
]
WORDS: dict[str, dict[str, str]] = {
    "states": {
        "draft": "草稿",
        "submitted": "待支部核实",
        "verified": "待组织部审核",
        "reviewed": "待公示",
        "noticed": "公示中",
        "accepted": "已入库",
        "returned": "退回修改",
        "withdrawn": "已撤回",
        "rejected": "不采用",
        "duplicate": "重复",
        "revoked": "已撤销",
    },
    "kinds": {"individual": "个人", "collective": "集体"},
    "parts": {"subject": "当事人", "named": "文中提到"},
    "actions": {"submit": "提交"},
    "dimensions": {"responsibility": "担当精神"},
}
USER = """SELECT account.name, account.id, organization.short_name, role, grant_of_role.organization_id FROM account_session
JOIN account ON account.id = account_session.account_id LEFT JOIN person ON person.id = account.person_id
LEFT JOIN organization ON organization.id = person.department_id
JOIN grant_of_role ON grant_of_role.account_id = account.id WHERE account_session.token_digest = ? AND account_session.expires_at > ?"""
WAITING = """SELECT count(*) AS n FROM (SELECT 1 FROM task JOIN matter ON matter.id = task.matter_id WHERE task.closed_at IS NULL
AND task.role = 'organization_officer' AND matter.opened_by_id <> 2 LIMIT 1000)"""
LIST = """SELECT matter.id, matter.number, matter.title, matter.state, organization.name AS organization, occurred_from,
person.name AS person, subject_kind AS kind FROM matter JOIN deed ON deed.matter_id = matter.id
JOIN organization ON organization.id = matter.organization_id LEFT JOIN person ON person.id = deed.subject_person_id
WHERE matter.kind = 'deed' AND matter.state <> 'draft' ORDER BY matter.id DESC LIMIT 51"""
COUNT = "SELECT count(*) AS n FROM (SELECT 1 FROM matter WHERE kind = 'deed' AND state <> 'draft' LIMIT 1000)"
DEED = "SELECT * FROM matter JOIN deed ON deed.matter_id = matter.id WHERE matter.id = ?"
PEOPLE = "SELECT person_id, name, part FROM matter_person JOIN person ON person.id = person_id WHERE matter_id = ?"
COVERAGE = """SELECT organization.name, (SELECT count(*) FROM person WHERE department_id = organization.id) AS people,
(SELECT count(*) FROM matter WHERE kind = 'deed' AND organization_id = organization.id AND state = 'verified') AS deeds
FROM organization WHERE kind = 'department' ORDER BY code LIMIT 20"""
SIMILAR = """SELECT matter.id, number, title, opened_at FROM matter JOIN deed ON deed.matter_id = matter.id
WHERE matter.kind = 'deed' AND subject_person_id = ? AND matter.id <> ? AND number IS NOT NULL
AND state NOT IN ('rejected', 'duplicate', 'revoked', 'withdrawn') AND occurred_from <= ? AND occurred_to >= ?
ORDER BY matter.id LIMIT 5"""
HELD = """SELECT affiliation.kind, value, organization_id, organization.name FROM affiliation
LEFT JOIN organization ON organization.id = organization_id WHERE person_id = ? AND superseded_at IS NULL
AND (valid_from IS NULL OR valid_from <= ?) AND (valid_to IS NULL OR valid_to > ?)"""


class CheckForm(Form):
    """What is typed."""

    title = StringField(validators=[InputRequired(), Length(max=120)])
    occurred_from = StringField(validators=[InputRequired(), Length(max=10)])
    place = StringField(validators=[InputRequired(), Length(max=80)])
    post = StringField(validators=[Length(max=80)])
    dimensions = StringField(validators=[Length(max=80)])
    witnesses = StringField(validators=[Length(max=200)])
    body = TextAreaField(validators=[InputRequired(), Length(max=5000)])


def day(value: str) -> str:
    """2022年4月6日."""
    return f"{value[:4]}年{int(value[5:7])}月{int(value[8:10])}日"


def opened(path: str) -> sqlite3.Connection:
    """A connection that gives rows as mappings."""
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    connection.row_factory = lambda cursor, row: dict(zip([one[0] for one in cursor.description], row, strict=True))
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "cache_size=-32000"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def bare_app(path: str) -> Flask:
    """A Flask application over one raw SQLite connection."""
    app = Flask("bare", template_folder=str(Path(__file__).parent / "templates"))
    app.secret_key = "bare"
    CSRFProtect(app)
    app.jinja_env.filters.update(day=day, from_json=json.loads)
    connection = opened(path)
    ask = connection.execute

    @app.before_request
    def who() -> None:
        ask("BEGIN" if request.method == "GET" else "BEGIN IMMEDIATE")
        g.user = ask(USER, (session.get("digest"), datetime.now(UTC).isoformat(" "))).fetchone() or abort(401)

    @app.teardown_request
    def leave(_error: BaseException | None) -> None:
        if connection.in_transaction:
            ask("ROLLBACK")

    departments = Markup("").join(
        Markup("<option value='{}'>{}</option>").format(row["id"], row["short_name"])
        for row in ask("SELECT id, short_name FROM organization WHERE kind = 'department'")
    )

    def page(template: str, **values: Any) -> str:
        waiting = ask(WAITING).fetchone()["n"]
        frame = {"user": g.user, "waiting": waiting, "sections": SECTIONS, "token": generate_csrf(), "now": datetime.now()}
        return render_template(template, **frame, **WORDS, departments=departments, **values)

    @app.get("/deeds/")
    def deeds() -> str:
        rows = ask(LIST).fetchall()
        return page("list.html", title="先进事迹", rows=rows[:50], count=ask(COUNT).fetchone()["n"], last=rows[49]["id"])

    @app.get("/deeds/<int:identity>")
    def detail(identity: int) -> str:
        deed = ask(DEED, (identity,)).fetchone()
        return page(
            "detail.html",
            title=deed["title"],
            deed=deed,
            sources=ask(
                "SELECT number FROM citation JOIN evidence ON evidence.id = evidence_id WHERE matter_id = ?", (identity,)
            ).fetchall(),
            people=ask(PEOPLE, (identity,)).fetchall(),
            steps=ask("SELECT * FROM transition WHERE matter_id = ? ORDER BY id DESC", (identity,)).fetchall(),
            files=ask("SELECT * FROM attachment WHERE matter_id = ?", (identity,)).fetchall(),
            tasks=ask("SELECT * FROM task WHERE matter_id = ? AND closed_at IS NULL", (identity,)).fetchall(),
        )

    @app.get("/")
    def home() -> str:
        where = (
            " FROM task JOIN matter ON matter.id = task.matter_id WHERE task.closed_at IS NULL AND role = 'organization_officer'"
        )
        return page(
            "home.html",
            title="首页",
            coverage=ask(COVERAGE).fetchall(),
            rows=ask("SELECT *" + where + " ORDER BY due_on LIMIT 8").fetchall(),
        )

    @app.route("/submit/<int:identity>", methods=["GET", "POST"])
    def submit(identity: int) -> Any:
        form = CheckForm(request.form)
        if request.method == "POST" and form.validate() and submit_raw(connection, identity, form, request.form["request_key"]):
            return redirect(f"/deeds/{identity}")
        return page("form.html", title="核对", form=form)

    return app


def submit_raw(connection: sqlite3.Connection, identity: int, form: CheckForm, key: str) -> bool:
    """Look whether it may be, then number, text, state, history, task, key and audit row in one committed transaction."""
    now = datetime.now(UTC).isoformat()
    ask, user = connection.execute, g.user
    deed = ask(DEED, (identity,)).fetchone()
    first = form.occurred_from.data
    people = ask(PEOPLE, (identity,)).fetchall()
    if (
        ask("SELECT location FROM request_key WHERE account_id = ? AND key = ?", (user["id"], key)).fetchone()
        or deed["opened_by_id"] != user["id"]
        or deed["state"] != "draft"
        or ask(SIMILAR, (deed["subject_person_id"], identity, first, first)).fetchone()
    ):
        return False
    ask("SELECT evidence_id FROM citation WHERE matter_id = ? AND purpose = 'deed' AND place = ''", (identity,)).fetchall()
    held = {row["kind"]: row for row in ask(HELD, (people[0]["person_id"], first, first))}
    branch = held["branch"]["organization_id"]
    number = ask("UPDATE number_series SET last = last + 1 WHERE prefix = 'SJ' AND year = 2022 RETURNING last").fetchone()["last"]
    ask(
        "UPDATE matter SET state = 'submitted', number = ?, party_organization_id = ?, occurred_from = ?, occurred_to = ?,"
        " version = version + 1, changed_at = ?, submitted_at = ? WHERE id = ? AND version = ?",
        (f"SJ-2022-{number:04d}", branch, first, first, now, now, identity, deed["version"]),
    )
    ask(
        "UPDATE deed SET place = ?, post = ?, dimensions = ?, witnesses = ?, organization_then = ?, status_then = ?, as_of = ?"
        " WHERE matter_id = ?",
        (
            form.place.data,
            form.post.data,
            json.dumps([form.dimensions.data]),
            form.witnesses.data,
            held["department"]["name"],
            held["political_status"]["value"],
            first,
            identity,
        ),
    )
    ask(
        "INSERT INTO revision (matter_id, ordinal, title, text, made_at) VALUES (?, 1, ?, ?, ?)",
        (identity, deed["title"], deed["body"], now),
    )
    ask(
        "INSERT INTO transition (matter_id, action, from_state, to_state, account_id, actor_name, batch, taken_at)"
        " VALUES (?, 'submit', 'draft', 'submitted', ?, ?, 0, ?)",
        (identity, user["id"], user["name"], now),
    )
    ask(
        "INSERT INTO task (matter_id, asks, role, organization_id, opened_at, opened_by_name, due_on, due_provisional, nudges)"
        " VALUES (?, 'verify', 'branch_secretary', ?, ?, ?, '2022-04-08', 0, 0)",
        (identity, branch, now, user["name"]),
    )
    ask(
        "INSERT INTO request_key (account_id, key, location, created_at) VALUES (?, ?, ?, ?)",
        (user["id"], key, f"/deeds/{identity}", now),
    )
    tail = ask("SELECT sequence, hash FROM audit_event ORDER BY sequence DESC LIMIT 1").fetchone() or {"sequence": 0, "hash": "0"}
    ask(
        "INSERT INTO audit_event (sequence, id, occurred_at, actor_name, roles, action, object_kind, object_id, outcome, body,"
        " previous_hash, hash) VALUES (?, ?, ?, ?, '', 'deed.submit', 'deed', ?, 'done', '{}', ?, ?)",
        (tail["sequence"] + 1, secrets.token_hex(16), now, user["name"], str(identity), tail["hash"], secrets.token_hex(32)),
    )
    ask("COMMIT")
    return True
