"""One's own record: complete, by year, with who judged; relatives and browsers in one's own hands."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from evaluation.foundation.core.database import db
from evaluation.procedures.evidence.operations import withdraw_all
from evaluation.records.deeds.enums import DeedState as S
from evaluation.registry.accounts.enums import ADMINISTRATORS, Role
from evaluation.registry.accounts.models import Account, AccountSession
from evaluation.registry.people.models import Relative
from tests.portal.work import SignIn, Work, block, blocks, titles
from tests.support.browser import Browser
from tests.support.databases import both_databases, statements
from tests.support.factories import Factory


@pytest.fixture
def work(app: Flask, make: Factory) -> Work:
    return Work(make)


class TestRecord:
    """/me/record."""

    @both_databases
    def test_everything_of_the_year_and_who_verified_it(self, work: Work, sign_in: SignIn) -> None:
        work.verified_shift("马俊", "王志刚")

        page = sign_in(work.accounts["concerned"]).get("/me/record")

        assert [value.get_text() for value in page.page.select("dl.figures dd")] == ["1", "6", "0", "1"]  # type: ignore[union-attr]
        assert blocks(page) == ["班次", "先进事迹", "依据", "名册里的信息"]
        row = block(page, "班次").select_one("tbody tr").get_text(" ", strip=True)  # type: ignore[union-attr]
        assert "南门·值班值守" in row
        assert "刘建国，4月6日" in row
        assert block(page, "依据").select_one("tbody a").get_text() == "BC-2022-0001-02"  # type: ignore[union-attr]

    def test_a_deed_with_both_judges(self, work: Work, sign_in: SignIn) -> None:
        work.deed(S.ACCEPTED, "雨夜里的采样员")

        page = sign_in(work.deed_scene.accounts["subject"]).get("/me/record")

        row = block(page, "先进事迹").select_one("tbody tr").get_text(" ", strip=True)  # type: ignore[union-attr]
        assert "核实：刘建国" in row
        assert "审核：陈立言" in row

    def test_what_is_wrong_can_be_objected_to_from_its_row(self, work: Work, sign_in: SignIn) -> None:
        shift = work.verified_shift("马俊", "王志刚")
        browser = sign_in(work.accounts["concerned"])

        links = block(browser.get("/me/record"), "班次").select("a[href*='objections/new']")

        assert [link["href"] for link in links] == [f"/objections/new?about={shift.matter_id}"]
        assert browser.get(str(links[0]["href"])).status_code == 200

    def test_withdrawn_evidence_stays_readable_and_counts_no_more(self, work: Work, sign_in: SignIn) -> None:
        shift = work.verified_shift("马俊", "王志刚")
        withdraw_all(shift.matter, reason="与实际不符", actor=None, now=shift.matter.opened_at)
        db.session.commit()

        page = sign_in(work.accounts["concerned"]).get("/me/record")

        assert [value.get_text() for value in page.page.select("dl.figures dd")][3] == "0"  # type: ignore[union-attr]
        assert "已撤回" in block(page, "依据").get_text()

    def test_drafts_of_others_about_me_are_not_records_yet(self, work: Work, sign_in: SignIn) -> None:
        work.deed(S.DRAFT, "还没交的事")

        assert "还没交的事" not in sign_in(work.deed_scene.accounts["subject"]).get("/me/record").text

    def test_nothing_of_others(self, work: Work, sign_in: SignIn) -> None:
        work.verified_shift("马俊")
        work.deed(S.ACCEPTED, "别人的事迹")

        text = sign_in(work.accounts["concerned"]).get("/me/record").text

        assert "南门" not in text
        assert "别人的事迹" not in text

    @both_databases
    def test_years_are_told_apart(self, work: Work, sign_in: SignIn) -> None:
        work.verified_shift("马俊", "王志刚")
        work.shift("王志刚", day=date(2021, 5, 1), place="北门")
        browser = sign_in(work.accounts["concerned"])

        page = browser.get("/me/record")
        earlier = browser.get("/me/record?year=2021")

        assert [link.get_text() for link in page.page.select("nav.segments a")] == ["2022", "2021"]  # type: ignore[union-attr]
        assert titles(block(page, "班次")) == ["南门·值班值守"]
        assert titles(block(earlier, "班次")) == ["北门·值班值守"]

    @pytest.mark.parametrize("year", ["abc", "1", "9999", "-5", "20220"])
    def test_a_year_that_is_none_is_this_one(self, work: Work, sign_in: SignIn, year: str) -> None:
        page = sign_in(work.accounts["concerned"]).get(f"/me/record?year={year}")

        assert page.page.h1.get_text() == "我的记录（2022年）"  # type: ignore[union-attr]

    @pytest.mark.parametrize("rows", [1, 20])
    def test_statements_do_not_depend_on_the_rows(self, work: Work, sign_in: SignIn, rows: int) -> None:
        for number in range(rows):
            work.shift("王志刚", day=date(2022, 3, 1 + number))
        browser = sign_in(work.accounts["concerned"])
        browser.get("/me/record")

        with statements() as seen:
            browser.get("/me/record")

        assert len(seen) <= 12, seen.texts

    def test_a_copy_to_take_away(self, work: Work, make: Factory, sign_in: SignIn) -> None:
        work.verified_shift("马俊", "王志刚")
        data = sign_in(work.accounts["concerned"]).get("/me/record.xlsx", check=False).data

        shifts, deeds, evidence = (make.workbook_rows(data, sheet) for sheet in range(3))

        assert shifts[1][1:5] == ["南门·值班值守", shifts[1][2], 6, None]
        assert shifts[1][6] == "刘建国"
        assert len(deeds) == 1
        assert evidence[1][1] == "南门·值班值守"

    def test_an_account_of_nobody_has_no_record(self, work: Work, make: Factory, sign_in: SignIn) -> None:
        browser = sign_in(make.account(Role.CLERK, without_person=True))

        assert "不对应名册里的人" in browser.get("/me/record").text
        assert browser.get("/me/record.xlsx").status_code == 404


class TestRelatives:
    """Declared and ended by oneself alone."""

    def test_declared_by_name_and_ended(self, work: Work, make: Factory, sign_in: SignIn) -> None:
        relative = make.person("赵小燕")
        db.session.commit()
        browser = sign_in(work.shifts.accounts["member"])

        declared = browser.submit("/me/settings", action="/me/relatives", relative="赵小燕", relation="配偶")
        row = db.session.scalars(select(Relative)).one()
        page = browser.follow(declared)
        ended = browser.submit("/me/settings", action=f"/me/relatives/{row.id}/actions/end")

        assert (row.person_id, row.relative_id, row.relation) == (work.shifts.accounts["member"].person_id, relative.id, "配偶")
        assert "赵小燕" in block(page, "近亲属申报（用于回避）").get_text()
        assert ended.status_code == 302
        assert db.session.get_one(Relative, row.id).ended_at is not None

    @pytest.mark.parametrize(
        ("values", "message"),
        [
            ({"relative": "", "relation": "配偶"}, "写上亲属的姓名或工号"),
            ({"relative": "查无此人", "relation": "配偶"}, "名册里没有查无此人"),
            ({"relative": "王芳", "relation": "配偶"}, "王芳有2人，请补工号"),
            ({"relative": "赵小燕", "relation": ""}, "写明关系"),
            ({"relative": "何苗", "relation": "本人"}, "不能申报自己"),
        ],
    )
    def test_what_cannot_be_says_why(
        self, work: Work, make: Factory, sign_in: SignIn, values: dict[str, str], message: str
    ) -> None:
        for name in ("赵小燕", "王芳", "王芳"):
            make.person(name)
        db.session.commit()

        answer = sign_in(work.shifts.accounts["member"]).submit("/me/settings", action="/me/relatives", **values)

        assert answer.status_code == 422
        assert message in answer.text
        assert db.session.scalars(select(Relative)).all() == []

    def test_declarations_of_others_are_out_of_reach(self, work: Work, make: Factory, sign_in: SignIn) -> None:
        make.relatives(work.accounts["clerk"].person_id, make.person().id)
        row = db.session.scalars(select(Relative)).one()
        db.session.commit()
        member = sign_in(work.shifts.accounts["member"])
        token = str(member.get("/me/settings").form("/me/relatives").select_one("input[name=csrf_token]")["value"])  # type: ignore[index]

        answer = member.open(f"/me/relatives/{row.id}/actions/end", method="POST", data={"csrf_token": token})

        assert answer.status_code == 404
        assert db.session.get_one(Relative, row.id).ended_at is None


class TestBrowsers:
    """Where one is signed in."""

    def test_another_browser_of_mine_is_signed_out(self, work: Work, sign_in: SignIn) -> None:
        account = work.shifts.accounts["member"]
        here = sign_in(account)
        there = sign_in(account)
        listed = here.get("/me/settings")
        mark = mark_of(there, account)

        assert "当前浏览器" in listed.text
        assert here.submit("/me/settings", page=listed, action=f"/me/sessions/{mark}/actions/end").status_code == 302
        assert (here.get("/").status_code, there.get("/").status_code) == (200, 302)

    def test_a_browser_of_somebody_else_is_not(self, work: Work, sign_in: SignIn) -> None:
        other = sign_in(work.accounts["clerk"])
        mark = mark_of(other, work.accounts["clerk"])
        member = sign_in(work.shifts.accounts["member"])
        token = str(member.get("/me/settings").form("/me/relatives").select_one("input[name=csrf_token]")["value"])  # type: ignore[index]

        answer = member.open(f"/me/sessions/{mark}/actions/end", method="POST", data={"csrf_token": token})

        assert answer.status_code == 404
        assert other.get("/").status_code == 200

    def test_letter_keys_are_off_until_wanted(self, work: Work, sign_in: SignIn) -> None:
        member = sign_in(work.shifts.accounts["member"])
        assert b"inbox-keys.js" not in member.get("/").data

        member.submit("/me/settings", action="/me/letter-keys")
        assert b"inbox-keys.js" in member.get("/").data
        member.submit("/me/settings", action="/me/letter-keys")
        assert b"inbox-keys.js" not in member.get("/").data

    @pytest.mark.parametrize("role", sorted(ADMINISTRATORS))
    def test_administrators_have_settings_and_no_record(self, app: Flask, make: Factory, sign_in: SignIn, role: Role) -> None:
        browser = sign_in(make.account(role))

        assert blocks(browser.get("/me/settings")) == ["我在哪里登录", "密码", "快捷键"]
        assert browser.get("/me/record").status_code == 403


def mark_of(browser: Browser, account: Account) -> str:
    """The mark of the newest session of an account."""
    rows = db.session.scalars(select(AccountSession.token_digest).where(AccountSession.account_id == account.id)).all()
    mine = browser.get("/me/settings").page
    assert mine is not None
    listed = {
        str(form["action"]).split("/")[3]
        for form in mine.select("form[action$='/actions/end']")
        if "/sessions/" in str(form["action"])
    }
    own = [row[:16] for row in rows if row[:16] not in listed]
    assert len(own) == 1
    return own[0]
