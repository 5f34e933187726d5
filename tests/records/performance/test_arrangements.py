"""Usual groups and special actions through their pages, and coverage."""

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import NotAllowed, WrongState
from evaluation.procedures.workflow.models import Campaign
from evaluation.records.performance.enums import CampaignState
from evaluation.records.performance.models import Shift, ShiftGroup
from evaluation.records.performance.operations import campaigns, groups, verification
from evaluation.records.performance.plans import LinePlan
from evaluation.records.performance.queries.campaigns import coverage, people_without_record
from evaluation.registry.organizations.enums import OrganizationKind
from evaluation.registry.people.enums import AffiliationKind, Standing
from evaluation.registry.people.operations import affiliate
from tests.records.performance.scene import Scene
from tests.support.browser import Answer, Browser
from tests.support.databases import both_databases
from tests.support.factories import Factory

Sign = Callable[..., Browser]


def only_group() -> ShiftGroup:
    db.session.expire_all()
    return db.session.query(ShiftGroup).one()


def members(group: ShiftGroup) -> list[tuple[str, str]]:
    return [(member.person.name, member.task) for member in group.members]


def row_of(answer: Answer, name: str) -> list[str]:
    assert answer.page is not None
    rows = [[cell.get_text(" ", strip=True) for cell in row.select("td")] for row in answer.page.select("tbody tr")]
    return next(row for row in rows if row[0] == name)


def test_a_group_is_made_from_a_shift_filled_in_changed_and_removed(app: Flask, make: Factory, sign_in: Sign) -> None:
    scene = Scene(make)
    shift = scene.submitted(lines=[scene.line("马俊", task="带班"), scene.line("孔令涛", task="测温登记")])
    clerk = sign_in(scene.accounts["clerk"])
    page = clerk.get(f"/groups/new?shift={shift.matter_id}")
    assert clerk.submit("/groups/new", page=page, name="保卫处值守组", step="save").location == "/groups/"
    group = only_group()
    assert (group.name, members(group)) == ("保卫处值守组", [("马俊", "带班"), ("孔令涛", "测温登记")])

    new = clerk.get(f"/records/shifts/new?group={group.id}")
    assert [field["value"] for field in new.form().select("td.task input")] == ["带班", "测温登记"]
    pressed = clerk.submit("/records/shifts/new", group=str(group.id), step="group")
    assert [field["value"] for field in pressed.form().select("td.task input")] == ["带班", "测温登记"]
    assert pressed.form().select_one("select[name=group] option:not([value=''])").get_text() == "保卫处值守组（2）"

    address = f"/groups/{group.id}"
    filled = clerk.submit(address, pasted="王志刚、马俊、谁也不是", step="fill")
    assert "谁也不是（名册里没有，请核对姓名或改填工号）" in filled.text
    assert clerk.submit(address, page=filled, step="save").status_code == 422
    out = clerk.submit(address, page=filled, pasted="", remove=str(scene.people["孔令涛"].id))
    assert clerk.submit(address, page=out, name="夜班组", step="save", **{"members-2-task": "巡查"}).status_code == 302
    assert (only_group().name, members(only_group())) == ("夜班组", [("马俊", "带班"), ("王志刚", "巡查")])

    assert clerk.submit(address, action="/actions/delete").location == "/groups/"
    assert db.session.query(ShiftGroup).count() == 0
    assert db.session.query(Shift).count() == 1


def test_groups_belong_to_departments(app: Flask, make: Factory, sign_in: Sign) -> None:
    scene = Scene(make)
    common = {"organization_id": scene.department_id, "now": clock.now()}
    people = [(scene.people["马俊"].id, "")]
    group = groups.create_group("值守组", members=people, actor=scene.actor("clerk"), **common)
    db.session.commit()
    other = sign_in(scene.accounts["other_clerk"])
    assert other.get(f"/groups/{group.id}", check=False).status_code == 404
    assert other.get(f"/records/shifts/new?group={group.id}", check=False).status_code == 404
    assert "值守组" not in other.get("/groups/").text
    with pytest.raises(NotAllowed):
        groups.create_group("夜班组", members=people, actor=scene.actor("other_clerk"), **common)
    with pytest.raises(NotAllowed):
        groups.delete_group(group, actor=scene.actor("other_clerk"), now=clock.now())
    clerk = sign_in(scene.accounts["clerk"])
    for changes, message in (
        ({"name": "值守组"}, "本部门已有同名的常用组，请换一个名称"),
        ({"name": ""}, "给常用组起个名称"),
        ({"name": "夜班组", "pasted": ""}, "常用组里还没有人，至少加一人"),
    ):
        refused = clerk.submit("/groups/new", **{"pasted": "马俊", **changes}, step="save")
        assert (refused.status_code, message in refused.text) == (422, True), changes


def test_a_stale_group_is_not_overwritten(app: Flask, make: Factory, sign_in: Sign) -> None:
    scene = Scene(make)
    people = [(scene.people["马俊"].id, "")]
    facts = {"organization_id": scene.department_id, "actor": scene.actor("clerk"), "now": clock.now()}
    group = groups.create_group("值守组", members=people, **facts)
    db.session.commit()
    clerk = sign_in(scene.accounts["clerk"])
    address = f"/groups/{group.id}"
    mine, theirs = clerk.get(address), clerk.get(address)
    assert clerk.submit(address, page=theirs, name="甲组", step="save").status_code == 302
    assert clerk.submit(address, page=mine, name="乙组", step="save").status_code == 409
    assert only_group().name == "甲组"


