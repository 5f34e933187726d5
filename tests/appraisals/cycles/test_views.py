"""Appraisals in the browser: opened, verified, rated alone, told; two editors, double posts, foreign ids."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from evaluation.appraisals.cycles.enums import AppraisalState as S
from evaluation.appraisals.cycles.models import Appraisal, Assessment, Feedback, Finding
from evaluation.foundation.audit.models import AuditEvent
from evaluation.foundation.core.database import db
from evaluation.procedures.evidence.enums import Dimension
from evaluation.procedures.workflow.models import Matter, Task
from tests.appraisals.scene import Scene
from tests.support.browser import Answer, Browser
from tests.support.databases import statements
from tests.support.factories import Factory

SignIn = Callable[..., Browser]


def count(model: type) -> int:
    db.session.rollback()
    return db.session.query(model).count()


def rating_fields(scene: Scene, appraisal: Appraisal, word: str = "良好", **changes: Any) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for dimension in Dimension:
        fields[f"{dimension.value}_grade"] = str(scene.grade(appraisal, word))
        fields[f"{dimension.value}_sentence"] = "表现稳定，任务完成好。"
    return {**fields, **changes}


def address_of(appraisal: Appraisal, scene: Scene, name: str = "li") -> str:
    return f"/evaluations/{appraisal.matter_id}/people/{scene.people[name].id}"


def test_an_appraisal_from_draft_to_archive(app: Flask, make: Factory, sign_in: SignIn) -> None:
    scene = Scene(make)
    officer, head, one, two, li = (sign_in(scene.accounts[name]) for name in ("officer", "head", "one", "two", "li"))

    opened = officer.submit(
        "/evaluations/new",
        title="疫情防控一线专项考核",
        begins_on="2022-03-14",
        ends_on="2022-04-15",
        people=[f"@{person.id}" for person in scene.people.values()],
        examiners=[f"@{scene.accounts[name].person_id}" for name in ("one", "two")],
        plan="了解一线表现。",
    )
    check = officer.follow(opened)
    assert "没有登记考察预告" in check.text
    assert officer.submit(str(opened.location), page=check).status_code == 422
    frozen = officer.submit(str(opened.location), page=check, without_notice="y")
    page = officer.follow(frozen)
    assert "KH-2022-0001" in page.text
    appraisal = db.session.query(Appraisal).one()
    address = f"/evaluations/{appraisal.matter_id}"

    early = officer.submit(address, action="/actions/step", decision="to_judging")
    assert early.status_code == 422
    assert "王二、李思源：还没有人核看依据" in early.text
    for name in scene.people:
        person = address_of(appraisal, scene, name)
        assert one.submit(person, action="/actions/look").status_code == 302
    assert officer.submit(address, action="/actions/step", decision="to_judging").status_code == 302

    for name in scene.people:
        person = address_of(appraisal, scene, name)
        for browser in (one, two):
            saved = browser.submit(person, action="/actions/rate", **rating_fields(scene, appraisal))
            assert saved.status_code == 302
        grade = str(scene.grade(appraisal, "良好"))
        concluded = head.submit(person, action="/actions/conclude", **{one.value: grade for one in Dimension})
        assert concluded.status_code == 302
        begun = one.submit(person, action="/actions/write")
        material = str(begun.location)
        for section in ("shortcomings", "overall"):
            added = one.submit(f"{material}/statements/new?section={section}", text="工作方法有时比较简单。")
            assert added.status_code == 302
        assert one.submit(material, action="/actions/decide", decision="submit").status_code == 302
        for browser in (one, two):
            assert browser.submit(material, action="/actions/decide", decision="sign").status_code == 302
        assert head.submit(material, action="/actions/decide", decision="approve").status_code == 302
    assert head.submit(address, action="/actions/step", decision="to_feedback").status_code == 302

    assert li.get(f"{address}/feedback").status_code == 404
    untold = officer.submit(address, action="/actions/step", decision="archive")
    assert untold.status_code == 422
    assert "还没有告知" in untold.text
    told = officer.submit(address_of(appraisal, scene), action="/actions/tell", told_on="2022-04-06", manner="talk")
    assert told.status_code == 302
    paper = officer.submit(
        address_of(appraisal, scene, "wang"),
        action="/actions/tell",
        told_on="2022-04-06",
        manner="writing",
        opinion="agrees",
    )
    assert paper.status_code == 302
    answered = li.submit(f"{address}/feedback", opinion="differs", opinion_text="我还参加了西门值守。")
    assert "我还参加了西门值守" in li.follow(answered).text
    assert officer.submit(address, action="/actions/step", decision="archive").status_code == 302

    db.session.expire_all()
    matter = db.session.get_one(Matter, appraisal.matter_id)
    assert matter.state == S.ARCHIVED
    assert db.session.query(Task).filter_by(matter_id=matter.id, closed_at=None).all() == []
    assert "已归档" in officer.get(address).text


def test_the_best_word_without_evidence_is_refused_at_its_field(app: Flask, make: Factory, sign_in: SignIn) -> None:
    scene = Scene(make)
    appraisal = scene.appraisal(S.JUDGING)
    browser = sign_in(scene.accounts["one"])
    best = str(scene.grade(appraisal, "优秀"))

    answer = browser.submit(
        address_of(appraisal, scene), action="/actions/rate", **rating_fields(scene, appraisal, command_grade=best)
    )

    assert answer.status_code == 422
    assert answer.page is not None
    [message] = answer.page.select("#command_reason-error")
    assert "驾驭能力评为“优秀”须有依据或理由" in message.get_text()
    assert [link["href"] for link in answer.page.select(".error-summary a")] == ["#command_reason"]
    assert count(Assessment) == 0
    again = browser.submit(
        "",
        page=answer,
        action="/actions/rate",
        **rating_fields(scene, appraisal, command_grade=best, command_reason="多次独立指挥转运"),
    )
    assert again.status_code == 302


def test_the_best_word_with_evidence_is_kept(app: Flask, make: Factory, sign_in: SignIn) -> None:
    scene = Scene(make)
    appraisal = scene.appraisal(S.JUDGING)
    best = str(scene.grade(appraisal, "优秀"))

    answer = sign_in(scene.accounts["one"]).submit(
        address_of(appraisal, scene),
        action="/actions/rate",
        **rating_fields(scene, appraisal, command_grade=best, command_evidence=[str(scene.deed.id), str(scene.shift.id)]),
    )

    assert answer.status_code == 302
    page = sign_in(scene.accounts["head"]).get(address_of(appraisal, scene))
    assert "依据： SJ-2022-0001 、 BC-2022-0002-01" in page.text


def test_others_are_read_only_after_the_own_rating(app: Flask, make: Factory, sign_in: SignIn) -> None:
    scene = Scene(make)
    appraisal = scene.appraisal(S.JUDGING)
    sign_in(scene.accounts["one"]).submit(
        address_of(appraisal, scene),
        action="/actions/rate",
        **rating_fields(scene, appraisal, command_sentence="指挥果断有条理"),
    )
    browser = sign_in(scene.accounts["two"])

    before = browser.get(address_of(appraisal, scene))
    assert "指挥果断有条理" not in before.data.decode()
    assert "已有1名考察人评定" in before.text
    evidence = browser.get(f"{address_of(appraisal, scene)}/evidence/{scene.deed.number}")
    assert "指挥果断有条理" not in evidence.data.decode()
    browser.submit("", page=before, action="/actions/rate", **rating_fields(scene, appraisal))

    assert "指挥果断有条理" in browser.get(address_of(appraisal, scene)).text


def test_evidence_pages_name_no_judgement(app: Flask, make: Factory, sign_in: SignIn) -> None:
    """Who leans on an item is told without a word of the rating."""
    scene = Scene(make)
    appraisal = scene.appraisal(S.JUDGING)
    best = str(scene.grade(appraisal, "优秀"))
    sign_in(scene.accounts["one"]).submit(
        address_of(appraisal, scene),
        action="/actions/rate",
        **rating_fields(
            scene,
            appraisal,
            responsibility_grade=best,
            responsibility_sentence="独当一面",
            responsibility_evidence=str(scene.deed.id),
        ),
    )

    page = sign_in(scene.accounts["officer"]).get(f"/evidence/{scene.deed.number}")

    assert "李思源：担当精神" in page.text
    assert "独当一面" not in page.data.decode()


def test_a_stale_rating_shows_both_texts(app: Flask, make: Factory, sign_in: SignIn) -> None:
    scene = Scene(make)
    appraisal = scene.appraisal(S.JUDGING)
    address = address_of(appraisal, scene)
    one, other = sign_in(scene.accounts["one"]), sign_in(scene.accounts["one"])
    stale = other.get(address)
    first = one.submit(address, action="/actions/rate", **rating_fields(scene, appraisal, command_sentence="先存的话"))
    assert first.status_code == 302

    answer = other.submit("", page=stale, action="/actions/rate", **rating_fields(scene, appraisal, command_sentence="后存的话"))

    assert answer.status_code == 409
    assert "先存的话" in answer.text
    assert "后存的话" in answer.text
    assert count(Assessment) == 1


def test_the_second_post_of_one_rating_has_no_effect(app: Flask, make: Factory, sign_in: SignIn) -> None:
    scene = Scene(make)
    appraisal = scene.appraisal(S.JUDGING)
    browser = sign_in(scene.accounts["one"])
    page = browser.get(address_of(appraisal, scene))
    fields = rating_fields(scene, appraisal)

    first = browser.submit("", page=page, action="/actions/rate", **fields)
    second = browser.submit("", page=page, action="/actions/rate", **fields)

    assert (first.status_code, second.status_code) == (302, 302)
    assert second.location == first.location
    assert count(Assessment) == 1


def test_keys_lead_to_the_neighbours_and_past_those_one_keeps_out_of(app: Flask, make: Factory, sign_in: SignIn) -> None:
    scene = Scene(make)
    third = make.person("孟繁星")
    scene.people["third"] = third
    scene.accounts["extra"] = make.account()
    appraisal = scene.appraisal(
        S.VERIFYING,
        person_ids=[person.id for person in scene.people.values()],
        examiner_ids=[scene.accounts[name].person_id for name in ("one", "two", "extra")],
    )
    make.relatives(scene.accounts["two"].person_id, scene.people["li"].id)

    def keys(name: str) -> dict[str, str]:
        page = sign_in(scene.accounts[name]).get(address_of(appraisal, scene, "wang")).page
        assert page is not None
        return {str(link["data-key"]): str(link["href"]) for link in page.select("a[data-key]")}

    assert keys("one") == {"j": address_of(appraisal, scene, "li")}
    assert keys("two") == {"j": address_of(appraisal, scene, "third")}


def test_a_relative_keeps_out(app: Flask, make: Factory, sign_in: SignIn) -> None:
    scene = Scene(make)
    scene.accounts["extra"] = make.account()
    appraisal = scene.appraisal(S.JUDGING, examiner_ids=[scene.accounts[name].person_id for name in ("one", "two", "extra")])
    make.relatives(scene.people["li"].id, scene.accounts["two"].person_id)
    browser = sign_in(scene.accounts["two"])

    refused = browser.get(address_of(appraisal, scene))

    assert refused.status_code == 403
    assert "您须回避" in refused.text
    page = browser.get(f"/evaluations/{appraisal.matter_id}")
    assert "您须回避" in page.text
    assert "回避：李思源" in page.text


OUTSIDERS = ("editor", "reviewer", "chief", "care", "clerk", "member", "li", "sysadmin", "secadmin", "auditor")


def test_foreign_ids_look_like_unknown_ones(app: Flask, make: Factory, sign_in: SignIn) -> None:
    scene = Scene(make)
    appraisal = scene.appraisal(S.FEEDBACK)
    doors = {"/edit": 403, "/freeze": 403}
    for name in OUTSIDERS:
        browser = sign_in(scene.accounts[name])
        for path in ("", f"/people/{scene.people['li'].id}", "/people.xlsx", "/edit", "/freeze", "/feedback"):
            foreign = browser.get(f"/evaluations/{appraisal.matter_id}{path}")
            unknown = browser.get(f"/evaluations/987654{path}")
            expected = doors.get(path, 404)
            assert (foreign.status_code, unknown.status_code) == (expected, expected), (name, path)
            assert foreign.text.replace(f"/{appraisal.matter_id}/", "/987654/") == unknown.text, (name, path)


def test_publicity_and_administrators_are_refused_at_the_list(app: Flask, make: Factory, sign_in: SignIn) -> None:
    scene = Scene(make)
    scene.appraisal(S.FEEDBACK)
    for name in ("editor", "reviewer", "chief", "sysadmin", "secadmin", "auditor"):
        answer = sign_in(scene.accounts[name]).get("/evaluations/")
        assert answer.status_code == 403, name
        assert "专项考核" not in answer.text, name


def test_publicity_reads_nothing_even_as_the_person_told(app: Flask, make: Factory, sign_in: SignIn) -> None:
    """An editor who is appraised reads the own result and nothing else."""
    scene = Scene(make)
    scene.people["editor"] = db.session.get_one(type(scene.people["li"]), scene.accounts["editor"].person_id)
    scene.evidence("editor")
    appraisal = scene.appraisal(S.FEEDBACK, person_ids=[person.id for person in scene.people.values()])
    scene.tell(appraisal, "editor")
    db.session.commit()
    browser = sign_in(scene.accounts["editor"])

    listed = browser.get("/evaluations/")

    assert listed.status_code == 200
    assert listed.page is not None
    assert [str(link["href"]) for link in listed.page.select("main a[href^='/evaluations/']")] == [
        f"/evaluations/{appraisal.matter_id}/feedback"
    ]
    assert browser.get(f"/evaluations/{appraisal.matter_id}").status_code == 404
    assert browser.get(address_of(appraisal, scene, "editor")).status_code == 404
    own = browser.get(f"/evaluations/{appraisal.matter_id}/feedback")
    assert own.status_code == 200
    for name in ("li", "wang"):
        assert scene.people[name].name not in own.text


def test_the_person_reads_words_and_nothing_of_others(app: Flask, make: Factory, sign_in: SignIn) -> None:
    scene = Scene(make)
    appraisal = scene.appraisal(S.FEEDBACK)
    scene.tell(appraisal)

    page = sign_in(scene.accounts["li"]).get(f"/evaluations/{appraisal.matter_id}/feedback")

    assert page.page is not None
    result = page.page.select("main .summary-list")[0].get_text(" ", strip=True)
    assert result.count("良好") == 5
    assert "继续在一线锻炼" in result
    for hidden in ("孙晓雯", "周宁", "王二", "表现稳定，任务完成好"):
        assert hidden not in page.text


def test_a_result_is_told_and_answered_once(app: Flask, make: Factory, sign_in: SignIn) -> None:
    scene = Scene(make)
    appraisal = scene.appraisal(S.FEEDBACK)
    officer, li = sign_in(scene.accounts["officer"]), sign_in(scene.accounts["li"])
    address = address_of(appraisal, scene)
    page = officer.get(address)
    told = {"told_on": "2022-04-06", "manner": "talk", "request_key": ""}
    assert officer.submit("", page=page, action="/actions/tell", **told).status_code == 302

    again = officer.submit("", page=page, action="/actions/tell", **told)

    assert again.status_code == 409
    assert "已经告知过本人" in again.text
    own = f"/evaluations/{appraisal.matter_id}/feedback"
    form = li.get(own)
    assert li.submit(own, page=form, opinion="agrees", request_key="").status_code == 302
    paper = officer.open(f"{address}/actions/answer", method="POST", data={"opinion": "differs", "csrf_token": "x"})
    assert paper.status_code == 400
    assert li.submit(own, page=form, opinion="differs", opinion_text="改主意", request_key="").status_code == 200
    db.session.expire_all()
    [row] = db.session.query(Feedback).all()
    assert (row.opinion, row.opinion_text) == ("agrees", "")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"told_on": "2022-04-07"}, "这一天还没到"),
        ({"told_on": "2022-04-05"}, "这一天结果还没有形成"),
        ({"told_on": ""}, "填写告知本人的日期"),
        ({"opinion": "differs"}, "写明不同意见的内容"),
        ({"opinion_text": "没说同不同意"}, "选择本人是否同意"),
    ],
)
def test_telling_is_refused_with_the_way_out(
    app: Flask, make: Factory, sign_in: SignIn, changes: dict[str, str], message: str
) -> None:
    scene = Scene(make)
    appraisal = scene.appraisal(S.FEEDBACK)

    answer = sign_in(scene.accounts["officer"]).submit(
        address_of(appraisal, scene), action="/actions/tell", **{"told_on": "2022-04-06", "manner": "talk", **changes}
    )

    assert answer.status_code == 422
    assert message in answer.text
    assert count(Feedback) == 0


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"title": ""}, "写明考核名称"),
        ({"title": "长" * 81}, "最多80字"),
        ({"begins_on": "2022-04-16"}, "截止日期早于起始日期"),
        ({"begins_on": ""}, "填写考核期的起始日"),
        ({"people": "查无此人"}, "名册里没有查无此人"),
        ({"examiners": "王二"}, "王二：考核对象不能同时做考察人"),
        ({"grades": "好"}, "写2至6个词"),
        ({"grades": "好\n好"}, "每个词只写一次"),
        ({"grades": "好\n" + "长" * 9}, "每个词只写一次"),
        ({"notice_on": "2022-04-07"}, "预告日期还没到"),
        ({"plan": "长" * 5001}, "最多5000字"),
    ],
)
def test_a_scope_is_refused_with_the_way_out(
    app: Flask, make: Factory, sign_in: SignIn, changes: dict[str, str], message: str
) -> None:
    scene = Scene(make)
    given = {
        "title": "专项考核",
        "begins_on": "2022-03-14",
        "ends_on": "2022-04-15",
        "people": "王二",
        "examiners": "孙晓雯",
        **changes,
    }

    answer = sign_in(scene.accounts["officer"]).submit("/evaluations/new", **given)

    assert answer.status_code == 422
    assert message in answer.text
    assert db.session.query(Appraisal).count() == 0


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"command_grade": "999999"}, "从本次考核的评定用词中选一个"),
        ({"command_grade": "x"}, "从本次考核的评定用词中选一个"),
        ({"command_grade": None}, "驾驭能力：选一个评定用词"),
        ({"command_sentence": ""}, "驾驭能力：写一句话"),
        ({"command_sentence": "长" * 201}, "最多200字"),
        ({"command_evidence": "999999"}, "请重新勾选"),
        ({"command_evidence": "不是数"}, "请重新勾选"),
        ({"command_evidence": "{other}"}, "请重新勾选"),
    ],
)
def test_a_rating_is_refused_with_the_way_out(
    app: Flask, make: Factory, sign_in: SignIn, changes: dict[str, str | None], message: str
) -> None:
    scene = Scene(make)
    appraisal = scene.appraisal(S.JUDGING)
    filled = {name: value and value.format(other=scene.own_shift.id) for name, value in changes.items()}

    answer = sign_in(scene.accounts["one"]).submit(
        address_of(appraisal, scene), action="/actions/rate", **rating_fields(scene, appraisal, **filled)
    )

    assert answer.status_code == 422
    assert message in answer.text
    assert count(Assessment) == 0


def test_words_of_another_appraisal_are_refused(app: Flask, make: Factory, sign_in: SignIn) -> None:
    scene = Scene(make)
    other = scene.appraisal(S.JUDGING, title="另一次考核")
    appraisal = scene.appraisal(S.JUDGING)
    foreign = str(scene.grade(other, "良好"))

    answer = sign_in(scene.accounts["one"]).submit(
        address_of(appraisal, scene), action="/actions/rate", **rating_fields(scene, appraisal, command_grade=foreign)
    )

    assert answer.status_code == 422
    assert count(Assessment) == 0


def test_findings_are_shown_as_unsupported_and_taken_back_by_their_author(app: Flask, make: Factory, sign_in: SignIn) -> None:
    scene = Scene(make)
    appraisal = scene.appraisal(S.VERIFYING)
    address = address_of(appraisal, scene)
    one, two = sign_in(scene.accounts["one"]), sign_in(scene.accounts["two"])

    assert one.submit(address, action="/actions/find", text="三次替班", source="").status_code == 422
    written = one.submit(
        address, action="/actions/find", text="<b>三次替班</b>，让同事回家", source="访谈同事", dimension="command"
    )
    assert written.status_code == 302

    page = two.get(address)
    assert "<b>三次替班</b>，让同事回家" in page.text
    assert "驾驭能力 · 来源：访谈同事 · 孙晓雯" in page.text
    assert "没有依据编号" in page.text
    finding = db.session.query(Finding).one()
    withdraw = f"{address}/findings/{finding.id}/actions/withdraw"
    token = two.get(address).form("/actions/find")
    posted = {"csrf_token": str(token.select("input[name=csrf_token]")[0]["value"])}
    assert two.open(withdraw, method="POST", data=posted).status_code == 403
    wrong = f"{address_of(appraisal, scene, 'wang')}/findings/{finding.id}/actions/withdraw"
    assert one.submit(address, action=withdraw).status_code == 302
    assert one.open(wrong, method="POST", data={"csrf_token": "x"}).status_code == 400
    assert "三次替班" not in two.get(address).text


def test_a_person_without_evidence_needs_a_reason(app: Flask, make: Factory, sign_in: SignIn) -> None:
    scene = Scene(make)
    scene.people["new"] = make.person("马俊")
    appraisal = scene.appraisal(S.VERIFYING, person_ids=[scene.people["new"].id])
    address = address_of(appraisal, scene, "new")
    browser = sign_in(scene.accounts["one"])

    refused = browser.submit(address, action="/actions/look")
    assert refused.status_code == 422
    assert "考核期内没有此人的依据，请写明原因" in refused.text
    kept = browser.submit(address, action="/actions/look", reason="考核期内一直休产假")

    assert kept.status_code == 302
    assert "没有依据：考核期内一直休产假" in sign_in(scene.accounts["leader"]).get(address).text


def test_reading_a_person_is_recorded(app: Flask, make: Factory, sign_in: SignIn) -> None:
    scene = Scene(make)
    appraisal = scene.appraisal(S.VERIFYING)
    leader, editor = sign_in(scene.accounts["leader"]), sign_in(scene.accounts["editor"])
    before = count(AuditEvent)

    assert leader.get(address_of(appraisal, scene)).status_code == 200
    assert editor.get(address_of(appraisal, scene)).status_code == 404
    assert leader.get(f"/evaluations/{appraisal.matter_id}/people.xlsx", check=False).status_code == 200

    db.session.rollback()
    events = db.session.query(AuditEvent).order_by(AuditEvent.sequence).offset(before).all()
    assert [(event.action, event.account_id, event.object_number) for event in events] == [
        ("appraisal.read_person", scene.accounts["leader"].id, "KH-2022-0001"),
        ("appraisal.export_people", scene.accounts["leader"].id, "KH-2022-0001"),
    ]
    assert events[0].private is not None
    assert events[0].private["person_id"] == scene.people["li"].id
    assert "李思源" not in str(events[0].body)


def test_the_workbook_has_the_people_and_no_rating(app: Flask, make: Factory, sign_in: SignIn) -> None:
    scene = Scene(make)
    scene.people["formula"] = make.person("=1+1", number="99999")
    appraisal = scene.appraisal(S.VERIFYING, person_ids=[person.id for person in scene.people.values()])

    answer = sign_in(scene.accounts["officer"]).get(f"/evaluations/{appraisal.matter_id}/people.xlsx", check=False)

    rows = make.workbook_rows(answer.data)
    assert rows[0][:9] == ["序号", "姓名", "工号或学号", "当时部门", "当时职务", "当时政治面貌", "事迹", "班次", "工时"]
    assert [(row[1], row[6], row[7], row[8]) for row in rows[1:]] == [
        ("王二", 0, 1, 4),
        ("李思源", 1, 1, 6),
        ("=1+1", 0, 0, 0),
    ]
    assert "良好" not in str(rows)


def test_the_list_as_a_workbook_has_the_rows_of_the_page(app: Flask, make: Factory, sign_in: SignIn) -> None:
    scene = Scene(make)
    scene.appraisal(S.VERIFYING, title="=1+1")
    scene.appraisal(S.JUDGING, title="另一次")
    scene.draft(title="别人的草稿")
    db.session.commit()
    head = sign_in(scene.accounts["head"])

    everything = make.workbook_rows(head.get("/evaluations/export.xlsx", check=False).data)
    one = make.workbook_rows(head.get("/evaluations/export.xlsx?state=verifying", check=False).data)
    nothing = make.workbook_rows(sign_in(scene.accounts["editor"]).get("/evaluations/export.xlsx", check=False).data)

    assert [row[1] for row in everything] == ["考核名称", "另一次", "=1+1"]
    assert [row[1] for row in one] == ["考核名称", "=1+1"]
    assert [row[1] for row in nothing] == ["考核名称"]


def people_in(scene: Scene, count: int) -> list[int]:
    for number in range(count):
        name = f"more{number}"
        scene.people[name] = scene.make.person(f"赵{'一二三四五六七八九十'[number % 10]}")
        scene.evidence(name, dimensions=[Dimension.COMMAND])
    return [person.id for person in scene.people.values()]


@pytest.mark.parametrize("rows", [0, 20])
def test_statements_do_not_depend_on_people_and_evidence(app: Flask, make: Factory, sign_in: SignIn, rows: int) -> None:
    scene = Scene(make)
    ids = people_in(scene, rows)
    for number in range(rows):
        scene.evidence("li", title=f"事迹{number}", dimensions=[Dimension.COMMAND])
        scene.draft(title=f"考核{number}")
    verifying = scene.appraisal(S.VERIFYING, person_ids=ids)
    judging = scene.appraisal(S.JUDGING, person_ids=ids)
    scene.rate(judging, "li", by="two")
    scene.material(judging, "wang")
    db.session.commit()
    one, officer = sign_in(scene.accounts["one"]), sign_in(scene.accounts["officer"])
    for address in ("/evaluations/", f"/evaluations/{judging.matter_id}"):
        officer.get(address)

    def counted(browser: Browser, address: str) -> int:
        with statements() as seen:
            assert browser.get(address, check=False).status_code == 200
        return len(seen)

    assert counted(officer, "/evaluations/") <= 8
    for appraisal in (verifying, judging):
        assert counted(officer, f"/evaluations/{appraisal.matter_id}") <= 12
        assert counted(one, address_of(appraisal, scene)) <= 12
        assert counted(officer, address_of(appraisal, scene)) <= 12


def posted(browser: Browser, address: str, page: Answer, action: str | None = None, **fields: Any) -> int:
    with statements() as seen:
        answer = browser.submit(address, page=page, action=action, **fields)
    assert answer.status_code == 302
    return len(seen)


@pytest.mark.parametrize("rows", [0, 20])
def test_posts_stay_within_their_statements(app: Flask, make: Factory, sign_in: SignIn, rows: int) -> None:
    scene = Scene(make)
    ids = people_in(scene, rows)
    one, officer, head = (sign_in(scene.accounts[name]) for name in ("one", "officer", "head"))
    judging = scene.appraisal(S.JUDGING, person_ids=ids)
    draft = scene.draft(person_ids=ids)
    db.session.commit()
    freeze = f"/evaluations/{draft.matter_id}/freeze"
    assert posted(officer, freeze, officer.get(freeze)) <= 15
    page = one.get(address_of(draft, scene))
    assert posted(one, "", page, "/actions/look") <= 15

    scene.rate(judging, "li", by="two")
    for name in scene.people:
        if name != "li":
            scene.rate(judging, name)
    scene.evidence("li", title="又一件", dimensions=[Dimension.COMMAND])
    db.session.commit()
    page = one.get(address_of(judging, scene))
    rating = rating_fields(scene, judging, command_evidence=[str(scene.deed.id)])
    assert posted(one, "", page, "/actions/rate", **rating) <= 15
    page = head.get(address_of(judging, scene))
    words = {one.value: str(scene.grade(judging, "良好")) for one in Dimension}
    assert posted(head, "", page, "/actions/conclude", **words) <= 15
    page = one.get(address_of(judging, scene))
    rating = rating_fields(
        scene, judging, command_evidence=[str(scene.shift.id)], view_of_the_whole_evidence=[str(scene.deed.id)]
    )
    assert posted(one, "", page, "/actions/rate", **rating) <= 15
