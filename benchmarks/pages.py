"""Pages and the submit of a deed: product and bare version take turns; ratios inside a round, then the median."""

import re
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade

from benchmarks.bare import bare_app
from benchmarks.seed import seed
from benchmarks.serving import Client, served
from config import ROOT, Settings
from evaluation.application import create_app
from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.foundation.web.catalogue import compile_catalogue
from evaluation.procedures.evidence.enums import Dimension
from evaluation.procedures.workflow.enums import MatterKind, Part
from evaluation.procedures.workflow.models import Matter, MatterPerson
from evaluation.records.deeds.enums import DeedState, SubjectKind
from evaluation.records.deeds.models import Deed
from evaluation.registry.accounts.models import Account
from evaluation.registry.accounts.operations import begin_session
from evaluation.registry.accounts.queries import token_digest
from evaluation.registry.accounts.sessions import TOKEN
from tests.support.databases import statements

TOKEN_FIELD = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
CHECK_FIELDS = {
    "occurred_from": "2022-06-01",
    "place": "东门",
    "post": "采样",
    "dimensions": Dimension.RESPONSIBILITY.value,
    "witnesses": "赵敏",
    "submit": "1",
}
BARE_FIELDS = CHECK_FIELDS | {"title": "待交的事迹", "body": "时间地点经过结果" * 10}


@dataclass
class Case:
    """One thing to measure: both versions, and what a user waits for in the product."""

    name: str
    product: Callable[[int], None]
    bare: Callable[[int], None]
    queries: int | None = None
    ratios: list[float] = field(default_factory=list)
    product_ms: list[float] = field(default_factory=list)
    bare_ms: list[float] = field(default_factory=list)


def median_ms(work: Callable[[int], None], repeats: int, first: int) -> float:
    """Median time of one call in milliseconds."""
    times = []
    for number in range(repeats):
        started = time.perf_counter()
        work(first + number)
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times)


def environment_of(folder: Path) -> dict[str, str]:
    """Settings of the measured installation."""
    return {
        "YIXIAN_INSTANCE": str(folder),
        "YIXIAN_DATABASE_URL": f"sqlite:///{folder / 'bench.db'}",
        "YIXIAN_SECRET_KEY": "bench",
        "YIXIAN_SESSION_IDLE_MINUTES": "600",
    }


def product_application(folder: Path, deeds: int) -> Flask:
    """The application on a seeded SQLite file."""
    compile_catalogue(ROOT / "translations")
    app = create_app(Settings(environment_of(folder)))
    with app.app_context():
        upgrade(directory=str(ROOT / "migrations"))
        seed(deeds)
    return app


def signed_in(app: Flask, login: str) -> tuple[str, str]:
    """Cookie and session token of an account."""
    with app.app_context():
        account = db.session.query(Account).filter_by(login=login).one()
        token = begin_session(account, address="127.0.0.1", browser="bench", now=clock.now())
        db.session.commit()
    return cookie_with(app, {TOKEN: token}), token


def cookie_with(app: Flask, values: dict[str, str]) -> str:
    """A signed session cookie with these values."""
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    return f"{app.config['SESSION_COOKIE_NAME']}={serializer.dumps(values)}"


def fetch(client: Client, address: str) -> Callable[[int], None]:
    """Open an address and insist on a page."""

    def work(number: int) -> None:
        status, _place, _body = client.ask("GET", address.format(number=number))
        if status != 200:
            raise RuntimeError(f"{address}: {status}")

    return work


def drafts(count: int, first_person: int) -> list[int]:
    """Drafts of the clerk about one person after another, ready to be handed in."""
    now = clock.now()
    made = []
    for number in range(count):
        matter = Matter(
            kind=MatterKind.DEED,
            title=f"待交的事迹{number}",
            state=DeedState.DRAFT,
            organization_id=22,
            opened_by_id=1,
            opened_at=now,
            changed_at=now,
            occurred_from=clock.today(),
        )
        db.session.add(matter)
        db.session.flush()
        db.session.add(
            Deed(
                matter_id=matter.id,
                subject_kind=SubjectKind.INDIVIDUAL,
                subject_person_id=first_person + number % 1000,
                body="时间地点经过结果" * 10,
                dimensions=[],
            )
        )
        db.session.add(MatterPerson(matter_id=matter.id, person_id=first_person + number % 1000, part=Part.SUBJECT))
        made.append(matter.id)
    db.session.commit()
    return made


