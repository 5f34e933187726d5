"""The four boxes as pages."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

import openpyxl
import pytest
from sqlalchemy import select

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.procedures.workflow.enums import Ask
from evaluation.procedures.workflow.models import Copy, Matter, Task
from evaluation.procedures.workflow.operations import open_task, send_copy
from evaluation.registry.accounts.enums import ADMINISTRATORS, BUSINESS_ROLES, Role
from tests.procedures.conftest import Action, commit
from tests.support.databases import both_databases, statements


def titles(answer) -> list[str]:
    return [cell.get_text(strip=True) for cell in answer.page.select("table .title")]


def due_in(matter: Matter, days: int) -> None:
    db.session.scalar(select(Task).where(Task.matter_id == matter.id)).due_on = clock.today() + timedelta(days=days)


@both_databases
def test_what_waits_is_sorted_by_due_date_in_words(room, clerk, officer, sign_in):
    for title, days in (("丁", 9), ("乙", 0), ("甲", -3), ("丙", 1), ("戊", 5)):
        due_in(room.matter(clerk, title), days)

    page = sign_in(officer).get("/inbox/")

    assert page.page.h1.get_text(strip=True) == "有5项等您处理，其中1项已逾期"
    assert titles(page) == ["甲", "乙", "丙", "戊", "丁"]
    due = [cell.get_text(strip=True) for cell in page.page.select("td time.due")]
    assert due == ["逾期3天", "今天", "明天", "剩5天", "4月15日"]
    assert [cell.get_text(" ", strip=True) for cell in page.page.select("tbody tr:first-child td")] == [
        "甲 发展党员 · FZ-2022-0003 · 保卫处",
        "孙晓雯 4月6日",
        "待审核",
        "逾期3天",
    ]
    assert [link.get_text(" ", strip=True) for link in page.page.select(".tabs a")] == [
        "待我处理 5",
        "我发起的 0",
        "已处理 0",
        "抄送我的 0",
    ]


def test_a_year_without_official_calendar_says_so(room, clerk, officer, sign_in):
    db.session.scalar(select(Task).where(Task.matter_id == room.matter(clerk).id)).due_provisional = True
    assert "（暂定，当年放假安排尚未公布）" in sign_in(officer).get("/inbox/").text


@both_databases
def test_the_other_boxes(room, make, clerk, officer, sign_in):
    passed, waiting = room.matter(clerk, "已通过的"), room.matter(clerk, "待审的")
    room.matter(clerk, "草稿", submit=False)
    room.advance(passed, Action.PASS, officer)
    send_copy(waiting, officer.id, actor=make.actor_of(clerk), now=clock.now())
    commit()
    author, judge = sign_in(clerk), sign_in(officer)

    assert set(titles(author.get("/inbox/?box=mine"))) == {"已通过的", "待审的"}
    assert titles(author.get("/inbox/?box=done")) == []
    done = judge.get("/inbox/?box=done")
    assert titles(done) == ["已通过的"]
    assert done.page.select_one('td[data-th="我办的"]').get_text(" ", strip=True) == "通过 4月6日"
    copies = judge.get("/inbox/?box=cc")
    assert titles(copies) == ["待审的"]
    assert "未读" in copies.text


def test_what_one_may_no_longer_see_leaves_the_boxes(room, make, clerk, officer, sign_in):
    matter = room.matter(clerk)
    room.advance(matter, Action.PASS, officer)
    send_copy(matter, officer.id, actor=make.actor_of(clerk), now=clock.now())
    matter.organization_id = make.organization("新部门").id
    commit()
    assert titles(sign_in(officer).get("/inbox/?box=done")) == [matter.title]
    stranger = make.account(Role.ORGANIZATION_OFFICER, at="other_department")
    send_copy(matter, stranger.id, actor=make.actor_of(clerk), now=clock.now())
    assert titles(sign_in(stranger).get("/inbox/?box=cc")) == []


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("due=late", ["甲"]),
        ("due=today", ["乙"]),
        ("due=week", ["甲", "乙"]),
        ("q=乙", ["乙"]),
        ("q=FZ-2022-0002", ["乙"]),
        ("q=%25", []),
        ("q=_", []),
        ("type=review", ["甲", "乙", "丙"]),
        ("type=verify", []),
        ("type=nomination", ["甲", "乙", "丙"]),
        ("type=deed", []),
        ("type=nonsense&due=nonsense&box=nonsense", ["甲", "乙", "丙"]),
        ("after=nonsense&size=7", ["甲", "乙", "丙"]),
    ],
)
def test_filters(room, clerk, officer, sign_in, query, expected):
    for title, days in (("甲", -1), ("乙", 0), ("丙", 9)):
        due_in(room.matter(clerk, title), days)
    assert titles(sign_in(officer).get(f"/inbox/?{query}")) == expected


@both_databases
@pytest.mark.parametrize("box", ["todo", "mine", "done", "cc"])
def test_paging_shows_every_row_once(room, make, clerk, officer, sign_in, box):
    actor = make.actor_of(clerk)
    for number in range(45):
        matter = room.matter(clerk, f"第{number}件")
        if box == "done":
            room.advance(matter, Action.PASS, officer)
        if box == "cc":
            send_copy(matter, officer.id, actor=actor, now=clock.now())
    browser = sign_in(clerk if box == "mine" else officer)
    seen, answer = [], browser.get(f"/inbox/?box={box}")
    while True:
        seen += titles(answer)
        following = answer.page.select_one('.pager a[rel="next"]')
        if following is None:
            break
        answer = browser.get("/inbox/" + following["href"])
    assert sorted(seen) == sorted(f"第{number}件" for number in range(45))


@pytest.mark.parametrize("box", ["todo", "mine", "done", "cc"])
def test_few_statements_whatever_the_rows(room, make, clerk, officer, sign_in, box):
    actor = make.actor_of(clerk)
    browser = sign_in(clerk if box == "mine" else officer)
    counts = []
    for number in (1, 19):
        for serial in range(number):
            matter = room.matter(clerk, f"第{number}-{serial}件")
            if box == "done":
                room.advance(matter, Action.PASS, officer)
            if box == "cc":
                send_copy(matter, officer.id, actor=actor, now=clock.now())
        commit()
        with statements() as seen:
            assert len(titles(browser.get(f"/inbox/?box={box}"))) in {1, 20}
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 8


def test_next_opens_what_is_due_first(room, app, clerk, officer, sign_in):
    late, later = room.matter(clerk, "甲"), room.matter(clerk, "乙")
    due_in(late, -2)
    due_in(later, 2)
    browser = sign_in(officer)
    commit()
    task = db.session.scalar(select(Task).where(Task.matter_id == late.id))

    assert browser.get("/inbox/next").location == f"/notices/{late.id}"
    assert browser.get(f"/inbox/next?after={task.id}").location == f"/notices/{later.id}"
    assert browser.get("/inbox/next?after=99999999999999").location == f"/notices/{late.id}"


def test_next_with_nothing_to_do_leads_to_the_inbox(officer, sign_in):
    assert sign_in(officer).get("/inbox/next").location == "/inbox/"


def test_a_copy_is_read_when_it_is_opened(room, make, clerk, officer, sign_in):
    matter = room.matter(clerk)
    send_copy(matter, officer.id, actor=make.actor_of(clerk), now=clock.now())
    commit()
    [copy_id] = db.session.scalars(select(Copy.id)).all()

    assert sign_in(officer).get(f"/inbox/copies/{copy_id}").location == f"/notices/{matter.id}"
    assert db.session.get(Copy, copy_id).read_at == clock.now()
    for other in (make.account(Role.ORGANIZATION_OFFICER), clerk):
        assert sign_in(other).get(f"/inbox/copies/{copy_id}").status_code == 404
    assert sign_in(officer).get("/inbox/copies/99999999999999999999").status_code == 404


def test_all_copies_at_once(room, make, clerk, officer, sign_in):
    for title in ("甲", "乙"):
        send_copy(room.matter(clerk, title), officer.id, actor=make.actor_of(clerk), now=clock.now())
    other = make.account(Role.ORGANIZATION_OFFICER)
    send_copy(room.matter(clerk, "丙"), other.id, actor=make.actor_of(clerk), now=clock.now())
    browser = sign_in(officer)

    assert browser.submit("/inbox/?box=cc", action="/inbox/copies/actions/read").status_code == 302

    unread = db.session.scalars(select(Copy.account_id).where(Copy.read_at.is_(None))).all()
    assert unread == [other.id]
    assert "全部标为已读" not in browser.get("/inbox/?box=cc").page.select_one(".page-head").get_text()


def test_confidential_rows_do_not_say_from_whom(room, clerk, officer, sign_in):
    room.matter(clerk).confidential = True
    row = sign_in(officer).get("/inbox/").page.select_one("tbody tr")
    assert "孙晓雯" not in row.get_text()


def test_what_is_confidential_and_concerns_oneself_is_left_to_others(room, make, clerk, sign_in):
    subject = make.person("赵小燕")
    concerned = make.account(Role.ORGANIZATION_OFFICER, person=subject)
    matter = room.matter(clerk, about=subject)
    assert titles(sign_in(concerned).get("/inbox/")) == [matter.title]
    matter.confidential = True
    commit()
    assert titles(sign_in(concerned).get("/inbox/")) == []


@pytest.mark.parametrize("box", ["todo", "mine", "done", "cc"])
def test_the_workbook_holds_what_the_page_shows(room, make, clerk, officer, sign_in, box):
    for title in ("甲", "=1+1", "丙"):
        matter = room.matter(clerk, title)
        if box == "done":
            room.advance(matter, Action.PASS, officer)
        if box == "cc":
            send_copy(matter, officer.id, actor=make.actor_of(clerk), now=clock.now())
    browser = sign_in(clerk if box == "mine" else officer)
    shown = titles(browser.get(f"/inbox/?box={box}"))

    answer = browser.get(f"/inbox/export.xlsx?box={box}", check=False)

    sheet = openpyxl.load_workbook(BytesIO(answer.data)).worksheets[0]
    assert [row[1].value for row in sheet.iter_rows(min_row=2)] == shown
    assert {row[1].data_type for row in sheet.iter_rows(min_row=2)} == {"s"}
    assert answer.response.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("role", sorted(ADMINISTRATORS))
def test_administrators_have_no_inbox(make, sign_in, role):
    browser = sign_in(make.account(role))
    for address in ("/inbox/", "/inbox/next", "/inbox/export.xlsx", "/inbox/copies/1"):
        assert browser.get(address).status_code == 403


@pytest.mark.parametrize("role", sorted(BUSINESS_ROLES))
def test_every_other_role_has_an_empty_one(make, sign_in, role):
    page = sign_in(make.account(role)).get("/inbox/")
    assert page.page.h1.get_text(strip=True) == "现在没有等您处理的事"
    assert "现在没有等您处理的事。" in page.text


def test_in_english(room, clerk, officer, sign_in):
    due_in(room.matter(clerk), -1)
    page = sign_in(officer).get("/inbox/?lang=en")
    assert page.page.h1.get_text(strip=True) == "1 thing waits for you, 1 of them late"
    assert [cell.get_text(strip=True) for cell in page.page.select("td time.due")] == ["1 day late"]


def test_a_task_for_the_person_leads_to_its_own_page(room, make, clerk, sign_in):
    subject = make.person("赵小燕")
    account = make.account(Role.MEMBER, person=subject)
    matter = room.matter(clerk)
    open_task(matter, asks=Ask.GIVE_CONSENT, due_on=clock.today(), now=clock.now(), opened_by_name="", person_id=subject.id)
    page = sign_in(account).get("/inbox/")
    assert page.page.select_one("table .title")["href"] == f"/me/consents/about/{matter.id}"


def test_clock_is_shanghai(room, clerk, officer, sign_in, frozen_clock):
    due_in(room.matter(clerk), 0)
    commit()
    frozen_clock(datetime(2022, 4, 6, 16, 30, tzinfo=UTC))
    assert sign_in(officer).get("/inbox/").page.h1.get_text(strip=True) == "有1项等您处理，其中1项已逾期"
