"""Pages of public notices."""

from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.procedures.notices.enums import NoticeState, ObjectionState
from evaluation.procedures.notices.models import Notice
from evaluation.procedures.workflow.models import Matter
from evaluation.registry.accounts.enums import Role
from tests.procedures.conftest import State, commit
from tests.support.databases import statements


def notice_now(notice: Notice) -> Notice:
    db.session.expire_all()
    return db.session.get(Notice, notice.matter_id)


@pytest.mark.parametrize("role", sorted(Role))
def test_everybody_who_is_signed_in_reads_what_runs(board, make, sign_in, role):
    notice = board.running()
    browser = sign_in(make.account(role))
    listed = browser.get("/notices/")
    assert [cell.get_text(strip=True) for cell in listed.page.select("table .title")] == ["关于赵小燕同志的公示"]
    page = browser.get(f"/notices/{notice.matter_id}")
    assert "现予公示。" in page.text
    assert "可以在2022年4月13日结束前提出异议；公布当日不计。" in page.text
    assert "谁能看到：全体登录用户" in page.text
    assert browser.get(f"/notices/{notice.matter_id}/print").status_code == 200


def test_strangers_are_sent_to_the_door(board, stranger):
    notice = board.running()
    commit()
    for address in ("/notices/", f"/notices/{notice.matter_id}", f"/notices/{notice.matter_id}/print"):
        assert stranger.get(address).location.startswith("/account/sign-in")


def test_from_draft_to_posted(board, make, sign_in):
    subject = board.passed()
    notice = board.draft(subject)
    address = f"/notices/{notice.matter_id}"
    officer, head = sign_in(board.officer), sign_in(board.head)
    assert "如果今天公布，公示5个工作日，到2022年4月13日结束；公布当日不计。" in officer.get(address).text
    assert not officer.get(address).page.select(f'a[href="{address}/actions/post"]')
    assert head.get("/inbox/").page.select_one("table .title")["href"] == address

    check = head.get(f"{address}/actions/post")
    assert "从现在起全体登录用户都能看到，也可以提出异议。" in check.text
    done = head.submit(f"{address}/actions/post", page=check)

    assert (done.status_code, done.location) == (302, address)
    after = head.get(address)
    assert "已公示，编号GS-2022-0001，公示到2022年4月13日当天结束。" in after.text
    assert notice_now(notice).matter.state == NoticeState.RUNNING
    assert db.session.get(Matter, subject.id).state == State.NOTICED
    assert head.submit(f"{address}/actions/post", page=check).location == address
    assert notice_now(notice).matter.number == "GS-2022-0001"


def test_a_stale_confirmation_is_refused(board, sign_in):
    notice = board.draft()
    browser = sign_in(board.head)
    address = f"/notices/{notice.matter_id}"
    check = browser.get(f"{address}/actions/post")
    sign_in(board.officer).submit(f"{address}/edit", body="又改了内容")
    answer = browser.submit(f"{address}/actions/post", page=check)
    assert answer.status_code == 409
    assert notice_now(notice).matter.state == NoticeState.DRAFT


def test_two_editors_are_shown_both_texts(board, sign_in):
    notice = board.draft()
    address = f"/notices/{notice.matter_id}/edit"
    one, two = sign_in(board.officer), sign_in(board.head)
    page = two.get(address)
    one.submit(address, body="先改好的内容")
    answer = two.submit(address, page=page, body="后改的内容")
    assert answer.status_code == 409
    assert "先改好的内容" in answer.text
    assert "后改的内容" in answer.text
    assert notice_now(notice).body == "先改好的内容"
    same = two.get(address)
    one.submit(address, body="一样的内容")
    assert two.submit(address, page=same, body="一样的内容").status_code == 302


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": ""}, "写上公示标题"),
        ({"body": ""}, "写明公示的内容"),
        ({"contact": ""}, "写明异议由谁受理，附电话和地址"),
        ({"working_days": "4"}, "公示期是5至60个工作日，请改天数"),
        ({"title": "长" * 121}, "最多120字，请缩短"),
    ],
)
def test_refusals_at_the_field(board, sign_in, changes, sentence):
    notice = board.draft()
    answer = sign_in(board.officer).submit(f"/notices/{notice.matter_id}/edit", **changes)
    assert answer.status_code == 422
    [line] = answer.page.select(".error-summary li")
    assert line.get_text(strip=True) == sentence
    assert line.a["href"] == f"#{next(iter(changes))}"


def test_stopping_needs_a_reason_and_keeps_it(board, sign_in):
    notice = board.running()
    address = f"/notices/{notice.matter_id}"
    browser = sign_in(board.head)
    for reason in ("", "错"):
        assert browser.submit(f"{address}/actions/stop", comment=reason).status_code == 422
    assert browser.submit(f"{address}/actions/stop", comment="内容有误，须更正").status_code == 302
    assert notice_now(notice).matter.state == NoticeState.STOPPED
    assert "内容有误，须更正" in browser.get(address).text


