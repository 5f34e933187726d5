"""A college of many deeds, written in bulk for measuring only; all names are invented."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import insert, text

from evaluation.foundation.core.database import db
from evaluation.procedures.workflow.enums import MatterKind, Part
from evaluation.procedures.workflow.models import Matter, MatterPerson, NumberSeries, Task, Transition
from evaluation.records.deeds.enums import DeedState, SubjectKind
from evaluation.records.deeds.models import Deed
from evaluation.registry.accounts.enums import Role
from evaluation.registry.accounts.models import Account, Grant
from evaluation.registry.organizations.enums import OrganizationKind, PartyType
from evaluation.registry.organizations.models import Organization
from evaluation.registry.organizations.operations import rebuild_closure
from evaluation.registry.people.enums import AffiliationKind, PoliticalStatus, Standing
from evaluation.registry.people.models import Affiliation, Person

START = datetime(2022, 1, 1, tzinfo=UTC)
BODY = "入夜后气温骤降，他把唯一的雨衣让给登记员，自己裹着塑料布继续采样，直到清晨交接，累计采样一千八百余管，无一差错。" * 3
DEPARTMENTS, BRANCHES, PEOPLE, PORTION = 180, 20, 2000, 5000
OPEN = (DeedState.VERIFIED, DeedState.SUBMITTED, DeedState.NOTICED, DeedState.REVIEWED)
ENDED = (DeedState.ACCEPTED, DeedState.ACCEPTED, DeedState.ACCEPTED, DeedState.REJECTED)
REPORTERS = 4  # account of the clerk of the first department; those of the others follow
STILL_OPEN = 2000  # the newest deeds are still on their way, all older ones have ended
SURNAMES, GIVEN = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗", "志远思源晓雯建国海燕洪梅立言国栋雨桐庆和"


def organizations() -> None:
    """One committee, its branches, and many departments."""
    rows: list[dict[str, Any]] = [
        {
            "id": 1,
            "code": "P00",
            "name": "中共测量学院委员会",
            "short_name": "党委",
            "kind": OrganizationKind.PARTY,
            "party_type": PartyType.COMMITTEE,
            "parent_id": None,
        }
    ]
    rows += [
        {
            "id": 2 + n,
            "code": f"P{n + 1:03d}",
            "name": f"第{n + 1}党支部",
            "short_name": f"第{n + 1}党支部",
            "kind": OrganizationKind.PARTY,
            "party_type": PartyType.BRANCH,
            "parent_id": 1,
        }
        for n in range(BRANCHES)
    ]
    rows += [
        {
            "id": 2 + BRANCHES + n,
            "code": f"D{n + 1:03d}",
            "name": f"第{n + 1}教学部",
            "short_name": f"{n + 1}部",
            "kind": OrganizationKind.DEPARTMENT,
            "party_type": None,
            "parent_id": None,
        }
        for n in range(DEPARTMENTS)
    ]
    db.session.execute(insert(Organization), [{**row, "may_approve_admission": False, "version": 1} for row in rows])
    rebuild_closure()


def name(number: int) -> str:
    """An invented name."""
    return SURNAMES[number % len(SURNAMES)] + GIVEN[number * 2 % len(GIVEN)] + GIVEN[number * 7 % len(GIVEN)]


def people() -> None:
    """People with unit, branch and status."""
    persons, history = [], []
    for number in range(1, PEOPLE + 1):
        department, branch = 2 + BRANCHES + number % DEPARTMENTS, 2 + number % BRANCHES
        persons.append(
            {
                "id": number,
                "number": f"{number:06d}",
                "name": name(number),
                "pinyin": "wangzhiyuan",
                "initials": "wzy",
                "version": 1,
                "birth_precision": "day",
                "department_id": department,
                "branch_id": branch,
                "political_status": PoliticalStatus.FULL_MEMBER,
                "standing": Standing.ACTIVE,
                "created_at": START,
            }
        )
        common = {"person_id": number, "valid_from": date(2015, 9, 1), "recorded_at": START}
        history.append({**common, "kind": AffiliationKind.DEPARTMENT, "organization_id": department, "value": None})
        history.append({**common, "kind": AffiliationKind.BRANCH, "organization_id": branch, "value": None})
        history.append({**common, "kind": AffiliationKind.POLITICAL_STATUS, "organization_id": None, "value": "full_member"})
    db.session.execute(insert(Person), persons)
    db.session.execute(insert(Affiliation), history)


def accounts() -> None:
    """A clerk of one department, an officer and a head over everything, and a clerk of every department who reports its deeds."""
    rows = [("clerk", Role.CLERK, 2 + BRANCHES), ("officer", Role.ORGANIZATION_OFFICER, 1), ("head", Role.ORGANIZATION_HEAD, 1)]
    rows += [(f"clerk{number}", Role.CLERK, 2 + BRANCHES + number) for number in range(DEPARTMENTS)]
    for number, (login, role, place) in enumerate(rows, start=1):
        db.session.execute(
            insert(Account),
            [
                {
                    "id": number,
                    "login": login,
                    "name": login,
                    "person_id": number,
                    "password_hash": "none",
                    "must_change_password": False,
                    "created_at": START,
                    "version": 1,
                }
            ],
        )
        db.session.execute(
            insert(Grant),
            [{"account_id": number, "role": role, "organization_id": place, "valid_from": date(2020, 1, 1), "granted_at": START}],
        )


def deeds(count: int) -> None:
    """Deeds spread over departments, states and three years, each with history and one open task in four."""
    for first in range(1, count + 1, PORTION):
        numbers = range(first, min(first + PORTION, count + 1))
        matters, features, persons, steps, tasks = [], [], [], [], []
        for number in numbers:
            state = OPEN[number % len(OPEN)] if number > count - STILL_OPEN else ENDED[number % len(ENDED)]
            moment = START + timedelta(minutes=number * 15)
            day = moment.date()
            department = 2 + BRANCHES + number % DEPARTMENTS
            matters.append(
                {
                    "id": number,
                    "kind": MatterKind.DEED,
                    "number": f"SJ-{day.year}-{number:06d}",
                    "title": f"雨夜里的采样员{number}",
                    "state": state.value,
                    "organization_id": department,
                    "party_organization_id": 2 + number % BRANCHES,
                    "opened_by_id": REPORTERS + number % DEPARTMENTS,
                    "opened_at": moment,
                    "changed_at": moment,
                    "submitted_at": moment,
                    "occurred_from": day,
                    "occurred_to": day,
                    "confidential": False,
                    "version": 1,
                }
            )
            features.append(
                {
                    "matter_id": number,
                    "subject_kind": SubjectKind.INDIVIDUAL,
                    "subject_person_id": 1 + number % PEOPLE,
                    "subject_name": "",
                    "body": BODY,
                    "place": "东门",
                    "post": "采样",
                    "dimensions": ["responsibility"],
                    "witnesses": "赵敏",
                    "organization_then": "第一教学部",
                    "post_then": "干事",
                    "status_then": "中共党员",
                    "verified_by_id": 3 if state in ENDED else None,
                    "verified_at": moment if state in ENDED else None,
                    "reviewed_by_id": 2 if state in ENDED else None,
                    "reviewed_at": moment + timedelta(days=2) if state in ENDED else None,
                }
            )
            persons.append({"matter_id": number, "person_id": 1 + number % PEOPLE, "part": Part.SUBJECT})
            steps.append(
                {
                    "matter_id": number,
                    "action": "submit",
                    "from_state": "draft",
                    "to_state": "submitted",
                    "account_id": REPORTERS + number % DEPARTMENTS,
                    "actor_name": "clerk",
                    "batch": False,
                    "taken_at": moment,
                }
            )
            if state in {DeedState.VERIFIED, DeedState.SUBMITTED}:
                role, place = (
                    (Role.ORGANIZATION_OFFICER, department)
                    if state is DeedState.VERIFIED
                    else (Role.BRANCH_SECRETARY, 2 + number % BRANCHES)
                )
                asks = "review" if state is DeedState.VERIFIED else "verify"
                tasks.append(
                    {
                        "matter_id": number,
                        "asks": asks,
                        "role": role.value,
                        "organization_id": place,
                        "opened_at": moment,
                        "opened_by_name": "clerk",
                        "due_on": day,
                        "due_provisional": False,
                        "nudges": 0,
                    }
                )
        for model, rows in ((Matter, matters), (Deed, features), (MatterPerson, persons), (Transition, steps), (Task, tasks)):
            if rows:
                db.session.execute(insert(model), rows)
    db.session.execute(insert(NumberSeries), [{"prefix": "SJ", "year": year, "last": 900000} for year in range(2022, 2030)])


def seed(count: int) -> None:
    """Everything, committed, with statistics gathered for the planner."""
    organizations()
    people()
    accounts()
    deeds(count)
    db.session.commit()
    db.session.execute(text("ANALYZE"))
    db.session.commit()
