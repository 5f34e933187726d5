"""Journeys through the pages of shifts, by forms alone."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.procedures.workflow.models import Task, Transition
from evaluation.records.performance.enums import ShiftState as S
from evaluation.records.performance.models import Shift, ShiftLine
from evaluation.records.performance.operations.campaigns import close_campaign
from evaluation.records.performance.operations.shifts import create_shift
from evaluation.records.performance.plans import LinePlan
from evaluation.registry.people.enums import AffiliationKind, Standing
from evaluation.registry.people.operations import affiliate
from tests.records.performance.scene import Scene
from tests.support.browser import Answer, Browser, fields_of
from tests.support.factories import Factory

Sign = Callable[..., Browser]
NEW = "/records/shifts/new"
NIGHT = {"place": "南门", "task": "值班值守", "held_on": "2022-04-05", "begins_at": "20:00", "ends_at": "02:00"}


def only_shift() -> Shift:
    db.session.expire_all()
    return db.session.query(Shift).one()


def grid(answer: Answer) -> dict[str, tuple[bool, str, str]]:
    """Rows of the form: name to present, hours, remark."""
    assert answer.page is not None
    rows = {}
    for row in answer.page.select("table.grid tbody tr"):
        name = str(row.select("td")[1].find(string=True, recursive=False)).strip()
        tick, hours, remark = (row.select_one(place) for place in ("[type=checkbox]", "td.hours input", "td.remark input"))
        rows[name] = (tick.has_attr("checked"), hours["value"], remark["value"])
    return rows


def messages(answer: Answer) -> list[tuple[str, str]]:
    """The summary of a refused form: where each line leads, and its words."""
    assert answer.page is not None
    return [
        (str(line.a["href"]) if line.a else "", line.get_text(" ", strip=True))
        for line in answer.page.select(".error-summary li")
    ]


def address(shift: Shift, rest: str = "") -> str:
    return f"/records/shifts/{shift.matter_id}{rest}"


def test_from_an_empty_form_to_verified(app: Flask, make: Factory, sign_in: Sign) -> None:
    scene = Scene(make)
    clerk = sign_in(scene.accounts["clerk"])
    filled = clerk.submit(NEW, **NIGHT, pasted="马俊、王志刚 孔令涛\n张凯", step="fill")
    assert filled.status_code == 200
    assert grid(filled) == {name: (True, "6", "") for name in ("马俊", "王志刚", "孔令涛", "张凯")}
    absent = {"lines-2-present": None, "lines-2-hours": "", "lines-2-remark": "调休"}
    answer = clerk.submit(NEW, page=filled, step="check", **absent)
    shift = only_shift()
    assert answer.location == address(shift, "/check")
    checked = clerk.follow(answer)
    assert "其余3人全班到岗" in checked.text
    assert [row.get_text(" ", strip=True) for row in checked.page.select("tbody tr")] == ["孔令涛 缺勤 值班值守 调休"]
    done = clerk.submit("", page=checked, action="/actions/submit")
    shift = only_shift()
    assert (shift.matter.state, shift.present_count, shift.absent_count, shift.minutes_total) == (S.SUBMITTED, 3, 1, 1080)
    handed_in = clerk.follow(done).text
    assert "编号 BC-2022-0001 下一步 机关第一党支部 支部书记，2022年4月7日前" in handed_in
    for name in ("secretary", "other_secretary", "officer"):
        page = sign_in(scene.accounts[name])
        assert page.submit(address(shift), action="/actions/verify", whole="1").status_code == 302
    assert only_shift().matter.state == S.VERIFIED
    detail = clerk.get(address(shift))
    assert re.findall(r"BC-2022-0001-\d\d", detail.text) == [f"BC-2022-0001-0{n}" for n in (1, 2, 4)]
    assert len(detail.page.select(".timeline li")) == 1 + 3 + 4


def test_enter_adds_and_saves_nothing(app: Flask, make: Factory, sign_in: Sign) -> None:
    scene = Scene(make)
    page = sign_in(scene.accounts["clerk"]).get(NEW)
    first = page.form().select("button")[0]
    assert (first["name"], first["value"]) == ("step", "fill")


def test_names_that_mean_nobody_or_several_are_listed_and_chosen(app: Flask, make: Factory, sign_in: Sign) -> None:
    scene = Scene(make)
    twins = [make.person("李强", number=number) for number in ("08001", "08002")]
    elsewhere = make.person("赵远", department="other_department")
    db.session.commit()
    clerk = sign_in(scene.accounts["clerk"])
    page = clerk.submit(NEW, **NIGHT, pasted="马 俊、李强、王志钢、孙悟空、赵远", step="fill")
    assert list(grid(page)) == ["马俊", "赵远"]
    standing = [cell.get_text() for cell in page.page.select("td.standing")]
    assert standing == ["中共党员", "中共党员 · 总务处"]
    assert page.form().select_one("textarea[name=pasted]").get_text().strip() == "李强、王志钢、孙悟空"
    note = page.page.select_one(".note.warning").get_text(" ", strip=True)
    assert note.startswith("3个名字没对上：")
    assert "李强（有2人，选一个）" in note
    assert "王志钢（名册里没有，是不是下面的人？）" in note
    assert "孙悟空（名册里没有，请核对姓名或改填工号）" in note
    refused = clerk.submit(NEW, page=page, step="check")
    assert refused.status_code == 422
    assert db.session.query(Shift).count() == 0
    chosen = clerk.submit(
        NEW, page=refused, chosen=[f"@{twins[1].id}", f"@{scene.people['王志刚'].id}"], pasted="李强、08001", step="fill"
    )
    ids = [int(field["value"]) for field in chosen.form().select("input[name$=-person]")]
    people = [scene.people["马俊"], elsewhere, twins[1], scene.people["王志刚"], twins[0]]
    assert ids == [person.id for person in people]


def test_people_are_taken_out_and_nobody_is_in_twice(app: Flask, make: Factory, sign_in: Sign) -> None:
    scene = Scene(make)
    clerk = sign_in(scene.accounts["clerk"])
    page = clerk.submit(NEW, **NIGHT, pasted="马俊 王志刚 马俊", names=f"@{scene.people['马俊'].id}", step="fill")
    assert list(grid(page)) == ["马俊", "王志刚"]
    page = clerk.submit(NEW, page=page, remove=str(scene.people["马俊"].id))
    assert list(grid(page)) == ["王志刚"]
    again = {**fields_of(page.form()), "lines-9-person": str(scene.people["王志刚"].id), "lines-9-hours": "3", "step": "save"}
    assert clerk.open(NEW, method="POST", data=again).status_code == 302
    assert [line.minutes for line in only_shift().lines] == [360]


def test_the_last_shift_is_copied_whole_for_today(app: Flask, make: Factory, sign_in: Sign) -> None:
    scene = Scene(make)
    people = [make.person(f"队员{number}") for number in range(30)]
    lines = [LinePlan(person.id, task=f"任务{number}") for number, person in enumerate(people)]
    lines[3] = LinePlan(people[3].id, present=False, note="调休")
    scene.submitted(lines=lines, day=date(2022, 4, 4))
    clerk = sign_in(scene.accounts["clerk"])
    link = clerk.get(NEW).page.select_one("a[href*='copy=']")
    page = clerk.get(str(link["href"]))
    assert set(grid(page).values()) == {(True, "6", "")}
    assert len(grid(page)) == 30
    values = fields_of(page.form())
    assert (values["held_on"], values["begins_at"], values["ends_at"]) == ("2022-04-06", "20:00", "02:00")
    assert (values["place"], values["lines-7-task"]) == ("南门", "任务7")
    absent = {"lines-3-present": None, "lines-3-remark": "调休"}
    answer = clerk.submit(NEW, page=page, held_on="2022-04-05", step="check", **absent)
    checked = clerk.follow(answer)
    done = clerk.submit("", page=checked, action="/actions/submit")
    assert clerk.follow(done).status_code == 200
    newest = db.session.scalars(select(Shift).order_by(Shift.matter_id.desc())).first()
    assert (newest.present_count, newest.absent_count, newest.minutes_total) == (29, 1, 29 * 360)


def test_a_branch_secretary_copies_only_the_own_people(app: Flask, make: Factory, sign_in: Sign) -> None:
    scene = Scene(make)
    shift = scene.submitted()
    page = sign_in(scene.accounts["other_secretary"]).get(f"{NEW}?copy={shift.matter_id}")
    assert list(grid(page)) == ["孔令涛"]


def test_odd_rows_are_named_in_the_row_and_in_the_summary(app: Flask, make: Factory, sign_in: Sign) -> None:
    scene = Scene(make)
    other = scene.submitted("王志刚", place="北门", begins=time(20), ends=time(0))
    clerk = sign_in(scene.accounts["clerk"])
    page = clerk.submit(NEW, **NIGHT, pasted="马俊 王志刚 孔令涛", step="fill")
    refused = clerk.submit(NEW, page=page, step="check", **{"lines-0-hours": "16", "lines-2-hours": "六"})
    assert refused.status_code == 422
    assert messages(refused) == [("#lines-2-hours", "孔令涛：工时写成数字，如6或6.5")]
    refused = clerk.submit(NEW, page=refused, step="check", **{"lines-0-hours": "7", "lines-2-hours": "6"})
    assert refused.status_code == 422
    assert refused.page.title.get_text().startswith("出错：")
    assert messages(refused) == [
        ("#lines-0-hours", "马俊：工时多于班次的6小时，请改小或在备注写明原因"),
        ("#lines-1-remark", "王志刚：与北门班次20:00至24:00重叠，请改正或在备注说明"),
    ]
    row = refused.page.select_one("#lines-1-problems")
    assert row.get_text(" ", strip=True) == "与北门班次20:00至24:00重叠，请改正或在备注说明 查看"
    assert row.a["href"] == address(other)
    assert refused.page.select_one("#lines-0-hours")["aria-invalid"] == "true"
    remarks = {"lines-0-remark": "顶班一小时", "lines-1-remark": "中途换岗"}
    answer = clerk.submit(NEW, page=refused, step="check", **remarks)
    checked = clerk.follow(answer)
    assert checked.page.select_one("form[action$='/actions/submit']") is not None
    assert {line.person.name: line.note for line in db.session.scalars(select(ShiftLine)) if line.note} == {
        "马俊": "顶班一小时",
        "王志刚": "中途换岗",
    }


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("place", "", "写明在哪个地点或岗位"),
        ("task", "", "写明这一班的任务"),
        ("place", "长" * 51, "最多50字，请缩短"),
        ("held_on", "2022-02-30", "没有这一天，请写成2022-04-05这样"),
        ("begins_at", "25:00", "时间写成时和分，如20:00"),
        ("ends_at", "", "写明几点结束，如02:00"),
    ],
)
def test_what_is_missing_or_wrong_is_named_at_its_field(
    app: Flask, make: Factory, sign_in: Sign, field: str, value: str, message: str
) -> None:
    scene = Scene(make)
    clerk = sign_in(scene.accounts["clerk"])
    refused = clerk.submit(NEW, **{**NIGHT, field: value}, pasted="马俊", step="save")
    assert refused.status_code == 422
    assert messages(refused) == [(f"#{field}", message)]
    assert refused.page.select_one(f"#{field}-error").get_text(strip=True) == f"出错：{message}"
    assert list(grid(refused)) == ["马俊"]
    assert db.session.query(Shift).count() == 0


def test_a_clock_of_24_hours_and_full_width_digits_are_understood(app: Flask, make: Factory, sign_in: Sign) -> None:
    scene = Scene(make)
    clerk = sign_in(scene.accounts["clerk"])
    clerk.submit(NEW, **{**NIGHT, "begins_at": "１９：００", "ends_at": "24:00"}, pasted="马俊", step="save")
    shift = only_shift()
    day = date(2022, 4, 5)
    assert (shift.planned_minutes, shift.matter.occurred_from, shift.matter.occurred_to) == (300, day, day)


def test_a_draft_is_kept_found_again_changed_and_thrown_away(app: Flask, make: Factory, sign_in: Sign) -> None:
    scene = Scene(make)
    clerk = sign_in(scene.accounts["clerk"])
    saved = clerk.submit(NEW, **NIGHT, pasted="马俊", step="save")
    shift = only_shift()
    assert saved.location == address(shift, "/edit")
    page = clerk.follow(saved)
    assert "草稿已保存" in page.text
    assert clerk.submit(address(shift, "/edit"), page=page, place="北门", step="save").status_code == 302
    assert (only_shift().matter.title, only_shift().edition) == ("北门·值班值守", 2)
    assert "北门·值班值守" in clerk.get("/records/?state=draft").text
    for name in ("secretary", "officer", "other_clerk"):
        assert sign_in(scene.accounts[name]).get(address(shift), check=False).status_code == 404
    assert clerk.submit(address(shift), action="/actions/discard").location == "/records/"
    assert db.session.query(Shift).count() == 0


def test_a_stale_form_shows_both_texts_and_changes_nothing(app: Flask, make: Factory, sign_in: Sign) -> None:
    scene = Scene(make)
    shift = scene.draft("马俊", "王志刚")
    clerk = sign_in(scene.accounts["clerk"])
    mine, theirs = clerk.get(address(shift, "/edit")), clerk.get(address(shift, "/edit"))
    assert (
        clerk.submit(address(shift, "/edit"), page=theirs, place="北门", step="save", **{"lines-0-hours": "4"}).status_code == 302
    )
    conflict = clerk.submit(address(shift, "/edit"), page=mine, place="东门", step="save", **{"lines-1-hours": "5"})
    assert conflict.status_code == 409
    rows = [[cell.get_text(strip=True) for cell in row.select("td")] for row in conflict.page.select("tbody tr")]
    assert rows == [["地点岗位", "东门", "北门"], ["人员", "马俊 6；王志刚 5", "马俊 4；王志刚 6"]]
    assert only_shift().place == "北门"


def test_a_form_sent_twice_has_one_effect(app: Flask, make: Factory, sign_in: Sign) -> None:
    scene = Scene(make)
    clerk = sign_in(scene.accounts["clerk"])
    filled = clerk.submit(NEW, **NIGHT, pasted="马俊", step="fill")
    first, second = (clerk.submit(NEW, page=filled, step="check") for _ in range(2))
    shift = only_shift()
    assert (first.location, second.location) == (address(shift, "/check"), address(shift, "/check"))
    checked = clerk.get(address(shift, "/check"))
    for _ in range(2):
        assert clerk.submit("", page=checked, action="/actions/submit").location == address(shift, "/submitted")
    secretary = sign_in(scene.accounts["secretary"])
    page = secretary.get(address(shift))
    for _ in range(2):
        assert secretary.submit("", page=page, action="/actions/verify", whole="1").status_code == 302
    assert [row.action for row in db.session.query(Transition).order_by(Transition.id)] == ["submit", "verify"]


def test_thirty_rows_are_verified_at_once_and_ones_own_is_named(app: Flask, make: Factory, sign_in: Sign) -> None:
    scene = Scene(make)
    people = [make.person(f"队员{number}") for number in range(29)]
    own = scene.accounts["secretary"].person_id
    shift = scene.submitted(lines=[*(LinePlan(person.id) for person in people), LinePlan(own), scene.line("孔令涛")])
    secretary = sign_in(scene.accounts["secretary"])
    page = secretary.get(address(shift))
    assert "由他人核实：刘建国" in page.text
    assert len(page.page.select("input[name=line]")) == 29
    assert "孔令涛" not in page.text
    assert "另有1人不在您的查看范围" in page.text
    answer = secretary.submit("", page=page, action="/actions/verify", whole="1")
    told = secretary.get(address(shift))
    assert "已核实29人。刘建国的工时由他人核实。" in told.text
    assert len([item for item in told.page.select(".timeline li") if "核实无误：队员" in item.get_text()]) == 29
    assert answer.location == "/inbox/next"
    assert only_shift().matter.state == S.SUBMITTED
    assert sign_in(scene.accounts["officer"]).submit(address(shift), action="/actions/verify", whole="1").status_code == 302
    assert scene.line_of(only_shift(), "孔令涛").state == "submitted"


def test_unticked_lines_go_back_with_a_reason_and_return_to_the_same_secretary(app: Flask, make: Factory, sign_in: Sign) -> None:
    scene = Scene(make)
    shift = scene.submitted("马俊", "王志刚")
    secretary, clerk = sign_in(scene.accounts["secretary"]), sign_in(scene.accounts["clerk"])
    kept = str(scene.line_of(shift, "马俊").id)
    page = secretary.get(address(shift))
    refused = secretary.submit("", page=page, action="/actions/verify", line=kept, part="1", comment="不对")
    assert refused.status_code == 422
    assert messages(refused) == [("#comment", "写明原因和要改什么，至少5个字")]
    assert refused.form("/actions/verify").select_one("textarea").get_text().strip() == "不对"
    assert only_shift().matter.state == S.SUBMITTED
    decided = secretary.submit("", page=page, action="/actions/verify", line=kept, part="1", comment="王志刚只值了四小时")
    assert decided.status_code == 302
    edit = clerk.get(address(shift, "/edit"))
    assert "王志刚：王志刚只值了四小时" in edit.text
    assert list(grid(edit)) == ["王志刚"]
    forged = clerk.submit(address(shift, "/edit"), page=edit, step="check", place="北门", **{"lines-0-hours": "4"})
    assert only_shift().place == "南门"
    clerk.submit("", page=clerk.follow(forged), action="/actions/submit")
    task = db.session.scalars(select(Task).where(Task.closed_at.is_(None))).one()
    assert task.account_id == scene.accounts["secretary"].id
    secretary.submit(address(shift), action="/actions/verify", whole="1")
    assert only_shift().matter.state == S.VERIFIED
    assert only_shift().minutes_total == 600


def test_an_old_page_does_not_decide_on_a_changed_shift(app: Flask, make: Factory, sign_in: Sign) -> None:
    scene = Scene(make)
    shift = scene.submitted("马俊")
    secretary, clerk = sign_in(scene.accounts["secretary"]), sign_in(scene.accounts["clerk"])
    page = secretary.get(address(shift))
    clerk.submit(address(shift), action="/actions/withdraw")
    clerk.submit(address(shift, "/edit"), step="check", **{"lines-0-hours": "3"})
    clerk.submit(address(shift, "/check"), action="/actions/submit")
    for fields in ({"whole": "1"}, {"part": "1"}):
        assert secretary.submit("", page=page, action="/actions/verify", **fields).status_code == 409
    assert only_shift().matter.state == S.SUBMITTED


def test_revoking_asks_for_lines_and_a_reason(app: Flask, make: Factory, sign_in: Sign) -> None:
    scene = Scene(make)
    shift = scene.shift(S.VERIFIED)
    officer = sign_in(scene.accounts["officer"])
    line = str(scene.line_of(shift, "王志刚").id)
    refused = officer.submit(address(shift, "/void"), part="1", comment="当天实际请假")
    assert (refused.status_code, messages(refused)) == (422, [("", "请勾选要撤销的人")])
    refused = officer.submit("", page=refused, part="1", line=line, comment="错")
    assert messages(refused) == [("#comment", "写明原因和要改什么，至少5个字")]
    assert refused.form("/actions/void").select_one(f"input[value='{line}']").has_attr("checked")
    assert officer.submit("", page=refused, part="1", line=line, comment="当天实际请假").location == address(shift)
    page = officer.get(address(shift))
    assert "当天实际请假" in page.text
    assert (only_shift().matter.state, only_shift().minutes_total) == (S.VERIFIED, 360)
    officer.submit(address(shift, "/void"), whole="1", comment="整班登记有误")
    assert only_shift().matter.state == S.VOIDED
    assert sign_in(scene.accounts["clerk"]).get(address(shift, "/void"), check=False).status_code == 403


def test_autosave_makes_a_draft_and_goes_on_with_it(app: Flask, make: Factory, sign_in: Sign) -> None:
    scene = Scene(make)
    clerk = sign_in(scene.accounts["clerk"])
    page = clerk.submit(NEW, **NIGHT, pasted="马俊", step="fill")
    assert page.form()["data-autosave-url"] == "/records/shifts/autosave"
    values = {name: value for name, value in fields_of(page.form()).items() if name != "request_key"}

    def autosave(target: str, **changes: Any) -> Any:
        return clerk.open(target, method="POST", data={**values, **changes}, headers={"Accept": "application/json"}).response

    assert (autosave("/records/shifts/autosave", place="").status_code, db.session.query(Shift).count()) == (422, 0)
    made = autosave("/records/shifts/autosave", request_key="a-draft")
    repeated = autosave("/records/shifts/autosave", request_key="a-draft")
    assert clerk.get(str(repeated.location)).response.json == made.json
    shift = only_shift()
    assert made.json == {
        "version": 1,
        "saved_at": "09:00",
        "autosave_url": address(shift, "/autosave"),
        "action": address(shift, "/edit"),
    }
    again = autosave(address(shift, "/autosave"), version="1", place="北门")
    assert (again.status_code, again.json["version"], only_shift().place) == (200, 2, "北门")
    stale = autosave(address(shift, "/autosave"), version="1", place="东门")
    assert (stale.status_code, only_shift().place) == (409, "北门")


def test_the_list_is_filtered_sorted_paged_and_exported_as_shown(app: Flask, make: Factory, sign_in: Sign) -> None:
    scene = Scene(make)
    for number in range(23):
        facts = {"day": date(2022, 3, 1 + number), "place": f"{number}号岗", "ends": time(21 + number % 3)}
        scene.submitted("马俊" if number % 2 else "孔令涛", **facts)
    clerk = sign_in(scene.accounts["clerk"])
    first = clerk.get("/records/?sort=day")
    titles = [link.get_text() for link in first.page.select("td a.title")]
    assert titles == [f"{number}号岗·值班值守" for number in range(22, 2, -1)]
    assert "共23条，第1页" in first.text
    second = clerk.get("/records/" + str(first.page.select_one("a[rel=next]")["href"]))
    assert [link.get_text() for link in second.page.select("td a.title")] == [f"{number}号岗·值班值守" for number in (2, 1, 0)]
    query = "?person=马俊&begins_on=2022-03-02&ends_on=2022-03-06&sort=hours"
    shown = clerk.get("/records/" + query)
    rows = [[cell.get_text(" ", strip=True) for cell in row.select("td")] for row in shown.page.select("tbody tr")]
    assert [row[0].split("·")[0] for row in rows] == ["5号岗", "1号岗", "3号岗"]
    assert [row[4] for row in rows] == ["3", "2", "1"]
    values = make.workbook_rows(clerk.get("/records/export.xlsx" + query).data)
    assert [row[1] for row in values[1:]] == ["5号岗·值班值守", "1号岗·值班值守", "3号岗·值班值守"]
    assert values[0][:5] == ["编号", "班次", "专项行动", "填报部门", "日期"]
    assert clerk.get("/records/?department=1&state=submitted&campaign=99").status_code == 200


def test_a_member_sees_the_own_shift_and_nobody_elses_line(app: Flask, make: Factory, sign_in: Sign) -> None:
    scene = Scene(make)
    shift = scene.submitted()
    member = sign_in(scene.accounts["subject"])
    assert "南门·值班值守" in member.get("/records/").text
    for page in (member.get(address(shift)), member.get(address(shift, "/print"))):
        assert "王志刚" in page.text
        assert not {"马俊", "孔令涛", "张凯"} & set(re.findall("马俊|孔令涛|张凯", page.text))
    assert member.get(NEW, check=False).status_code == 403


def test_the_sheet_for_the_printer_has_everybody_and_a_place_to_sign(app: Flask, make: Factory, sign_in: Sign) -> None:
    scene = Scene(make)
    shift = scene.submitted("马俊", "张凯")
    page = sign_in(scene.accounts["clerk"]).get(address(shift, "/print"))
    assert page.page.select("nav.sections") == []
    rows = [[cell.get_text(strip=True) for cell in row.select("td")] for row in page.page.select("tbody tr")]
    assert rows == [
        ["1", "马俊", "机关第一党支部", "6", "值班值守", "", ""],
        ["2", "张凯", "无", "6", "值班值守", "", ""],
    ]
    assert "2022年4月5日 20:00–次日02:00" in page.text


def test_strangers_ids_look_like_unknown_ones(app: Flask, make: Factory, sign_in: Sign) -> None:
    scene = Scene(make)
    shift = scene.submitted("马俊")
    for name in ("other_clerk", "other_secretary", "editor", "member"):
        browser = sign_in(scene.accounts[name])
        pages = [browser.get(place, check=False) for place in (address(shift), "/records/shifts/987654")]
        assert [page.status_code for page in pages] == [404, 404]
        assert pages[0].text == pages[1].text
    other = sign_in(scene.accounts["other_clerk"])
    token = fields_of(other.get("/records/").page.select_one("form[method=post]"))["csrf_token"]
    for verb in ("submit", "withdraw", "discard", "verify", "return"):
        answer = other.open(address(shift, f"/actions/{verb}"), method="POST", data={"csrf_token": token, "whole": "1"})
        assert answer.status_code == 404, verb
    assert other.get(f"{NEW}?copy={shift.matter_id}", check=False).status_code == 404
    assert sign_in(scene.accounts["sysadmin"]).get("/records/", check=False).status_code == 403


def test_hostile_input_is_refused_or_shown_as_text(app: Flask, make: Factory, sign_in: Sign) -> None:
    scene = Scene(make)
    script = "<script>alert(1)</script>"
    clerk = sign_in(scene.accounts["clerk"])
    page = clerk.submit(NEW, **{**NIGHT, "place": script}, pasted=f"马俊、{script}", step="fill")
    assert script in page.form().select_one("input[name=place]")["value"]
    saved = clerk.submit(NEW, page=page, step="save", pasted="", **{"lines-0-remark": script, "lines-0-task": "x" * 50})
    shift = only_shift()
    for place in ("", "/edit", "/check", "/print"):
        assert clerk.get(address(shift, place)).page.select("main script") == []
    assert saved.status_code == 302
    for changes, status in (
        ({"lines-0-person": "99999999999999999999"}, 422),
        ({"lines-0-person": str(2**31)}, 422),
        ({"lines-0-person": "abc"}, 422),
        ({"lines-0-hours": "1e308"}, 422),
        ({"lines-0-hours": "25"}, 422),
        ({"lines-0-remark": "长" * 201}, 422),
        ({"department": "999999"}, 422),
        ({"campaign": "999999"}, 422),
        ({"held_on": "0000-00-00"}, 422),
        ({"version": "x"}, 422),
        ({"names": "@99999999999"}, 422),
        ({"chosen": "@-1"}, 302),
        ({"chosen": "@99999999999999999999"}, 302),
        ({"group": "5"}, 302),
        ({"group": "5", "step": "group"}, 404),
        ({"remove": "9" * 30}, 302),
        ({f"lines-{number}-person": str(scene.people["马俊"].id) for number in range(401)}, 400),
    ):
        answer = clerk.submit(address(shift, "/edit"), **{"step": "save", **changes})
        assert answer.status_code == status, changes
    for query in ("copy=abc", "copy=99999999999999999999", "person=1&person=x", "group=99", "campaign=-1"):
        assert clerk.get(f"{NEW}?{query}", check=False).status_code in (200, 404), query
    for query in ("sort=x&size=7&page=-1", "after=!!!", "begins_on=x", "person=%25", "person=@", "state=nothing", "campaign=x"):
        assert clerk.get(f"/records/?{query}").status_code == 200, query
    assert only_shift().place == script
    assert [line.person.name for line in only_shift().lines] == ["马俊"]


def test_lines_of_another_shift_are_not_decided(app: Flask, make: Factory, sign_in: Sign) -> None:
    scene = Scene(make)
    shift, other = scene.submitted("马俊"), scene.submitted("王志刚", place="北门")
    secretary = sign_in(scene.accounts["secretary"])
    answer = secretary.submit(address(shift), action="/actions/verify", line=str(other.lines[0].id), part="1")
    assert answer.status_code == 409
    db.session.expire_all()
    assert {line.state for line in db.session.scalars(select(ShiftLine))} == {"submitted"}


def test_forged_lines_of_others_are_refused(app: Flask, make: Factory, sign_in: Sign) -> None:
    scene = Scene(make)
    shift = scene.submitted("马俊", "孔令涛")
    forged = str(scene.line_of(shift, "孔令涛").id)
    answer = sign_in(scene.accounts["secretary"]).submit(address(shift), action="/actions/verify", line=forged, part="1")
    assert answer.status_code == 403
    assert "孔令涛的到岗记录须由他人核实" in answer.text


def test_a_closed_action_is_not_offered_and_not_taken(app: Flask, make: Factory, sign_in: Sign) -> None:
    scene = Scene(make)
    shift = scene.draft("马俊")
    close_campaign(scene.campaign, actor=scene.actor("head"), now=clock.now())
    clerk = sign_in(scene.accounts["clerk"])
    assert [option.get_text() for option in clerk.get(NEW).form().select("select[name=campaign] option")] == ["无"]
    refused = clerk.submit(address(shift, "/check"), action="/actions/submit")
    assert refused.status_code == 422
    assert "“疫情防控阻击战”已不再接收记录，请选别的专项行动" in refused.text
    assert only_shift().matter.state == S.DRAFT


def test_pages_are_english_when_asked(app: Flask, make: Factory, sign_in: Sign) -> None:
    scene = Scene(make)
    shift = scene.submitted("马俊")
    clerk = sign_in(scene.accounts["clerk"])
    clerk.get("/records/?lang=en")
    for place in ("/records/", NEW, address(shift), "/campaigns/", "/groups/"):
        page = clerk.get(place)
        assert page.page.html["lang"] == "en"
        words = " ".join(tag.get_text(" ") for tag in page.page.select("nav.sections, button, th, label, .tag, h1 + *"))
        assert not re.search("[\u4e00-\u9fff]", re.sub("中文|疫情防控阻击战|马俊|保卫处|值守组", "", words)), place


def test_today_is_the_day_in_shanghai(app: Flask, make: Factory, sign_in: Sign, frozen_clock: Any) -> None:
    scene = Scene(make)
    frozen_clock(datetime(2022, 4, 5, 16, 30, tzinfo=UTC))
    assert fields_of(sign_in(scene.accounts["clerk"]).get(NEW).form())["held_on"] == "2022-04-06"


def test_people_who_left_are_named_on_the_check_page(app: Flask, make: Factory, sign_in: Sign) -> None:
    scene = Scene(make)
    shift = create_shift(scene.plan("马俊", "王志刚"), actor=scene.actor("clerk"), now=clock.now())
    leaving = {"valid_from": date(2022, 4, 1), "actor": None, "now": clock.now()}
    affiliate(scene.people["马俊"], AffiliationKind.STANDING, Standing.LEFT, **leaving)
    clerk = sign_in(scene.accounts["clerk"])
    page = clerk.get(address(shift, "/check"))
    assert "马俊：此人当天已离开，请移出名单或改正日期" in page.text
    assert page.page.select("form[action$='/actions/submit']") == []
    submit = {"csrf_token": fields_of(page.page.select_one("form[method=post]"))["csrf_token"]}
    assert clerk.open(address(shift, "/actions/submit"), method="POST", data=submit).status_code == 422


def test_taking_back_ends_with_the_first_decision_and_asking_back_begins(app: Flask, make: Factory, sign_in: Sign) -> None:
    scene = Scene(make)
    shift = scene.submitted("马俊", "孔令涛")
    clerk = sign_in(scene.accounts["clerk"])

    def offered() -> tuple[bool, bool]:
        page = clerk.get(address(shift))
        return bool(page.page.select("form[action$='/actions/withdraw']")), "请求退回" in page.text

    assert offered() == (True, False)
    sign_in(scene.accounts["secretary"]).submit(address(shift), action="/actions/verify", whole="1")
    assert offered() == (False, True)
    page = clerk.get(address(shift))
    token = fields_of(page.page.select_one("form[method=post]"))["csrf_token"]
    assert clerk.open(address(shift, "/actions/withdraw"), method="POST", data={"csrf_token": token}).status_code == 409
    link = next(link for link in page.page.select("a") if "请求退回" in link.get_text())
    assert clerk.submit(str(link["href"]), text="孔令涛当天其实请假").status_code == 302
    assert "孔令涛当天其实请假" in clerk.get(address(shift)).text
