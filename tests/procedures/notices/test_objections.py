"""Pages of objections: who sees whom."""

from io import BytesIO

import openpyxl
import pytest
from sqlalchemy import func, select

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.procedures.attachments.queries import documents_of
from evaluation.procedures.notices.enums import ObjectionState
from evaluation.procedures.notices.models import Objection
from evaluation.registry.accounts.enums import Role
from evaluation.registry.people.models import Relative
from tests.procedures.attachments.test_views import PDF
from tests.procedures.conftest import commit
from tests.support.databases import statements

STATES = [state for state in ObjectionState if state is not ObjectionState.DRAFT]


@pytest.fixture
def person(make):
    return make.person("赵小燕")


@pytest.fixture
def subject(board, person):
    return board.passed(about=person)


@pytest.fixture
def objector(make):
    return make.account(Role.MEMBER, name="郑直")


def now(objection: Objection) -> Objection:
    db.session.expire_all()
    return db.session.get(Objection, objection.matter_id)


def only() -> Objection:
    db.session.expire_all()
    return db.session.scalars(select(Objection)).one()


def test_from_the_notice_to_the_answer(board, subject, objector, discipline, sign_in):
    notice = board.running(subject)
    browser = sign_in(objector)
    link = browser.get(f"/notices/{notice.matter_id}").page.select_one("a[href$='/objections/new']")
    page = browser.get(link["href"])
    assert "谁能看到：您和承办的纪检干部；当事人看不到" in page.text

    done = browser.submit(
        link["href"],
        page=page,
        what_is_wrong="4月2日的班次不是本人值的",
        what_is_right="是王某值的",
        material=(BytesIO(PDF), "签到表.pdf"),
    )

    objection = only()
    assert (done.status_code, done.location) == (302, f"/objections/{objection.matter_id}/lodged")
    assert "纪检干部在2022年4月11日前受理" in browser.get(done.location).text
    assert [one.name for one in documents_of(objection.matter_id)] == ["签到表.pdf"]
    examiner = sign_in(discipline)
    address = f"/objections/{objection.matter_id}"
    assert examiner.get("/inbox/").page.select_one("table .title")["href"] == address
    assert "郑直" in examiner.get(address).text
    assert examiner.submit(address, action="/actions/accept").status_code == 302
    assert (
        examiner.submit(
            address, action="/actions/answer", decision="uphold", answer="经核对签到表，异议成立，已更正。"
        ).status_code
        == 302
    )
    assert "经核对签到表，异议成立，已更正。" in browser.get(address).text
    assert now(objection).matter.state == ObjectionState.UPHELD


@pytest.mark.parametrize("state", STATES)
def test_the_person_concerned_never_learns_who_objected(board, make, person, subject, objector, discipline, sign_in, state):
    board.running(subject)
    objection = board.objection(objector, subject, state, handler=discipline)
    browser = sign_in(make.account(Role.MEMBER, person=person))
    answer = browser.get(f"/objections/{objection.matter_id}")
    assert "郑直" not in answer.data.decode()
    assert "班次不是本人值的" not in answer.data.decode()
    if state in (ObjectionState.RECEIVED, ObjectionState.WITHDRAWN):
        assert answer.status_code == 404
        return
    assert answer.status_code == 200
    assert ("经核对排班表，情况属实，已更正。" in answer.text) is (state is not ObjectionState.ACCEPTED)
    for address in ("/objections/", "/objections/export.xlsx", "/inbox/", "/inbox/?box=mine"):
        assert "郑直" not in browser.get(address, check=False).data.decode("utf-8", "replace")


@pytest.mark.parametrize("state", STATES)
def test_for_all_others_it_does_not_exist(board, make, person, subject, objector, discipline, sign_in, state):
    board.running(subject)
    relative = make.person("赵大海")
    db.session.add(Relative(person_id=person.id, relative_id=relative.id, relation="父亲", declared_at=clock.now()))
    objection = board.objection(objector, subject, state, handler=discipline)
    others = [make.account(role) for role in Role if role is not Role.DISCIPLINE_OFFICER]
    others += [board.clerk, make.account(Role.DISCIPLINE_OFFICER, at="other_department")]
    others += [make.account(Role.DISCIPLINE_OFFICER, person=relative)]
    commit()
    for account in others:
        browser = sign_in(account)
        answers = [browser.get(f"/objections/{identity}") for identity in (objection.matter_id, 999999)]
        assert [answer.status_code for answer in answers] == [404, 404]
        assert answers[0].text == answers[1].text


def test_the_record_of_oneself(board, make, person, discipline, sign_in):
    subject = board.room.matter(board.clerk, about=person)
    browser = sign_in(make.account(Role.MEMBER, person=person))
    done = browser.submit(f"/objections/new?about={subject.id}", what_is_wrong="工时应是8小时")
    assert done.status_code == 302
    assert only().notice_id is None
    assert sign_in(board.officer).get(f"/objections/new?about={subject.id}").status_code == 403
    for about in ("", "0", "abc", "999999", "9" * 30, "-1", "²"):
        assert browser.get(f"/objections/new?about={about}").status_code == 404


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"what_is_wrong": ""}, "写明哪里不对"),
        ({"what_is_wrong": "长" * 2001}, "最多2000字，请缩短"),
        ({"subject": None}, "选一下对哪一项提出异议"),
        ({"material": (BytesIO(b"MZ\x90\x00"), "材料.pdf")}, None),
    ],
)
def test_refusals_leave_nothing_behind(board, subject, objector, discipline, sign_in, changes, sentence):
    notice = board.running(subject, board.passed("另一件"))
    facts = {"subject": str(subject.id), "what_is_wrong": "班次不是本人值的", **changes}
    answer = sign_in(objector).submit(f"/notices/{notice.matter_id}/objections/new", **facts)
    assert answer.status_code == 422
    lines = [line.get_text(strip=True) for line in answer.page.select(".error-summary li")]
    assert len(lines) == 1
    assert sentence is None or lines == [sentence]
    assert db.session.scalar(select(func.count()).select_from(Objection)) == 0
    if facts["what_is_wrong"] == "班次不是本人值的":
        assert answer.page.select_one("textarea[name=what_is_wrong]").get_text(strip=True) == "班次不是本人值的"


