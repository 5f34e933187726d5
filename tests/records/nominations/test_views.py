"""The pages through the browser: board, list, detail, steps, dossier, what happens beside them."""

from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from flask import Flask
from openpyxl import load_workbook

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.records.nominations.enums import NominationState
from evaluation.records.nominations.models.cases import Nomination
from tests.records.nominations.scene import DAYS, VOTES, Scene
from tests.support.databases import both_databases, statements
from tests.support.factories import Factory

READERS = ("secretary", "officer", "head", "leader", "discipline")


def form_of(scene: Scene, act: str) -> dict[str, object]:
    """What a person types for an act."""
    given: dict[str, object] = {"on": DAYS[act].isoformat()}
    people = [f"@{identity}" for identity in scene.ids("contact", "introducer")]
    extra: dict[str, dict[str, object]] = {
        "activist_on": {"decided_by": "branch_committee", "recommendation_source": "党员推荐"},
        "contacts_on": {"people": people},
        "target_proposed_on": {"party_group": "同意", "contacts": "同意", "members": "同意", "masses": "同意"},
        "introducers_on": {"people": people},
        "political_review_on": {"political_review_passed": "yes", "political_review_document": "政审〔2023〕1号"},
        "training_ended_on": {"training_days": "3"},
        "meeting_on": {"due": "11", "present": "10", "in_favour": "10"},
        "approval_talk_on": {"approval_talk_by": "organizer"},
        "conversion_meeting_on": {"due": "11", "present": "10", "in_favour": "10"},
    }
    return {**given, **extra.get(act, {})}


def takers(act: str) -> str:
    if act in ("approved_on", "conversion_approved_on"):
        return "leader"
    committee = {"activist_filed_on", "target_agreed_on", "target_listed_on", "training_ended_on", "pre_review_on"}
    return "officer" if act in committee | {"approval_talk_on", "filed_up_on"} else "secretary"


def test_a_case_goes_the_whole_way_through_the_browser(app: Flask, make: Factory, sign_in) -> None:  # type: ignore[no-untyped-def]
    scene = Scene(make)
    browsers = {name: sign_in(scene.accounts[name]) for name in ("secretary", "officer", "leader")}
    answer = browsers["secretary"].submit(
        "/nominations/new", person=f"@{scene.people['candidate'].id}", applied_on=DAYS["applied_on"].isoformat()
    )
    page = browsers["secretary"].follow(answer)
    assert "孟庆和" in page.text
    address = answer.location
    for act in list(DAYS)[1:]:
        done = browsers[takers(act)].submit(f"{address}/steps/{act}", **form_of(scene, act))
        assert done.status_code == 302, (act, done.text)
        browsers["secretary"].get(f"{address}/steps/{act}")
    nomination = db.session.get_one(Nomination, int(str(address).rsplit("/", 1)[1]))
    assert {name: getattr(nomination, name) for name in DAYS} == DAYS
    assert nomination.matter.state == NominationState.CONVERSION


def test_sums_that_do_not_add_up_are_refused_with_the_numbers(app: Flask, make: Factory, sign_in) -> None:  # type: ignore[no-untyped-def]
    scene = Scene(make)
    nomination = scene.case("application_form_on")
    browser = sign_in(scene.accounts["secretary"])
    answer = browser.submit(
        f"/nominations/{nomination.matter_id}/steps/meeting_on",
        **{**form_of(scene, "meeting_on"), "due": "11", "present": "9", "in_favour": "7", "against": "1"},
    )
    assert answer.status_code == 422
    assert "9" in answer.text
    assert "8" in answer.page.select_one(".error-summary").get_text()


def test_a_step_before_its_gate_is_not_linked_and_names_the_first_day(app: Flask, make: Factory, sign_in) -> None:  # type: ignore[no-untyped-def]
    """G3, Art. 13."""
    scene = Scene(make)
    clock.source = lambda: datetime(2022, 9, 1, 1, 0, tzinfo=UTC)
    scene.accounts["secretary"].created_at = clock.now()
    nomination = scene.case("contacts_on")
    page = sign_in(scene.accounts["secretary"]).get(f"/nominations/{nomination.matter_id}")

    row = next(one for one in page.page.select(".task-list li") if "确定发展对象支委会" in one.get_text())
    assert row.select("a") == []
    assert "2023年6月15日" in row.get_text()
    assert "第十三条" in row.get_text()


