"""The same work by bare Flask and raw SQL: no layout, no visibility, no components. What the machine can do at best."""

import sqlite3
from datetime import UTC, datetime
from typing import Any

from flask import Flask, g, redirect, request, session
from jinja2 import DictLoader
from wtforms import Form, StringField, TextAreaField
from wtforms.csrf.session import SessionCSRF
from wtforms.validators import InputRequired, Length

TEMPLATES = {
    "list.html": """<!doctype html><title>deeds</title><h1>{{ user.name }}</h1><table>{% for row in rows %}<tr>
<td><a href="/deeds/{{ row.id }}">{{ row.title }}</a> {{ row.number }}</td><td>{{ row.person }}</td><td>{{ row.organization }}</td>
<td>{{ row.occurred_from }}</td><td>{{ row.state }}</td></tr>{% endfor %}</table>""",
    "detail.html": """<!doctype html><title>{{ deed.title }}</title><h1>{{ deed.title }}</h1><p>{{ deed.body }}</p>
<ul>{% for one in people %}<li>{{ one.name }}</li>{% endfor %}</ul><ol>{% for one in steps %}<li>{{ one.action }} {{ one.actor_name }} {{ one.taken_at }}</li>{% endfor %}</ol>
<ul>{% for one in files %}<li>{{ one.name }}</li>{% endfor %}</ul><ul>{% for one in tasks %}<li>{{ one.asks }} {{ one.due_on }}</li>{% endfor %}</ul>""",
    "home.html": """<!doctype html><title>home</title><h1>{{ count }}</h1><table>{% for row in rows %}<tr><td>{{ row.title }}</td><td>{{ row.opened_by_name }}</td>
<td>{{ row.asks }}</td><td>{{ row.due_on }}</td></tr>{% endfor %}</table>""",
    "form.html": """<!doctype html><title>check</title><form method="post">{{ form.csrf_token }}{{ form.title }}{{ form.place }}{{ form.body }}</form>""",
}
USER = """SELECT account.name, account.id FROM account_session JOIN account ON account.id = account_session.account_id
WHERE account_session.token_digest = ?"""


class CheckForm(Form):
    """What is typed, with a token."""

    class Meta:
        csrf = True
        csrf_class = SessionCSRF
        csrf_secret = b"measured only"

        @property
        def csrf_context(self) -> Any:
            return session

    title = StringField(validators=[InputRequired(), Length(max=120)])
    place = StringField(validators=[InputRequired(), Length(max=80)])
    body = TextAreaField(validators=[InputRequired(), Length(max=5000)])


def bare_app(path: str) -> Flask:
    """A Flask application over one raw SQLite connection."""
    app = Flask("bare")
    app.secret_key = "bare"
    app.jinja_loader = DictLoader(TEMPLATES)
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    connection.row_factory = lambda cursor, row: dict(zip([one[0] for one in cursor.description], row, strict=True))
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "cache_size=-32000"):
        connection.execute(f"PRAGMA {pragma}")

    @app.before_request
    def who() -> None:
        g.user = connection.execute(USER, (session.get("digest"),)).fetchone()

    def page(template: str, **values: Any) -> str:
        return app.jinja_env.get_template(template).render(user=g.user, **values)

    @app.get("/deeds/")
    def deeds() -> str:
        rows = connection.execute(
            "SELECT matter.id, matter.number, matter.title, matter.state, organization.name AS organization, occurred_from, person.name AS person FROM matter"
            " JOIN deed ON deed.matter_id = matter.id JOIN organization ON organization.id = matter.organization_id"
            " LEFT JOIN person ON person.id = deed.subject_person_id WHERE matter.kind = 'deed' AND matter.state <> 'draft'"
            " ORDER BY matter.id DESC LIMIT 51"
        ).fetchall()
        return page("list.html", rows=rows[:50])

    @app.get("/deeds/<int:identity>")
    def detail(identity: int) -> str:
        ask = connection.execute
        return page(
            "detail.html",
            deed=ask("SELECT * FROM matter JOIN deed ON deed.matter_id = matter.id WHERE matter.id = ?", (identity,)).fetchone(),
            people=ask(
                "SELECT person.name FROM matter_person JOIN person ON person.id = person_id WHERE matter_id = ?", (identity,)
            ).fetchall(),
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
            count=connection.execute("SELECT count(*) AS n" + where).fetchone()["n"],
            rows=connection.execute("SELECT *" + where + " ORDER BY due_on LIMIT 8").fetchall(),
        )

    @app.route("/submit/<int:identity>", methods=["GET", "POST"])
    def submit(identity: int) -> Any:
        form = CheckForm(request.form)
        if request.method == "POST" and form.validate():
            submit_raw(connection, identity, form)
            return redirect(f"/deeds/{identity}")
        return page("form.html", form=form)

    return app


def submit_raw(connection: sqlite3.Connection, identity: int, form: CheckForm) -> None:
    """Number, state, history, task and audit row in one committed transaction, as the product does."""
    now = datetime.now(UTC).isoformat()
    run = connection.execute
    run("BEGIN IMMEDIATE")
    number = run("UPDATE number_series SET last = last + 1 WHERE prefix = 'SJ' AND year = 2022 RETURNING last").fetchone()["last"]
    run(
        "UPDATE matter SET title = ?, state = 'submitted', number = ?, version = version + 1, changed_at = ? WHERE id = ?",
        (form.title.data, f"SJ-2022-{number:04d}", now, identity),
    )
    run("UPDATE deed SET place = ?, body = ? WHERE matter_id = ?", (form.place.data, form.body.data, identity))
    run(
        "INSERT INTO revision (matter_id, ordinal, title, text, made_at) VALUES (?, 1, ?, ?, ?)",
        (identity, form.title.data, form.body.data, now),
    )
    run(
        "INSERT INTO transition (matter_id, action, from_state, to_state, account_id, actor_name, batch, taken_at)"
        " VALUES (?, 'submit', 'draft', 'submitted', 1, 'clerk', 0, ?)",
        (identity, now),
    )
    run(
        "INSERT INTO task (matter_id, asks, role, organization_id, opened_at, opened_by_name, due_on, due_provisional, nudges)"
        " VALUES (?, 'verify', 'branch_secretary', 2, ?, 'clerk', '2022-04-08', 0, 0)",
        (identity, now),
    )
    tail = run("SELECT sequence, hash FROM audit_event ORDER BY sequence DESC LIMIT 1").fetchone() or {"sequence": 0, "hash": "0"}
    run(
        "INSERT INTO audit_event (sequence, id, occurred_at, actor_name, roles, action, object_kind, object_id, outcome, body,"
        " previous_hash, hash) VALUES (?, ?, ?, 'clerk', '', 'deed.submit', 'deed', ?, 'done', '{}', ?, ?)",
        (tail["sequence"] + 1, f"bare{identity}{now}", now, str(identity), tail["hash"], f"bare{identity}{now}"),
    )
    run("COMMIT")
