"""Pages and the submit of a deed: product and bare version take turns; ratios inside a round, then the median."""

import re
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade

from benchmarks.bare import bare_app
from benchmarks.seed import seed
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
KEY_FIELD = re.compile(r'name="request_key"[^>]*value="([^"]+)"')


@dataclass
class Case:
    """One thing to measure: both versions, and what a user waits for in the product."""

    name: str
    product: Callable[[int], None]
    bare: Callable[[int], None]
    queries: int = 0
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


def product_application(folder: Path, deeds: int) -> Flask:
    """The application on a seeded SQLite file."""
    settings = Settings(
        {
            "YIXIAN_INSTANCE": str(folder),
            "YIXIAN_DATABASE_URL": f"sqlite:///{folder / 'bench.db'}",
            "YIXIAN_SECRET_KEY": "bench",
            "YIXIAN_SESSION_IDLE_MINUTES": "600",
        }
    )
    compile_catalogue(ROOT / "translations")
    app = create_app(settings)
    with app.app_context():
        upgrade(directory=str(ROOT / "migrations"))
        seed(deeds)
    return app


def signed_in(app: Flask, login: str) -> tuple[FlaskClient, str]:
    """A browser of an account, and its session token."""
    with app.app_context():
        account = db.session.query(Account).filter_by(login=login).one()
        token = begin_session(account, address="127.0.0.1", browser="bench", now=clock.now())
        db.session.commit()
    client = app.test_client()
    with client.session_transaction() as session:
        session[TOKEN] = token
    return client, token


def fetch(client: FlaskClient, address: str) -> Callable[[int], None]:
    """Open an address and insist on a page."""

    def work(number: int) -> None:
        answer = client.get(address.format(number=number))
        if answer.status_code != 200:
            raise RuntimeError(f"{address}: {answer.status_code}")

    return work


def drafts(count: int) -> list[int]:
    """Drafts of the clerk, ready to be handed in."""
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
                subject_person_id=1 + number % 1000,
                body="时间地点经过结果" * 10,
                dimensions=[],
            )
        )
        db.session.add(MatterPerson(matter_id=matter.id, person_id=1 + number % 1000, part=Part.SUBJECT))
        made.append(matter.id)
    db.session.commit()
    return made


def submitting(client: FlaskClient, identities: list[int]) -> Callable[[int], None]:
    """Post the check page of one draft after another; the form was opened before the clock starts."""
    page = client.get(f"/deeds/{identities[0]}/check").get_data(as_text=True)
    token = TOKEN_FIELD.search(page)
    assert token is not None
    waiting = iter(identities)

    def work(number: int) -> None:
        identity = next(waiting)
        answer = client.post(
            f"/deeds/{identity}/check",
            data={
                "csrf_token": token.group(1),
                "request_key": f"bench{identity}",
                "occurred_from": clock.today().isoformat(),
                "place": "东门",
                "post": "采样",
                "dimensions": Dimension.RESPONSIBILITY.value,
                "witnesses": "赵敏",
                "submit": "1",
            },
        )
        if answer.status_code != 302 or not str(answer.location).endswith("/submitted"):
            raise RuntimeError(f"submit: {answer.status_code} {answer.location}")

    return work


def submitting_bare(client: FlaskClient, identities: list[int]) -> Callable[[int], None]:
    """The same by the bare version."""
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get(f"/submit/{identities[0]}").get_data(as_text=True))
    assert found is not None
    waiting = iter(identities)

    def work(number: int) -> None:
        answer = client.post(
            f"/submit/{next(waiting)}",
            data={"csrf_token": found.group(1), "title": "待交的事迹", "place": "东门", "body": "时间地点经过结果" * 10},
        )
        if answer.status_code != 302:
            raise RuntimeError(f"bare submit: {answer.status_code}")

    return work


def count_queries(app: Flask, work: Callable[[int], None], number: int) -> int:
    """Statements of one call."""
    with app.app_context(), statements() as seen:
        work(number)
    return len(seen)


def measure_pages(deeds: int, rounds: int, repeats: int) -> list[Case]:
    """All page cases, interleaved."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        app = product_application(folder, deeds)
        officer, token = signed_in(app, "officer")
        clerk, _token = signed_in(app, "clerk")
        plain = bare_app(str(folder / "bench.db"))
        bare = plain.test_client()
        with bare.session_transaction() as session:
            session["digest"] = token_digest(token)
        with app.app_context():
            total = rounds * repeats + 2
            mine, theirs = drafts(total), drafts(total)
        middle = deeds // 2
        cases = [
            Case("list of 50 deeds", fetch(officer, "/deeds/?size=50"), fetch(bare, "/deeds/")),
            Case("deed detail", fetch(officer, "/deeds/{number}"), fetch(bare, "/deeds/{number}")),
            Case("home page", fetch(officer, "/"), fetch(bare, "/")),
            Case("submit a deed", submitting(clerk, mine), submitting_bare(bare, theirs)),
        ]
        for case in cases:
            case.product(middle)
            case.bare(middle)
            case.queries = count_queries(app, case.product, middle) if case.name != "submit a deed" else 0
        submit = cases[-1]
        submit.queries = count_queries(app, submit.product, middle)
        for turn in range(rounds):
            for case in cases:
                first = middle + 1 + turn * repeats
                count = repeats if case is not submit else repeats - 1
                product, plain_ms = median_ms(case.product, count, first), median_ms(case.bare, count, first)
                case.product_ms.append(product)
                case.bare_ms.append(plain_ms)
                case.ratios.append(product / plain_ms)
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
        return cases


def line(case: Any) -> str:
    """One row of the printed table."""
    ratio = statistics.median(case.ratios)
    return (
        f"{case.name:<22}{statistics.median(case.product_ms):>10.2f}{statistics.median(case.bare_ms):>10.2f}"
        f"{ratio:>8.2f}x  ({min(case.ratios):.2f}–{max(case.ratios):.2f}){case.queries:>9}"
    )