def test_board_and_list_count_the_same_and_every_card_has_step_and_day(app: Flask, make: Factory, sign_in) -> None:  # type: ignore[no-untyped-def]
    """G1, G2, G5."""
    scene = Scene(make)
    clock.source = lambda: datetime(2022, 6, 20, 1, 0, tzinfo=UTC)
    scene.opened("candidate")
    scene.take(scene.opened("second"), "talked_on")
    browser = sign_in(scene.accounts["officer"])
    board = browser.get("/nominations/")

    columns = board.page.select(".board > section")
    assert len(columns) == 5
    assert [one.select_one("h2 span").get_text() for one in columns] == ["2", "0", "0", "0", "0"]
    assert board.page.select("[draggable]") == []
    cards = columns[0].select("li")
    assert all(
        card.select_one(".next").get_text() and any(sign.isdigit() for sign in card.select_one(".when").get_text())
        for card in cards
    )
    late = columns[0].select("li.late")
    assert [("逾期7天" in card.get_text(), "孟庆和" in card.get_text()) for card in late] == [(True, True)]
    assert len(board.page.select(".legend li")) == 4
    rows = browser.get("/nominations/?view=list").page.select("tbody tr")
    assert len(rows) == 2


def test_the_list_for_print_follows_the_strokes(app: Flask, make: Factory, sign_in) -> None:  # type: ignore[no-untyped-def]
    """G6: 马 before 王 before 孟."""
    scene = Scene(make)
    for who in ("candidate", "second", "third"):
        scene.opened(who)
    browser = sign_in(scene.accounts["officer"])

    names = [one.get_text() for one in browser.get("/nominations/?view=list").page.select("tbody a.title")]
    assert names == ["马振宇", "王海燕", "孟庆和"]
    workbook = load_workbook(BytesIO(browser.get("/nominations/export.xlsx").data))
    assert [row[1] for row in workbook.worksheets[0].iter_rows(values_only=True)][-3:] == ["马振宇", "王海燕", "孟庆和"]


@pytest.mark.parametrize("name", READERS)
def test_readers_enter(app: Flask, make: Factory, sign_in, name: str) -> None:  # type: ignore[no-untyped-def]
    scene = Scene(make)
    nomination = scene.case("contacts_on")
    browser = sign_in(scene.accounts[name])
    for address in ("", "/history", "/dossier", "/steps/talked_on", "/steps/target_proposed_on"):
        assert browser.get(f"/nominations/{nomination.matter_id}{address}").status_code == 200, address


def test_others_do_not(app: Flask, make: Factory, sign_in) -> None:  # type: ignore[no-untyped-def]
    scene = Scene(make)
    nomination = scene.opened()
    for name, status in {
        "clerk": 403,
        "editor": 403,
        "member": 403,
        "candidate": 403,
        "sysadmin": 403,
        "other_secretary": 404,
    }.items():
        assert sign_in(scene.accounts[name]).get(f"/nominations/{nomination.matter_id}").status_code == status, name


def test_one_reads_the_own_stage_and_no_paper(app: Flask, make: Factory, sign_in) -> None:  # type: ignore[no-untyped-def]
    scene = Scene(make)
    nomination = scene.case("contacts_on")
    page = sign_in(scene.accounts["candidate"]).get("/nominations/mine")
    assert nomination.matter.number in page.text
    assert "积极分子" in page.text
    assert page.page.select(f"a[href*='/nominations/{nomination.matter_id}']") == []
    assert "您还没有递交" in sign_in(scene.accounts["member"]).get("/nominations/mine").text


@both_databases
def test_the_board_and_the_pages_cost_the_same_for_many(app: Flask, make: Factory, sign_in) -> None:  # type: ignore[no-untyped-def]
    scene = Scene(make)
    nomination = scene.case("meeting_on")
    browser = sign_in(scene.accounts["secretary"])
    limits = {"/nominations/": 8, "/nominations/?view=list": 8, f"/nominations/{nomination.matter_id}": 12}
    for address in limits:
        browser.get(address)
    counts = {}
    for address in limits:
        with statements() as seen:
            browser.get(address)
        counts[address] = len(seen)
    assert {address: count for address, count in counts.items() if count > limits[address]} == {}
    scene.opened("second")
    scene.opened("third")
    for address in list(limits)[:2]:
        with statements() as seen:
            browser.get(address)
        assert len(seen) == counts[address]


def test_recording_a_step_stays_within_its_statements(app: Flask, make: Factory, sign_in) -> None:  # type: ignore[no-untyped-def]
    scene = Scene(make)
    nomination = scene.opened()
    browser = sign_in(scene.accounts["secretary"])
    address = f"/nominations/{nomination.matter_id}/steps/talked_on"
    page = browser.get(address)
    with statements() as seen:
        answer = browser.submit(address, page=page, on=DAYS["talked_on"].isoformat())
    assert answer.status_code == 302
    assert len(seen) <= 15, "\n".join(seen.texts)