def submitting(client: Client, identities: list[int], address: str, fields: dict[str, str], done: str) -> Callable[[int], None]:
    """Post the form of one draft after another; the token was fetched before the clock starts."""
    page = client.ask("GET", address.format(number=identities[0]))[2].decode()
    token = TOKEN_FIELD.search(page)
    assert token is not None
    waiting = iter(identities)

    def work(number: int) -> None:
        identity = next(waiting)
        body = urlencode({"csrf_token": token.group(1), "request_key": f"bench{identity}", **fields})
        status, place, _page = client.ask("POST", address.format(number=identity), body)
        if status != 302 or not place.endswith(done.format(number=identity)):
            raise RuntimeError(f"submit: {status} {place}")

    return work


def browser_of(app: Flask, cookie: str) -> FlaskClient:
    """A browser inside this process."""
    client = app.test_client()
    name, _equals, value = cookie.partition("=")
    client.set_cookie(name, value)
    return client


def count_queries(app: Flask, cookie: str, address: str) -> int:
    """Statements of one request, counted inside this process."""
    client = browser_of(app, cookie)
    client.get(address)
    with app.app_context(), statements() as seen:
        answer = client.get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"{address}: {answer.status_code}")
    return len(seen)


def count_submit(app: Flask, cookie: str, identity: int) -> int:
    """Statements of handing in one draft."""
    client = browser_of(app, cookie)
    address = f"/deeds/{identity}/check"
    token = TOKEN_FIELD.search(client.get(address).text)
    assert token is not None
    fields = {"csrf_token": token.group(1), "request_key": f"bench{identity}", **CHECK_FIELDS}
    with app.app_context(), statements() as seen:
        answer = client.post(address, data=fields)
    if answer.status_code != 302:
        raise RuntimeError(f"{address}: {answer.status_code}")
    return len(seen)


def measure_pages(deeds: int, rounds: int, repeats: int) -> list[Case]:
    """All page cases, interleaved, over HTTP."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        app = product_application(folder, deeds)
        officer, token = signed_in(app, "officer")
        clerk, writer_token = signed_in(app, "clerk")
        total = rounds * repeats + 10
        with app.app_context():
            mine, theirs = drafts(total, 1), drafts(total, 1001)
            db.session.remove()
            db.engine.dispose()
        plain = bare_app(str(folder / "bench.db"))
        with (
            served("wsgi:application", environment_of(folder)) as port,
            served("benchmarks.bare_server:application", {"BENCH_DATABASE": str(folder / "bench.db")}) as bare_port,
        ):
            product, writer = Client(port, officer), Client(port, clerk)
            bare = Client(bare_port, cookie_with(plain, {"digest": token_digest(token)}))
            bare_writer = Client(bare_port, cookie_with(plain, {"digest": token_digest(writer_token)}))
            cases = [
                Case("list of 50 deeds", fetch(product, "/deeds/?size=50"), fetch(bare, "/deeds/")),
                Case("deed detail", fetch(product, "/deeds/{number}"), fetch(bare, "/deeds/{number}")),
                Case("home page", fetch(product, "/"), fetch(bare, "/")),
                Case(
                    "submit a deed",
                    submitting(writer, mine, "/deeds/{number}/check", CHECK_FIELDS, "/deeds/{number}/submitted"),
                    submitting(bare_writer, theirs, "/submit/{number}", BARE_FIELDS, "/deeds/{number}"),
                ),
            ]
            interleave(cases, deeds // 2, rounds, repeats)
        addresses = ("/deeds/?size=50", f"/deeds/{deeds // 2}", "/")
        for case, address in zip(cases, addresses, strict=False):
            case.queries = count_queries(app, officer, address)
        cases[-1].queries = count_submit(app, clerk, mine[-1])
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
        return cases


def interleave(cases: list[Case], middle: int, rounds: int, repeats: int) -> None:
    """Every case once a round, product and bare version one after the other."""
    for case in cases:
        for number in range(3):
            case.product(middle + number)
            case.bare(middle + number)
    for turn in range(rounds):
        first = middle + 10 + turn * repeats
        for case in cases:
            product, bare = median_ms(case.product, repeats, first), median_ms(case.bare, repeats, first)
            case.product_ms.append(product)
            case.bare_ms.append(bare)
            case.ratios.append(product / bare)


def line(case: Any) -> str:
    """One row of the printed table."""
    ratio = statistics.median(case.ratios)
    queries = "–" if case.queries is None else case.queries
    return (
        f"{case.name:<22}{statistics.median(case.product_ms):>10.2f}{statistics.median(case.bare_ms):>10.2f}"
        f"{ratio:>8.2f}x  ({min(case.ratios):.2f}–{max(case.ratios):.2f}){queries:>9}"
    )
