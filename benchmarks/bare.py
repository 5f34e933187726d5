"""The same work by bare Flask and raw SQL: same rows, same parts of the page, one user; no visibility rules, no components,
no translation. What the machine can do at best."""

import sqlite3
from datetime import UTC, datetime
from typing import Any

from flask import Flask, g, redirect, request, session
from jinja2 import DictLoader
from markupsafe import Markup
from wtforms import Form, StringField, TextAreaField
from wtforms.csrf.session import SessionCSRF
from wtforms.validators import InputRequired, Length

FRAME = """<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>{{ title }} · 一线纪实</title>
<link rel="stylesheet" href="/static/yixian.css"><script src="/static/shell.js" defer></script></head><body>
<header class="band"><a href="/">一线纪实</a><form role="search" action="/search"><input name="q"></form><a href="/inbox/">待办 <b>{{ waiting }}</b></a>
<form method="post" action="/large-print"><input type="hidden" name="csrf_token" value="{{ token }}"><button>大字版</button></form>
<details><summary>{{ user.name }}</summary><form method="post" action="/sign-out"><input type="hidden" name="csrf_token" value="{{ token }}">
<button>退出登录</button></form></details></header>
<nav>{% for label, url in sections %}<a href="{{ url }}">{{ label }}</a>{% endfor %}</nav><main><h1>{{ title }}</h1>"""
FOOT = """</main><footer>打印人：{{ user.name }}</footer><nav class="phone-bar">{% for label, url in sections[:5] %}<a href="{{ url }}">
<svg viewBox="0 0 24 24"><path d="M4 11l8-7 8 7v9h-5v-6H9v6H4z"/></svg>{{ label }}</a>{% endfor %}</nav></body></html>"""
SECTIONS = [
    (label, f"/{number}/")
    for number, label in enumerate(("首页", "待办", "一线记录", "先进事迹", "干部考核", "宣传稿件", "我的记录", "公示", "人员"))
]
TEMPLATES = {
    "list.html": FRAME
    + """<form method="get"><input name="q"><select name="state"><option value="">全部</option>{% for one in states %}<option>{{ one }}</option>{% endfor %}
</select><select name="department"><option value="">全部</option>{{ departments }}</select><input type="date" name="begins_on"><input type="date" name="ends_on">
<button>查询</button></form><p>共{{ count }}条</p><table><thead><tr><th>事迹</th><th>谁的事迹</th><th>部门</th><th>时间</th><th>状态</th></tr></thead><tbody>
{% for row in rows %}<tr><td><a class="title" href="/deeds/{{ row.id }}">{{ row.title }}</a><div class="small">{{ row.number }} · {{ row.kind }}</div></td>
<td data-th="谁的事迹">{{ row.person }}</td><td data-th="部门">{{ row.organization }}</td><td data-th="时间">{{ row.occurred_from }}</td>
<td data-th="状态"><span class="tag blue">{{ row.state }}</span></td></tr>{% endfor %}</tbody></table><nav><a href="?after={{ last }}">下一页</a></nav>"""
    + FOOT,
    "detail.html": FRAME
    + """<ol class="stepper">{% for one in ("提交", "支部核实", "组织部审核", "公示", "入库") %}<li>{{ one }}</li>{% endfor %}</ol><div class="prose"><p>{{ deed.body }}</p></div>
<dl><dt>时间</dt><dd>{{ deed.occurred_from }}</dd><dt>地点</dt><dd>{{ deed.place }} {{ deed.post }}</dd><dt>体现的方面</dt><dd>{{ deed.dimensions }}</dd>
<dt>证明人</dt><dd>{{ deed.witnesses }}</dd></dl><form method="post"><input type="hidden" name="csrf_token" value="{{ token }}"><label><input type="radio" name="decision">通过</label>
<label><input type="radio" name="decision">退回修改</label><label><input type="radio" name="decision">不采用</label><textarea name="comment"></textarea><button>提交</button></form>
<ul>{% for one in people %}<li>{{ one.name }}</li>{% endfor %}</ul>
<ol class="timeline">{% for one in steps %}<li><b>{{ one.action }}</b> {{ one.actor_name }} <time>{{ one.taken_at }}</time><q>{{ one.comment or "" }}</q></li>{% endfor %}</ol>
<ul>{% for one in files %}<li>{{ one.name }}</li>{% endfor %}</ul><ul>{% for one in tasks %}<li>{{ one.asks }} {{ one.due_on }}</li>{% endfor %}</ul>
<ul>{% for one in sources %}<li>{{ one.number }}</li>{% endfor %}</ul>"""
    + FOOT,
    "home.html": FRAME
    + """<table>{% for row in rows %}<tr><td><a href="/deeds/{{ row.matter_id }}">{{ row.title }}</a><div>{{ row.number }}</div></td><td>{{ row.opened_by_name }}</td>
<td><span class="tag">{{ row.asks }}</span></td><td>{{ row.due_on }}</td></tr>{% endfor %}</table>
<table>{% for row in coverage %}<tr><td>{{ row.name }}</td><td>{{ row.people }}</td><td>{{ row.deeds }}</td></tr>{% endfor %}</table>"""
    + FOOT,
    "form.html": """<!doctype html><title>check</title><form method="post">{{ form.csrf_token }}{{ form.title }}{{ form.place }}{{ form.body }}</form>""",
}
STATES = ("草稿", "待支部核实", "待组织部审核", "待公示", "公示中", "已入库", "退回修改", "已撤回", "不采用", "重复", "已撤销")
USER = """SELECT account.name, account.id, role, organization_id FROM account_session JOIN account ON account.id = account_session.account_id
JOIN grant_of_role ON grant_of_role.account_id = account.id WHERE account_session.token_digest = ?"""
WAITING = """SELECT count(*) AS n FROM (SELECT 1 FROM task JOIN matter ON matter.id = task.matter_id WHERE task.closed_at IS NULL
AND task.role = 'organization_officer' AND matter.opened_by_id <> 2 LIMIT 1000)"""