def test_a_special_action_is_opened_changed_and_closed(app: Flask, make: Factory, sign_in: Sign) -> None:
    scene = Scene(make)
    head = sign_in(scene.accounts["head"])
    for changes, message in (
        ({"name": ""}, "写明专项行动的名称"),
        ({"name": "疫情防控阻击战"}, "已有同名的专项行动，请换一个名称"),
        ({"name": "抗旱", "ends_on": "2022-01-01"}, "截止日期早于起始日期，请改其中一个"),
    ):
        refused = head.submit("/campaigns/new", **changes)
        assert (refused.status_code, message in refused.text) == (422, True), changes
    made = head.submit("/campaigns/new", name="抗旱保苗", begins_on="2022-04-01", ends_on="2022-05-01")
    page = head.follow(made)
    assert "抗旱保苗" in page.text
    campaign = db.session.query(Campaign).filter_by(name="抗旱保苗").one()
    address = f"/campaigns/{campaign.id}"
    assert head.submit(f"{address}/edit", name="抗旱行动").status_code == 302
    assert head.submit(f"{address}/close").location == f"{address}/"
    db.session.expire_all()
    assert (campaign.name, campaign.state) == ("抗旱行动", CampaignState.CLOSED)
    assert head.submit(f"{address}/edit", name="又改").status_code == 409
    with pytest.raises(WrongState):
        campaigns.close_campaign(campaign, actor=scene.actor("head"), now=clock.now())
    clerk = sign_in(scene.accounts["clerk"])
    for place in ("/campaigns/new", f"{address}/edit", f"{address}/close"):
        assert clerk.get(place, check=False).status_code == 403
    with pytest.raises(NotAllowed):
        campaigns.close_campaign(scene.campaign, actor=scene.actor("clerk"), now=clock.now())
    assert clerk.get("/campaigns/987654/", check=False).status_code == 404


@both_databases
def test_coverage_counts_people_of_today_and_records_that_count(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    scene.submitted("马俊", "王志刚", day=date(2022, 4, 1))
    scene.submitted(lines=[scene.line("马俊"), scene.line("孔令涛", present=False, note="调休")], day=date(2022, 4, 2))
    scene.submitted("张凯", day=date(2022, 4, 3), campaign_id=None)
    scene.draft("张凯", day=date(2022, 4, 4))
    returned = scene.submitted("孔令涛", day=date(2022, 4, 5))
    verification.return_lines(returned, actor=scene.actor("other_secretary"), now=clock.now(), comment="没有到岗记录")
    leaving = {"valid_from": date(2022, 4, 4), "actor": None, "now": clock.now()}
    affiliate(scene.people["王志刚"], AffiliationKind.STANDING, Standing.LEFT, **leaving)
    db.session.commit()
    everywhere = {organization.id for organization in make.college.values()}
    accounts = 11 - 1  # everybody of the scene with an account but the system administrator and 王志刚
    rows = coverage(scene.campaign.id, everywhere)
    assert [(row.name, row.due, row.recorded, row.lines, row.minutes) for row in rows] == [("保卫处", accounts + 3, 1, 2, 720)]
    assert (rows[0].missing, round(rows[0].share, 3)) == (accounts + 2, round(1 / (accounts + 3), 3))
    names = {row.name for row in people_without_record(scene.campaign.id, everywhere)}
    assert {"孔令涛", "张凯"} <= names
    assert not {"马俊", "王志刚"} & names
    assert len(names) == accounts + 2
    branches = coverage(scene.campaign.id, {make.college["other_branch"].id}, kind=OrganizationKind.PARTY)
    assert [(row.name, row.due, row.recorded) for row in branches] == [("后勤党支部", 1, 0)]
    assert coverage(scene.campaign.id, {0}) == []


def test_coverage_is_shown_exported_and_acted_on(app: Flask, make: Factory, sign_in: Sign) -> None:
    scene = Scene(make)
    scene.submitted("马俊")
    scene.submitted(lines=[LinePlan(make.person("外单位", department="other_department").id)], day=date(2022, 4, 4))
    clerk = sign_in(scene.accounts["clerk"])
    address = f"/campaigns/{scene.campaign.id}/"
    page = clerk.get(address)
    row = row_of(page, "保卫处")
    assert row[2] == "1"
    assert row[5] == "6"
    assert "总务处" not in page.text
    assert "张凯" in page.text
    assert "马俊" not in page.text
    new = clerk.get(f"/records/shifts/new?campaign={scene.campaign.id}&person={scene.people['张凯'].id}")
    assert [field["value"] for field in new.form().select("input[name$=-person]")] == [str(scene.people["张凯"].id)]

    head = sign_in(scene.accounts["head"])
    assert {row_of(head.get(address), name)[0] for name in ("保卫处", "总务处")} == {"保卫处", "总务处"}
    secretary = sign_in(scene.accounts["other_secretary"])
    assert row_of(secretary.get(address), "后勤党支部")[1:3] == ["1", "0"]
    exported = head.get(address + "coverage.xlsx").data
    figures, missing = make.workbook_rows(exported), make.workbook_rows(exported, 1)
    assert [row[0] for row in figures] == ["部门", "保卫处", "总务处"]
    assert figures[2][1:] == [1, 1, 100, 1, 6, 0]
    assert "张凯" in {row[1] for row in missing}
    assert sign_in(scene.accounts["member"]).get(address, check=False).status_code == 403
    assert sign_in(scene.accounts["editor"]).get(address, check=False).status_code == 403
    foreign = clerk.get(f"{address}?place={make.college['other_department'].id}")
    assert "外单位" not in foreign.text
