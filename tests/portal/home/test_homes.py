"""Every role's home begins with what waits, in the order of importance, in few statements whatever the rows."""

from datetime import date

import pytest
from flask import Flask

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.procedures.workflow.models import Matter, Task
from evaluation.records.deeds.enums import DeedState as S
from evaluation.records.performance.enums import LineState
from evaluation.records.performance.models import ShiftLine
from evaluation.registry.accounts.enums import Role
from tests.portal.work import SignIn, Work, block, blocks, heading, titles
from tests.support.databases import both_databases, statements
from tests.support.factories import Factory

WITH_A_HOME = ("clerk", "secretary", "officer", "head", "leader", "discipline", "editor", "member", "concerned")


@pytest.fixture
def work(app: Flask, make: Factory) -> Work:
    return Work(make)


@pytest.mark.parametrize("rows", [1, 15])
@pytest.mark.parametrize("who", [*WITH_A_HOME, "sysadmin"])
def test_at_most_ten_statements_whatever_the_rows(work: Work, sign_in: SignIn, who: str, rows: int) -> None:
    for number in range(rows):
        for state in (S.DRAFT, S.SUBMITTED, S.VERIFIED, S.RETURNED, S.NOTICED):
            work.deed(state, f"{state.value}{number}")
    work.shift("马俊", "王志刚")
    browser = sign_in(work.accounts[who])
    browser.get("/")

    with statements() as seen:
        answer = browser.get("/")

    assert answer.status_code == 200
    assert len(seen) <= 10, seen.texts


@both_databases
def test_the_organization_department(work: Work, sign_in: SignIn) -> None:
    work.everything()
    task = (
        db.session.query(Task)
        .join(Matter, Matter.id == Task.matter_id)
        .filter(Matter.state == S.VERIFIED, Task.closed_at.is_(None))
        .one()
    )
    task.due_on = date(2022, 4, 5)
    db.session.commit()

    home = sign_in(work.accounts["officer"]).get("/")

    assert heading(home) == "有1项等您处理，其中1项已逾期"
    assert blocks(home) == ["疫情防控阻击战：各单位上报情况", "时限提醒", "本周", "常用"]
    assert home.page.select_one("main section.card td a.title").get_text() == "事迹：verified"  # type: ignore[union-attr]
    assert "逾期1天" in home.text
    assert "第37天" in home.text
    assert home.page.select_one(".page-head .button.primary")["href"] == "/inbox/next"  # type: ignore[union-attr,index]


def test_the_number_in_the_heading_is_that_of_the_inbox(work: Work, sign_in: SignIn) -> None:
    for number in range(9):
        work.deed(S.VERIFIED, f"第{number}件")
    browser = sign_in(work.accounts["officer"])

    home, inbox = browser.get("/"), browser.get("/inbox/?size=50")

    assert heading(home) == heading(inbox) == "有9项等您处理"
    assert len(home.page.select("main section.card:first-of-type td a.title")) == 6  # type: ignore[union-attr]
    assert "查看全部9项" in home.text
    assert len(inbox.page.select("td a.title")) == 9  # type: ignore[union-attr]


@both_databases
def test_coverage_and_figures_are_counted_rightly(work: Work, make: Factory, sign_in: SignIn) -> None:
    work.shift("马俊", "王志刚")
    work.deed(S.SUBMITTED)
    work.deed(S.DRAFT)
    line = db.session.query(ShiftLine).order_by(ShiftLine.ordinal).first()
    line.state, line.verified_by_id, line.verified_at = (  # type: ignore[union-attr]
        LineState.VERIFIED,
        work.accounts["secretary"].id,
        clock.now(),
    )
    db.session.commit()

    home = sign_in(work.accounts["head"]).get("/")
    rows = {
        row.td.get_text(strip=True): [cell.get_text(" ", strip=True) for cell in row.select("td")[1:]]
        for row in block(home, "疫情防控阻击战：各单位上报情况").select("tbody tr")
    }
    figures = [value.get_text(strip=True) for value in block(home, "本周").select("dd")]

    people = int(rows["保卫处"][0])
    assert rows["保卫处"] == [str(people), "2", f"{100 * 2 / people:.0f}%", "12", "1", "1"]
    assert figures[:3] == ["2", "12", "1"]


def test_the_coverage_table_as_a_workbook(work: Work, make: Factory, sign_in: SignIn) -> None:
    work.shift("马俊", "王志刚")

    rows = make.workbook_rows(sign_in(work.accounts["head"]).get("/coverage.xlsx", check=False).data)

    assert rows[0] == ["单位", "应报人数", "已报", "覆盖率", "工时（小时）", "事迹", "待核实"]
    assert [row[0] for row in rows[1:]] == ["保卫处"]
    assert rows[1][2:] == [2, f"{2 / rows[1][1]:.0%}", 12, 0, 2]


@both_databases
def test_a_clerk(work: Work, sign_in: SignIn) -> None:
    work.everything()

    home = sign_in(work.accounts["clerk"]).get("/")

    missing = int(heading(home).split("人")[0].removeprefix("本部门还差"))
    assert heading(home) == f"本部门还差{missing}人未报；1件被退回"
    assert blocks(home) == ["被退回，等我修改", "草稿", "我发起的", "疫情防控阻击战中还没有记录的人", "最近的班次"]
    returned = block(home, "被退回，等我修改")
    assert titles(returned) == ["事迹：returned"]
    assert returned.blockquote is not None
    assert returned.blockquote.get_text() == "请写明证明人的单位"
    assert titles(block(home, "草稿")) == ["事迹：draft"]
    buttons = [link.get_text(strip=True) for link in home.page.select("main > .buttons a")]  # type: ignore[union-attr]
    assert buttons == ["登记班次", "报事迹"]
    copied = block(home, "最近的班次").select_one("a.button")
    assert copied is not None
    assert "/records/shifts/new?copy=" in str(copied["href"])