def test_a_subject_that_is_not_on_the_notice_cannot_be_chosen(board, subject, objector, sign_in):
    notice = board.running(subject, board.passed("另一件"))
    foreign = board.passed("不在公示里的")
    commit()
    answer = sign_in(objector).submit(
        f"/notices/{notice.matter_id}/objections/new", subject=str(foreign.id), what_is_wrong="不对"
    )
    assert answer.status_code == 422
    assert db.session.scalar(select(func.count()).select_from(Objection)) == 0


def test_sent_twice_one_objection(board, subject, objector, discipline, sign_in):
    notice = board.running(subject)
    browser = sign_in(objector)
    address = f"/notices/{notice.matter_id}/objections/new"
    page = browser.get(address)
    first = browser.submit(address, page=page, what_is_wrong="班次不是本人值的")
    second = browser.submit(address, page=page, what_is_wrong="班次不是本人值的")
    assert first.location == second.location
    third = browser.submit(address, what_is_wrong="又提一次")
    assert third.status_code == 409
    assert "您已对这一项提出过异议，请等那一件的答复" in third.text
    assert db.session.scalar(select(func.count()).select_from(Objection)) == 1


def test_withdrawing_and_asking_again(board, make, subject, objector, discipline, sign_in):
    board.running(subject)
    withdrawn = board.objection(objector, subject, ObjectionState.RECEIVED, handler=discipline)
    browser = sign_in(objector)
    assert browser.submit(f"/objections/{withdrawn.matter_id}", action="/actions/withdraw").status_code == 302
    assert now(withdrawn).matter.state == ObjectionState.WITHDRAWN

    make.account(Role.DISCIPLINE_OFFICER)
    answered = board.objection(objector, subject, ObjectionState.DISMISSED, handler=discipline)
    address = f"/objections/{answered.matter_id}"
    short = browser.submit(address, action="/actions/re-review", **{"again-comment": "不"})
    assert short.status_code == 422
    assert "写明原因和要改什么，至少5个字" in short.text
    assert browser.submit(address, action="/actions/re-review", **{"again-comment": "没有核对签到表"}).status_code == 302
    assert now(answered).matter.state == ObjectionState.RE_REVIEW
    assert not sign_in(discipline).get(address).page.select("form[action$='/actions/answer']")


def test_a_stale_answer_is_refused(board, make, subject, objector, discipline, sign_in):
    board.running(subject)
    objection = board.objection(objector, subject, ObjectionState.ACCEPTED, handler=discipline)
    examiner = sign_in(discipline)
    address = f"/objections/{objection.matter_id}"
    page = examiner.get(address)
    sign_in(objector).submit(address, action="/actions/withdraw")
    answer = examiner.submit(address, action="/actions/answer", page=page, decision="uphold", answer="经核对，异议成立，已更正。")
    assert answer.status_code == 409
    assert now(objection).answer is None


@pytest.mark.parametrize("action", ["accept", "answer", "re-review", "withdraw"])
def test_actions_of_strangers_find_nothing(board, make, subject, objector, discipline, sign_in, action):
    board.running(subject)
    objection = board.objection(objector, subject, ObjectionState.RECEIVED, handler=discipline)
    browser = sign_in(board.head)
    token = browser.get("/inbox/").page.select_one("input[name=csrf_token]")["value"]
    for identity in (objection.matter_id, 999999, "9" * 20):
        answer = browser.open(f"/objections/{identity}/actions/{action}", method="POST", data={"csrf_token": token})
        assert answer.status_code == 404


def test_the_list_and_the_workbook_name_nobody(board, make, subject, objector, discipline, sign_in):
    board.running(subject)
    board.objection(objector, subject, ObjectionState.RECEIVED, handler=discipline)
    browser = sign_in(discipline)
    assert [cell.get_text(strip=True) for cell in browser.get("/objections/").page.select("table .title")] == [
        "对“FZ-2022-0001 赵小燕的推荐”的异议"
    ]
    assert "我提出的" in sign_in(objector).get("/objections/").text
    assert sign_in(board.head).get("/objections/").page.select("table .title") == []
    sheet = openpyxl.load_workbook(BytesIO(browser.get("/objections/export.xlsx", check=False).data)).worksheets[0]
    cells = [cell.value for row in sheet.iter_rows() for cell in row]
    assert "郑直" not in cells
    assert "YY-2022-0001" in cells


def test_few_statements(board, make, subject, objector, discipline, sign_in):
    board.running(subject)
    objection = board.objection(objector, subject, ObjectionState.ACCEPTED, handler=discipline)
    commit()
    for account, address, limit in (
        (discipline, f"/objections/{objection.matter_id}", 13),
        (objector, f"/objections/{objection.matter_id}", 12),
        (discipline, "/objections/", 8),
    ):
        browser = sign_in(account)
        commit()
        with statements() as seen:
            browser.get(address)
        assert len(seen) <= limit, "\n".join(seen.texts)
