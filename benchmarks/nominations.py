"""Gates of 20,000 running cases for one day, against five plain reads of the same rows."""

import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert, text

from config import Settings
from evaluation.application import create_app
from evaluation.foundation.core.database import db
from evaluation.procedures.rules.queries import rule_engine
from evaluation.procedures.workflow.enums import MatterKind
from evaluation.procedures.workflow.models import Matter
from evaluation.records.nominations.enums import NominationState
from evaluation.records.nominations.models.cases import Nomination
from evaluation.records.nominations.queries.courses import course_from, open_courses
from evaluation.registry.organizations.enums import OrganizationKind, PartyType
from evaluation.registry.organizations.models import Organization
from evaluation.registry.organizations.operations import rebuild_closure
from evaluation.registry.people.enums import Standing
from evaluation.registry.people.models import Person

CASES = 20_000
PLAIN_READS = 5
DAY = date(2026, 11, 24)
MADE = datetime.fromisoformat("2026-11-24T01:00:00+00:00")
PORTION = 5_000
ACTS = (
    ("applied_on", 0),
    ("talked_on", 12),
    ("activist_on", 100),
    ("activist_filed_on", 104),
    ("contacts_on", 104),
    ("target_proposed_on", 480),
    ("target_agreed_on", 484),
    ("notice_posted_on", 486),
    ("notice_ended_on", 494),
    ("target_listed_on", 495),
    ("introducers_on", 496),
    ("political_review_on", 510),
    ("training_ended_on", 515),
    ("scrutiny_on", 520),
    ("pre_review_on", 522),
    ("application_form_on", 524),
    ("meeting_on", 530),
    ("reported_on", 533),
    ("approval_talk_on", 540),
    ("approved_on", 560),
    ("oath_on", 575),
)
LENGTHS = (1, 2, 5, 5, 5, 5, 9, 11, 13, 17, 20, 21)  # how far cases have come; half of them are activists


def state_of(length: int) -> NominationState:
    """The stage of a case with so many acts."""
    names = {name for name, _days in ACTS[:length]}
    for act, state in (
        ("approved_on", NominationState.CONVERSION),
        ("pre_review_on", NominationState.ADMISSION),
        ("target_listed_on", NominationState.DEVELOPMENT_TARGET),
        ("activist_on", NominationState.ACTIVIST),
    ):
        if act in names:
            return state
    return NominationState.APPLICATION


def fill(cases: int) -> None:
    """Invented cases, written in bulk."""
    db.session.execute(
        insert(Organization),
        [
            {
                "id": 1,
                "code": "P00",
                "name": "中共测量学院委员会",
                "short_name": "党委",
                "kind": OrganizationKind.PARTY,
                "party_type": PartyType.COMMITTEE,
                "may_approve_admission": True,
                "version": 1,
            }
        ],
    )
    rebuild_closure()
    people, matters, nominations = [], [], []
    for number in range(1, cases + 1):
        length = LENGTHS[number % len(LENGTHS)]
        first = DAY - timedelta(days=ACTS[length - 1][1] + number % 400)
        people.append(
            {
                "id": number,
                "number": f"{number:06d}",
                "name": f"测{number}",
                "pinyin": "ce",
                "initials": "c",
                "birth_date": date(1980 + number % 25, 1 + number % 12, 1 + number % 28),
                "birth_precision": "day",
                "standing": Standing.ACTIVE,
                "created_at": MADE,
                "version": 1,
            }
        )
        matters.append(
            {
                "id": number,
                "kind": MatterKind.NOMINATION,
                "number": f"FZ-2026-{number:05d}",
                "title": f"测{number}",
                "state": state_of(length).value,
                "organization_id": 1,
                "party_organization_id": 1,
                "opened_at": MADE,
                "changed_at": MADE,
                "confidential": True,
                "version": 1,
            }
        )
        days: dict[str, Any] = {name: None for name, _days in ACTS}
        days |= {name: first + timedelta(days=offset) for name, offset in ACTS[:length]}
        nominations.append(
            {
                "matter_id": number,
                "person_id": number,
                "shortened": False,
                "contact_to_replace": number % 97 == 0,
                "approval_special": False,
                "extension_months": 0,
                "transferred_in": False,
                "facts": {},
                "organization_then": "",
                "post_then": "",
                **days,
            }
        )
    for table, rows in ((Person, people), (Matter, matters), (Nomination, nominations)):
        for start in range(0, cases, PORTION):
            db.session.execute(insert(table), rows[start : start + PORTION])
    db.session.execute(text("ANALYZE"))
    db.session.commit()


def seconds(work: Callable[[], Any]) -> float:
    """How long a piece of work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def plain_read() -> list[Any]:
    """The same rows and columns, read and nothing else."""
    return open_courses()


def gates() -> int:
    """What is next, possible, due and overdue for every running case; the rows are read first."""
    engine = rule_engine()
    return sum(len(engine.outlook(course_from(row), DAY).overdue) for row in open_courses())


def measure_gates(cases: int = CASES, rounds: int = 5) -> float:
    """Print the line of this case and give the median ratio: time of all gates over that of five plain reads (at most 1)."""
    with tempfile.TemporaryDirectory() as folder:
        values = {
            "YIXIAN_INSTANCE": folder,
            "YIXIAN_DATABASE_URL": f"sqlite:///{Path(folder) / 'gates.db'}",
            "YIXIAN_SECRET_KEY": "measured only",
        }
        app = create_app(Settings(values))
        with app.app_context():
            db.create_all()
            fill(cases)
            gates()
            ratios, asked, plain = [], [], []
            for _round in range(rounds):
                db.session.rollback()
                plain.append(PLAIN_READS * seconds(plain_read))
                asked.append(seconds(gates))
                ratios.append(asked[-1] / plain[-1])
            db.session.remove()
            db.engine.dispose()
    ratio = statistics.median(ratios)
    spread = f"({min(ratios):.2f}–{max(ratios):.2f})"
    name = f"gates of {cases:,}"
    print(
        f"{name:<22}{1000 * statistics.median(asked):>10.1f}{1000 * statistics.median(plain):>10.1f}{ratio:>9.2f}  {spread:<12}"
    )
    return ratio