BESIDE = {
    "examine": {"kind": "examination", "done_on": "2022-12-01", "opinion": "思想上积极要求进步，工作踏实"},
    "move_out": {"on": "2022-12-01", "reason": "毕业离校，转到工作单位"},
    "close": {"on": "2022-12-01", "reason": "本人提出不再申请"},
}


@pytest.mark.parametrize("action", BESIDE)
def test_what_happens_beside_the_steps(app: Flask, make: Factory, sign_in, action: str) -> None:  # type: ignore[no-untyped-def]
    scene = Scene(make)
    nomination = scene.case("contacts_on")
    browser = sign_in(scene.accounts["secretary"])
    answer = browser.submit(f"/nominations/{nomination.matter_id}/actions/{action}", **BESIDE[action])
    assert answer.status_code == 302, answer.text
    assert browser.follow(answer).status_code == 200


def test_a_contact_is_replaced_on_a_page(app: Flask, make: Factory, sign_in) -> None:  # type: ignore[no-untyped-def]
    scene = Scene(make)
    nomination = scene.case("contacts_on")
    browser = sign_in(scene.accounts["secretary"])
    contact, spare = scene.ids("contact", "spare")
    answer = browser.submit(
        f"/nominations/{nomination.matter_id}/actions/replace_contact",
        leaving=str(contact),
        following=f"@{spare}",
        on="2022-10-08",
        reason="工作调动",
    )
    assert "孙立" in browser.follow(answer).text


def test_probation_is_extended_on_a_page(app: Flask, make: Factory, sign_in) -> None:  # type: ignore[no-untyped-def]
    scene = Scene(make)
    nomination = scene.case("oath_on")
    browser = sign_in(scene.accounts["leader"])
    typed = {
        "on": "2024-07-22",
        "due": str(VOTES.due),
        "present": str(VOTES.present),
        "in_favour": str(VOTES.in_favour),
        "approved_on": "2024-08-01",
        "reason": "需要继续考察和教育",
    }
    address = f"/nominations/{nomination.matter_id}/actions/extend"
    assert "第三十二条" in browser.submit(address, months="5", **typed).text
    answer = browser.submit(address, months="6", **typed)
    assert "延长6个月" in browser.follow(answer).text


def test_a_day_is_corrected_on_the_page_of_its_step(app: Flask, make: Factory, sign_in) -> None:  # type: ignore[no-untyped-def]
    scene = Scene(make)
    nomination = scene.case("talked_on")
    browser = sign_in(scene.accounts["secretary"])
    answer = browser.submit(
        f"/nominations/{nomination.matter_id}/steps/talked_on",
        action="/actions/correct",
        on="2022-05-23",
        reason="谈话记录日期登记有误",
    )
    assert "2022年5月23日" in browser.follow(answer).text
    assert "谈话记录日期登记有误" in browser.get(f"/nominations/{nomination.matter_id}/history").text


def test_papers_are_added_and_an_archive_with_gaps_is_refused(app: Flask, make: Factory, sign_in) -> None:  # type: ignore[no-untyped-def]
    """Art. 36: DM-43."""
    scene = Scene(make)
    nomination = scene.case("conversion_approved_on")
    browser = sign_in(scene.accounts["secretary"])
    address = f"/nominations/{nomination.matter_id}"
    refused = browser.submit(f"{address}/steps/archived_on", on="2026-11-20")
    assert refused.status_code == 422
    assert "第三十六条" in refused.text
    for step in ("apply", "application_form", "cultivate", "probation", "political_review", "apply_conversion"):
        done = browser.submit(f"{address}/dossier", action="/dossier", step=step, kept_at="组织部档案柜3号")
        assert done.status_code == 302, done.text
    answer = browser.submit(f"{address}/steps/archived_on", on="2026-11-20")
    assert answer.status_code == 302, answer.text
    assert "已转正归档" in browser.follow(answer).text


def test_evidence_is_attached_when_a_case_begins(app: Flask, make: Factory, sign_in) -> None:  # type: ignore[no-untyped-def]
    scene = Scene(make)
    person = scene.people["candidate"].id
    page = sign_in(scene.accounts["secretary"]).get(f"/nominations/new?person={person}")
    assert "一线表现是考察依据，不能代替规定步骤" in page.text
    assert page.page.select_one(f"input[name=person][value='@{person}']") is not None
    assert date(2022, 5, 12) == DAYS["applied_on"]