COVERAGE = """SELECT organization.name, (SELECT count(*) FROM person WHERE department_id = organization.id) AS people,
(SELECT count(*) FROM matter WHERE kind = 'deed' AND organization_id = organization.id AND state = 'verified') AS deeds
FROM organization WHERE kind = 'department' ORDER BY code LIMIT 20"""


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

    departments = Markup("").join(
        Markup("<option value='{}'>{}</option>").format(row["id"], row["short_name"])
        for row in connection.execute("SELECT id, short_name FROM organization WHERE kind = 'department'")
    )

    def page(template: str, **values: Any) -> str:
        waiting = connection.execute(WAITING).fetchone()["n"]
        frame = {"user": g.user, "waiting": waiting, "sections": SECTIONS, "token": "0123456789abcdef", "states": STATES}
        return app.jinja_env.get_template(template).render(**frame, departments=departments, **values)

    @app.get("/deeds/")
    def deeds() -> str:
        rows = connection.execute(
            "SELECT matter.id, matter.number, matter.title, matter.state, organization.name AS organization, occurred_from, person.name AS person, subject_kind AS kind FROM matter"
            " JOIN deed ON deed.matter_id = matter.id JOIN organization ON organization.id = matter.organization_id"
            " LEFT JOIN person ON person.id = deed.subject_person_id WHERE matter.kind = 'deed' AND matter.state <> 'draft'"
            " ORDER BY matter.id DESC LIMIT 51"
        ).fetchall()
        count = connection.execute(
            "SELECT count(*) AS n FROM (SELECT 1 FROM matter WHERE kind = 'deed' AND state <> 'draft' LIMIT 1000)"
        ).fetchone()["n"]
        return page("list.html", title="先进事迹", rows=rows[:50], count=count, last=rows[49]["id"])

    @app.get("/deeds/<int:identity>")
    def detail(identity: int) -> str:
        ask = connection.execute
        deed = ask("SELECT * FROM matter JOIN deed ON deed.matter_id = matter.id WHERE matter.id = ?", (identity,)).fetchone()
        return page(
            "detail.html",
            title=deed["title"],
            deed=deed,
            sources=ask(
                "SELECT number FROM citation JOIN evidence ON evidence.id = evidence_id WHERE matter_id = ?", (identity,)
            ).fetchall(),
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
            title="首页",
            coverage=connection.execute(COVERAGE).fetchall(),
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