def test_a_clerk_counts_the_people_of_the_own_department(work: Work, make: Factory, sign_in: SignIn) -> None:
    clerk = make.account(Role.CLERK, at="other_department", without_person=True)
    db.session.commit()
    nobody = heading(sign_in(clerk).get("/"))
    make.person("唯一", department="other_department")
    db.session.commit()

    assert nobody == "本部门人人都有记录"
    assert heading(sign_in(clerk).get("/")) == "本部门还差1人未报"


@both_databases
def test_a_branch_secretary_verifies_a_whole_shift_from_home(work: Work, sign_in: SignIn) -> None:
    shift = work.shift("马俊", "王志刚")
    work.deed(S.SUBMITTED)
    secretary = sign_in(work.accounts["secretary"])

    home = secretary.get("/")
    answer = secretary.submit("/", page=home, action=f"/{shift.matter_id}/actions/verify")

    assert heading(home) == "有2条等支部核实"
    assert blocks(home)[:2] == ["等支部核实的班次", "其他待办"]
    assert titles(block(home, "其他待办")) == ["事迹：submitted"]
    assert answer.status_code == 302
    assert {line.state for line in db.session.query(ShiftLine)} == {LineState.VERIFIED}
    assert heading(secretary.get("/")) == "有1项等您处理"


def test_a_leader_reads_and_fills_in_nothing(work: Work, sign_in: SignIn) -> None:
    work.everything()

    home = sign_in(work.accounts["leader"]).get("/")

    assert blocks(home) == ["待我处理", "疫情防控阻击战", "事迹办理情况", "公示中"]
    assert home.page.select("main form") == []  # type: ignore[union-attr]
    assert "上报最慢：总务处" in home.text or "上报最慢：保卫处" in home.text
    states = {row.div.get_text(strip=True): int(row.b.get_text()) for row in block(home, "事迹办理情况").select("li")}
    assert states["已入库"] == 1
    assert "草稿" not in states


def test_the_publicity_team(work: Work, sign_in: SignIn) -> None:
    work.everything()

    home = sign_in(work.accounts["editor"]).get("/")

    assert blocks(home) == ["等我审核和处理", "已入库、还没有写稿的事迹", "我的草稿", "可导出、还没有登记发布"]
    card = block(home, "已入库、还没有写稿的事迹")
    assert titles(card) == ["事迹：accepted"]
    assert [button.get_text(strip=True) for button in card.select("button")] == ["写稿"]


def test_a_member(work: Work, sign_in: SignIn) -> None:
    work.verified_shift("马俊", "王志刚")
    work.deed(S.NOTICED)

    home = sign_in(work.accounts["concerned"]).get("/")

    assert heading(home) == "今年：1班、6小时、0件事迹"
    assert blocks(home)[:3] == ["等我确认", "今年的记录", "公示中"]
    assert titles(block(home, "今年的记录")) == ["南门·值班值守"]


def test_a_new_member_is_told_what_to_expect(work: Work, sign_in: SignIn) -> None:
    home = sign_in(work.accounts["member"]).get("/")

    assert heading(home) == "今年还没有您的记录"
    assert "记录由部门登记" in home.text


def test_an_account_without_a_role_is_told_whom_to_ask(app: Flask, make: Factory, sign_in: SignIn) -> None:
    home = sign_in(make.account()).get("/")

    assert home.status_code == 200
    assert "还没有开通角色" in home.text
    assert home.page.select("a[href='/me/record']") == []  # type: ignore[union-attr]


@pytest.mark.parametrize("who", WITH_A_HOME)
def test_nothing_to_do_is_one_sentence_and_never_an_empty_card(work: Work, sign_in: SignIn, who: str) -> None:
    home = sign_in(work.accounts[who]).get("/")

    assert home.status_code == 200
    for card in home.page.select("main section.card"):  # type: ignore[union-attr]
        text = card.get_text(strip=True)
        assert text != (card.h2.get_text(strip=True) if card.h2 else ""), card


@pytest.mark.parametrize("role", [Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR, Role.AUDITOR])
def test_administrators_see_nothing_of_the_business(work: Work, make: Factory, sign_in: SignIn, role: Role) -> None:
    work.everything()

    text = sign_in(make.account(role)).get("/").text

    for word in ("事迹：", "南门", "李思源", "马俊", "王志刚", "待办", "雨夜"):
        assert word not in text, word


def test_one_red_button_at_most(work: Work, sign_in: SignIn) -> None:
    work.everything()

    for who in WITH_A_HOME:
        page = sign_in(work.accounts[who]).get("/").page
        assert page is not None
        assert len(page.select("main .button.primary")) <= 1, who


def test_in_english_nothing_is_left_in_chinese(work: Work, sign_in: SignIn) -> None:
    for who in WITH_A_HOME:
        page = sign_in(work.accounts[who]).get("/?lang=en").page
        assert page is not None
        words = [node.get_text() for node in page.select("main h1, main h2, main th, main button, nav a")]
        words = [word.replace("疫情防控阻击战", "").replace("中文", "") for word in words]
        assert [word for word in words if any("\u4e00" <= sign <= "\u9fff" for sign in word)] == [], who
