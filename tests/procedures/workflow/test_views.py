"""The common actions as pages: buttons, forms, refusals, and nothing for strangers."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.procedures.workflow import operations
from evaluation.procedures.workflow.enums import Ask, RemarkKind
from evaluation.procedures.workflow.forms import DecisionForm
from evaluation.procedures.workflow.models import Matter, Remark, Task
from evaluation.procedures.workflow.queries import open_tasks_of
from evaluation.procedures.workflow.register import MatterItem
from evaluation.registry.accounts.enums import Role
from tests.procedures.conftest import FLOW, Action, State, commit
from tests.support.databases import statements


def task_of(matter: Matter) -> Task:
    [task] = open_tasks_of(matter.id)
    return task


def transfer_address(matter: Matter) -> str:
    return f"/matters/{matter.id}/tasks/{task_of(matter).id}/transfer"


def test_reminding_from_the_list_of_what_i_started(room, clerk, officer, sign_in):
    matter = room.matter(clerk)
    browser = sign_in(clerk)
    box = browser.get("/inbox/?box=mine")
    assert "组织部干事" in box.text

    done = browser.submit("/inbox/?box=mine", action=f"/matters/{matter.id}/actions/nudge")

    assert done.status_code == 302
    after = browser.get("/inbox/?box=mine")
    assert "已催办。" in after.text
    assert "今天已催办（09:00）" in after.text
    assert not after.page.select("form[action$=nudge]")
    assert "催办1次" in sign_in(officer).get("/inbox/").text


def test_a_second_reminder_says_when_the_first_was(room, clerk, sign_in):
    matter = room.matter(clerk)
    browser = sign_in(clerk)
    page = browser.get("/inbox/?box=mine")
    browser.submit("/inbox/", action="/actions/nudge", page=page)

    again = browser.submit("/inbox/", action="/actions/nudge", page=page, request_key="another")

    assert again.status_code == 409
    assert "今天已催办（09:00），明天可以再催" in again.text
    assert task_of(matter).nudges == 1


def test_sent_twice_a_form_acts_once(room, clerk, sign_in):
    matter = room.matter(clerk)
    browser = sign_in(clerk)
    page = browser.get("/inbox/?box=mine")
    first = browser.submit("/inbox/", action="/actions/nudge", page=page)
    second = browser.submit("/inbox/", action="/actions/nudge", page=page)
    assert (first.status_code, second.status_code) == (302, 302)
    assert first.location == second.location
    assert task_of(matter).nudges == 1


def test_transfer_by_type_ahead(room, make, clerk, officer, sign_in):
    matter = room.matter(clerk)
    other = make.account(Role.ORGANIZATION_OFFICER, name="周敏")
    make.account(Role.ORGANIZATION_OFFICER, name="周密", at="other_department")
    browser = sign_in(officer)
    page = browser.get(transfer_address(matter))
    suggest = page.page.select_one("[data-typeahead]")["data-typeahead"]

    assert browser.get(f"{suggest}?q=zhoum").response.json == [{"id": other.id, "name": "周敏", "detail": "保卫处"}]
    done = browser.submit(transfer_address(matter), page=page, account=f"@{other.id}", reason="出差")

    assert (done.status_code, done.location) == (302, "/inbox/")
    assert task_of(matter).account_id == other.id
    assert browser.get("/inbox/").page.h1.get_text(strip=True) == "现在没有等您处理的事"
    assert sign_in(other).get("/inbox/").page.h1.get_text(strip=True) == "有1项等您处理"


@pytest.mark.parametrize("typed", ["周敏", "zhoumin"])
def test_transfer_by_name_or_login_without_script(room, make, clerk, officer, sign_in, typed):
    matter = room.matter(clerk)
    other = make.account(Role.ORGANIZATION_OFFICER, name="周敏", login="zhoumin")
    done = sign_in(officer).submit(transfer_address(matter), account=typed)
    assert done.status_code == 302
    assert task_of(matter).account_id == other.id


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "选一位接手的人"),
        ("王无名", "没有这个名字的人能办这一项，请从列表里选"),
        ("周敏", "有几位同名的周敏，请从列表里选，或输入登录名"),
        ("@99999", "没有这个名字的人能办这一项，请从列表里选"),
        ("@" + "9" * 30, "没有这个名字的人能办这一项，请从列表里选"),
    ],
)
def test_a_transfer_to_nobody_says_why(room, make, clerk, officer, sign_in, typed, sentence):
    matter = room.matter(clerk)
    for _count in range(2):
        make.account(Role.ORGANIZATION_OFFICER, name="周敏")
    answer = sign_in(officer).submit(transfer_address(matter), account=typed, reason="出差")
    assert answer.status_code == 422
    assert [line.get_text(strip=True) for line in answer.page.select(".error-summary li")] == [sentence]
    assert answer.page.select_one("input[name=reason]")["value"] == "出差"
    assert task_of(matter).account_id is None


def test_asking_and_answering(room, clerk, officer, sign_in):
    matter = room.matter(clerk)
    asker, author = sign_in(officer), sign_in(clerk)

    assert asker.submit(f"/matters/{matter.id}/actions/ask", text="哪一天的班次？").status_code == 302
    question = next(task for task in open_tasks_of(matter.id) if task.asks == Ask.ANSWER_QUESTION)
    address = f"/matters/{matter.id}/tasks/{question.id}/answer"
    page = author.get(address)
    assert "哪一天的班次？" in page.text
    assert author.submit(address, page=page, text="3月31日。").status_code == 302

    assert db.session.execute(select(Remark.kind, Remark.text, Remark.actor_name).order_by(Remark.id)).all() == [
        (RemarkKind.QUESTION, "哪一天的班次？", "陈立言"),
        (RemarkKind.ANSWER, "3月31日。", "孙晓雯"),
    ]
    assert db.session.get(Matter, matter.id).state == State.SUBMITTED
    copies = asker.get("/inbox/?box=cc")
    assert "未读" in copies.text


@pytest.mark.parametrize("text", ["", "   ", "长" * 2001])
def test_words_are_neither_missing_nor_endless(room, clerk, officer, sign_in, text):
    matter = room.matter(clerk)
    answer = sign_in(officer).submit(f"/matters/{matter.id}/actions/ask", text=text)
    assert answer.status_code == 422
    assert len(answer.page.select(".error-summary li")) == 1
    assert db.session.scalar(select(func.count()).select_from(Remark)) == 0


def test_seeing_to_what_was_asked_beside_the_steps(room, clerk, sign_in):
    matter = room.matter(clerk)
    task = operations.open_task(
        matter, asks=Ask.LOOK_AGAIN, due_on=clock.today(), now=clock.now(), opened_by_name="", account_id=clerk.id
    )
    commit()
    answer = sign_in(clerk).submit(f"/matters/{matter.id}/tasks/{task.id}/finish", text="已换成新的依据")
    assert answer.status_code == 302
    assert db.session.get(Task, task.id).closed_at is not None


def test_asking_to_have_it_returned_shows_in_the_row(room, clerk, officer, sign_in):
    matter = room.matter(clerk)
    assert sign_in(clerk).submit(f"/matters/{matter.id}/actions/ask-back", text="写错了人").status_code == 302
    judge = sign_in(officer)
    assert judge.get("/inbox/").page.select_one('td[data-th="要我做"]').get_text(" ", strip=True) == "待审核 请求退回"
    assert judge.get(f"/matters/{matter.id}/actions/ask-back").status_code == 403


def test_undo_leads_back(room, clerk, officer, sign_in, frozen_clock):
    matter = room.matter(clerk)
    room.advance(matter, Action.PASS, officer)
    commit()
    browser = sign_in(officer)
    token = browser.get("/inbox/").page.select_one("input[name=csrf_token]")["value"]

    frozen_clock(clock.now() + timedelta(seconds=20))
    done = browser.open(f"/matters/{matter.id}/actions/undo", method="POST", data={"csrf_token": token})

    assert done.status_code == 302
    assert db.session.get(Matter, matter.id).state == State.SUBMITTED


ACTIONS = (
    "/matters/{id}/actions/nudge",
    "/matters/{id}/actions/undo",
    "/matters/{id}/actions/ask",
    "/matters/{id}/actions/ask-back",
    "/matters/{id}/tasks/{task}/transfer",
    "/matters/{id}/tasks/{task}/answer",
    "/matters/{id}/tasks/{task}/finish",
)


@pytest.mark.parametrize("address", ACTIONS)
@pytest.mark.parametrize("identity", ["foreign", "0", "999999", "99999999999999999999"])
def test_what_one_may_not_see_does_not_exist(room, make, clerk, sign_in, address, identity):
    matter = room.matter(clerk)
    task = task_of(matter)
    stranger = sign_in(make.account(Role.CLERK, at="other_department"))
    token = stranger.get("/inbox/").page.select_one("input[name=csrf_token]")["value"]
    target = address.format(id=matter.id if identity == "foreign" else identity, task=task.id)

    answer = stranger.open(target, method="POST", data={"csrf_token": token, "text": "看看"})

    assert answer.status_code == 404
    assert matter.title not in answer.text


def test_a_task_of_another_matter_is_not_found(room, clerk, officer, sign_in):
    one, other = room.matter(clerk, "甲"), room.matter(clerk, "乙")
    assert sign_in(officer).get(f"/matters/{one.id}/tasks/{task_of(other).id}/transfer").status_code == 404


def test_who_does_not_hold_a_task_is_refused(room, clerk, head, sign_in):
    matter = room.matter(clerk)
    assert sign_in(head).get(transfer_address(matter)).status_code == 403
    assert sign_in(clerk).get(f"/matters/{matter.id}/actions/ask").status_code == 403


def test_the_decision_box_offers_the_open_steps_and_nothing_chosen(room, app, make, clerk, officer):
    matter = room.matter(clerk)
    steps = FLOW.open_to(make.actor_of(officer), MatterItem(matter))
    with app.test_request_context():
        form = DecisionForm.over(steps, matter)
        assert [(option.value, option.selected) for option in form.decision.iter_choices()] == [
            ("pass", False),
            ("return", False),
        ]
        assert {value: str(hint) for value, hint in form.hints.items()} == {"return": "要写原因，至少5个字"}
        assert form.version.data == matter.version
        assert DecisionForm.over([], matter) is None


def test_an_action_needs_few_statements(room, make, clerk, officer, sign_in):
    matter = room.matter(clerk)
    other = make.account(Role.ORGANIZATION_OFFICER, name="周敏")
    browser = sign_in(officer)
    address = transfer_address(matter)
    page = browser.get(address)
    chosen = f"@{other.id}"
    with statements() as seen:
        browser.submit(address, page=page, account=chosen)
    assert len(seen) <= 15, "\n".join(seen.texts)