def test_closing_on_the_day_after(board, sign_in, frozen_clock):
    notice = board.running()
    address = f"/notices/{notice.matter_id}"
    commit()
    browser = sign_in(board.officer)
    assert not browser.get(address).page.select("form[action$='/actions/close']")
    token = browser.get(address).page.select_one("input[name=csrf_token]")["value"]
    early = browser.open(f"{address}/actions/close", method="POST", data={"csrf_token": token})
    assert (early.status_code, notice_now(notice).matter.state) == (409, NoticeState.RUNNING)
    assert "公示到2022年4月13日当天结束，次日才能办结" in early.text

    frozen_clock(clock.now() + timedelta(days=8))
    browser = sign_in(board.officer)
    assert browser.submit(address, action="/actions/close").status_code == 302
    assert notice_now(notice).matter.state == NoticeState.ENDED


@pytest.mark.parametrize("page", ["edit", "actions/post", "actions/stop"])
def test_pages_for_others_are_closed(board, make, sign_in, page):
    notice = board.running()
    for role in (Role.CLERK, Role.MEMBER, Role.COMMITTEE_LEADER):
        assert sign_in(make.account(role)).get(f"/notices/{notice.matter_id}/{page}").status_code == 403


@pytest.mark.parametrize("identity", ["draft", "0", "999999", "9" * 25, "1.5", "-1"])
def test_drafts_and_unknown_notices_look_the_same(board, make, sign_in, identity):
    notice = board.draft()
    browser = sign_in(make.account(Role.CLERK, at="department"))
    wanted = notice.matter_id if identity == "draft" else identity
    for end in ("", "/print", "/edit", "/actions/post", "/objections/new"):
        assert browser.get(f"/notices/{wanted}{end}").status_code == 404


def test_the_sheet_is_chinese_in_any_language(board, sign_in):
    notice = board.running()
    page = sign_in(board.officer).get(f"/notices/{notice.matter_id}/print?lang=en", check=False)
    assert "公示期：2022年4月6日至2022年4月13日，共5个工作日（公布当日不计）。" in page.text
    assert f"如有异议，请实名向以下联系人反映：{notice.contact}" in page.text
    assert page.page.html["lang"] == "zh-CN"


def test_subjects_are_linked_only_for_those_who_may_see_them(board, make, sign_in):
    subject = board.passed()
    notice = board.running(subject)
    for account, linked in ((board.officer, True), (make.account(Role.MEMBER), False)):
        page = sign_in(account).get(f"/notices/{notice.matter_id}")
        assert "赵小燕的推荐" in page.text
        assert bool(page.page.select(f'main a[href="/notices/{subject.id}"]')) is linked


def test_open_objections_are_told_to_the_organization_department_alone(board, make, sign_in, discipline):
    subject = board.passed()
    notice = board.running(subject)
    objector = make.account(Role.MEMBER, name="郑直")
    board.objection(objector, subject, ObjectionState.RECEIVED, handler=discipline)
    for account, told in ((board.officer, True), (make.account(Role.MEMBER), False), (objector, False)):
        page = sign_in(account).get(f"/notices/{notice.matter_id}")
        assert ("有异议1件，处理中" in page.text) is told
        assert account is objector or "郑直" not in page.text


def test_the_list_by_state_words_and_as_workbook(board, sign_in):
    board.notice(NoticeState.STOPPED)
    board.running(board.passed("乙"), title="关于先进事迹的公示")
    browser = sign_in(board.officer)

    def titles(query: str) -> list[str]:
        return [cell.get_text(strip=True) for cell in browser.get(f"/notices/?{query}").page.select("table .title")]

    assert titles("") == titles("state=running") == ["关于先进事迹的公示"]
    assert titles("state=") == titles("state=nonsense") == ["关于先进事迹的公示", "关于赵小燕同志的公示"]
    assert titles("state=stopped") == ["关于赵小燕同志的公示"]
    assert titles("state=&q=GS-2022-0001") == ["关于赵小燕同志的公示"]
    answer = browser.get("/notices/export.xlsx?state=", check=False)
    sheet = openpyxl.load_workbook(BytesIO(answer.data)).worksheets[0]
    assert [row[1].value for row in sheet.iter_rows(min_row=2)] == titles("state=")


def test_few_statements(board, make, sign_in, discipline):
    browser = sign_in(board.officer)
    counts = {}
    for number in (1, 6):
        subjects = [board.passed(f"第{number}-{serial}件", about=make.person()) for serial in range(number)]
        notice = board.running(*subjects)
        board.objection(make.account(Role.MEMBER), subjects[0], ObjectionState.RECEIVED, handler=discipline)
        for address in (f"/notices/{notice.matter_id}", "/notices/"):
            commit()
            with statements() as seen:
                assert browser.get(address).status_code == 200
            counts.setdefault(address == "/notices/", []).append(len(seen))
    assert all(len(set(numbers)) == 1 for numbers in counts.values()), counts
    assert max(max(numbers) for numbers in counts.values()) <= 12, counts


def test_in_english(board, sign_in):
    notice = board.running()
    page = sign_in(board.officer).get(f"/notices/{notice.matter_id}?lang=en")
    assert "Objections can be raised until the end of 13 April 2022; the posting day is not counted." in page.text
