"""Materials in the browser: written, signed, approved, taken out; foreign ids, stale forms, double posts."""

import io
from collections.abc import Callable
from typing import Any

import docx
import pytest
from flask import Flask

from evaluation.appraisals.cycles.enums import AppraisalState
from evaluation.appraisals.materials.enums import MaterialState as S
from evaluation.appraisals.materials.enums import Section
from evaluation.appraisals.materials.models import Material
from evaluation.appraisals.materials.queries import text_of
from evaluation.foundation.audit.models import AuditEvent
from evaluation.foundation.core.database import db
from evaluation.procedures.evidence.enums import Dimension, EvidenceKind
from evaluation.procedures.evidence.models import Statement
from evaluation.procedures.evidence.operations import withdraw
from evaluation.procedures.workflow.models import Matter
from evaluation.registry.accounts.enums import Role
from tests.appraisals.scene import ROLES, Scene
from tests.support.browser import Answer, Browser
from tests.support.databases import statements
from tests.support.factories import Factory

SignIn = Callable[..., Browser]
OUTSIDERS = (*sorted(set(ROLES) - {"officer", "head", "leader", "discipline"}), "li")


def sentence_id(material: Material, section: Section) -> int:
    identity = text_of(material).sections[section][0].statement.id
    db.session.rollback()
    return identity


def test_every_generated_sentence_ends_in_working_source_links(app: Flask, make: Factory, sign_in: SignIn) -> None:
    """E6, for a college role and for an examiner who holds none."""
    scene = Scene(make)
    material = scene.material(scene.appraisal(AppraisalState.JUDGING))
    for name in ("officer", "one"):
        browser = sign_in(scene.accounts[name])
        page = browser.get(f"/evaluations/materials/{material.matter_id}").page
        assert page is not None
        rows = page.select(".sentences li")
        assert len(rows) == 3
        for row in rows:
            links = row.select("sup.sources a")
            assert links, row.get_text()
            for link in links:
                assert browser.get(str(link["href"])).status_code == 200
        assert "未写到：政治素质、宗旨意识、全局观念、驾驭能力（没有依据）。" in page.get_text()


def test_a_sentence_is_written_with_sources_ticked(app: Flask, make: Factory, sign_in: SignIn) -> None:
    scene = Scene(make)
    material = scene.material(scene.appraisal(AppraisalState.JUDGING))
    browser = sign_in(scene.accounts["two"])
    address = f"/evaluations/materials/{material.matter_id}"

    answer = browser.submit(
        f"{address}/statements/new?section=command", text="指挥有序。", evidence=[str(scene.deed.id), str(scene.shift.id)]
    )

    assert answer.location == f"{address}#command"
    page = browser.get(address)
    assert "指挥有序。 〔 1 BC-2022-0002-01 、 2 SJ-2022-0001 〕" in page.text
    assert "没有依据" not in str(page.page and page.page.select("#command")[0].get_text())


def test_unsupported_sentences_are_shown_as_such(app: Flask, make: Factory, sign_in: SignIn) -> None:
    scene = Scene(make)
    material = scene.material(scene.appraisal(AppraisalState.JUDGING))
    browser = sign_in(scene.accounts["one"])
    address = f"/evaluations/materials/{material.matter_id}"
    for section in ("command", "shortcomings"):
        browser.submit(f"{address}/statements/new?section={section}", text="一句话。")

    page = browser.get(address).page

    assert page is not None
    assert [len(page.select(f"#{section} .tag.amber")) for section in ("command", "shortcomings")] == [1, 0]


def test_changing_takes_the_automatic_mark_and_the_signatures(app: Flask, make: Factory, sign_in: SignIn) -> None:
    scene = Scene(make)
    material = scene.material(scene.appraisal(AppraisalState.JUDGING), state=S.SIGNING)
    address = f"/evaluations/materials/{material.matter_id}"
    two, one = sign_in(scene.accounts["two"]), sign_in(scene.accounts["one"])
    assert two.submit(address, action="/actions/decide", decision="sign").status_code == 302
    edit = f"{address}/statements/{sentence_id(material, Section.RESPONSIBILITY)}"
    form = one.get(edit)
    assert "已有1名考察人签名，任何改动都会使签名作废" in form.text

    saved = one.submit(edit, page=form, text="4月1日夜间冒雨采样。")
    page = one.follow(saved)

    assert "已保存。因文字改动，已有的1个签名作废，须重新签名。" in page.text
    assert page.page is not None
    section = page.page.select("#responsibility")[0]
    assert "4月1日夜间冒雨采样。" in section.get_text()
    assert "自动生成" not in section.get_text()
    assert "草稿" in page.page.select(".page-head")[0].get_text()


def test_a_stale_sentence_shows_both_texts(app: Flask, make: Factory, sign_in: SignIn) -> None:
    scene = Scene(make)
    material = scene.material(scene.appraisal(AppraisalState.JUDGING))
    edit = f"/evaluations/materials/{material.matter_id}/statements/{sentence_id(material, Section.RESPONSIBILITY)}"
    one, two = sign_in(scene.accounts["one"]), sign_in(scene.accounts["two"])
    stale = two.get(edit)
    assert one.submit(edit, text="先存的一句。").status_code == 302

    answer = two.submit(edit, page=stale, text="后存的一句。")

    assert answer.status_code == 409
    assert "先存的一句。" in answer.text
    assert "后存的一句。" in answer.text


def test_a_stale_signature_is_refused(app: Flask, make: Factory, sign_in: SignIn) -> None:
    scene = Scene(make)
    material = scene.material(scene.appraisal(AppraisalState.JUDGING), state=S.SIGNING)
    address = f"/evaluations/materials/{material.matter_id}"
    two, one = sign_in(scene.accounts["two"]), sign_in(scene.accounts["one"])
    read = two.get(address)
    one.submit(f"{address}/statements/new?section=overall", text="又添一句。")
    one.submit(address, action="/actions/decide", decision="submit")

    answer = two.submit("", page=read, action="/actions/decide", decision="sign")

    assert answer.status_code == 409
    db.session.expire_all()
    assert db.session.get_one(Material, material.matter_id).signatures == []


def test_the_second_post_has_no_effect(app: Flask, make: Factory, sign_in: SignIn) -> None:
    scene = Scene(make)
    appraisal = scene.appraisal(AppraisalState.JUDGING)
    browser = sign_in(scene.accounts["one"])
    page = browser.get(f"/evaluations/{appraisal.matter_id}/people/{scene.people['li'].id}")

    first = browser.submit("", page=page, action="/actions/write")
    second = browser.submit("", page=page, action="/actions/write")

    assert second.location == first.location
    db.session.rollback()
    assert db.session.query(Material).count() == 1


def test_reordering_and_removing_by_click(app: Flask, make: Factory, sign_in: SignIn) -> None:
    scene = Scene(make)
    material = scene.material(scene.appraisal(AppraisalState.JUDGING))
    address = f"/evaluations/materials/{material.matter_id}"
    browser = sign_in(scene.accounts["one"])

    def outline() -> list[str]:
        page = browser.get(address).page
        assert page is not None
        return [row.select("p.prose")[0].get_text()[:12] for row in page.select("#overview .sentences li")]

    before = outline()
    last = text_of(material).sections[Section.OVERVIEW][-1].statement.id
    assert browser.submit(address, action=f"/statements/{last}/actions/move").status_code == 302
    assert outline() == before[::-1]
    assert browser.submit(address, action=f"/statements/{last}/actions/remove").status_code == 302
    assert outline() == before[:1]


def test_foreign_ids_look_like_unknown_ones(app: Flask, make: Factory, sign_in: SignIn) -> None:
    scene = Scene(make)
    material = scene.material(scene.appraisal(AppraisalState.JUDGING), state=S.APPROVED)
    sentence = sentence_id(material, Section.OVERVIEW)
    for name in OUTSIDERS:
        browser = sign_in(scene.accounts[name])
        for path in ("", "/print", "/material.docx", "/basic", "/statements/new", f"/statements/{sentence}"):
            foreign = browser.get(f"/evaluations/materials/{material.matter_id}{path}")
            unknown = browser.get(f"/evaluations/materials/987654{path}")
            assert (foreign.status_code, unknown.status_code) == (404, 404), (name, path)
            assert foreign.text == unknown.text, (name, path)


def test_a_sentence_of_another_material_is_unknown_here(app: Flask, make: Factory, sign_in: SignIn) -> None:
    scene = Scene(make)
    appraisal = scene.appraisal(AppraisalState.JUDGING)
    material, other = scene.material(appraisal, "li"), scene.material(appraisal, "wang")
    foreign = sentence_id(other, Section.OVERVIEW)
    browser = sign_in(scene.accounts["one"])

    assert browser.get(f"/evaluations/materials/{material.matter_id}/statements/{foreign}").status_code == 404
    assert browser.get(f"/evaluations/materials/{other.matter_id}/statements/{foreign}").status_code == 200


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"text": ""}, "写出这句话"),
        ({"text": "长" * 1001}, "最多1000字"),
        ({"evidence": "999999"}, "请重新勾选"),
        ({"evidence": "不是数"}, "请重新勾选"),
        ({"section": "nowhere"}, "选择所属部分"),
    ],
)
def test_a_sentence_is_refused_with_the_way_out(
    app: Flask, make: Factory, sign_in: SignIn, changes: dict[str, str], message: str
) -> None:
    scene = Scene(make)
    material = scene.material(scene.appraisal(AppraisalState.JUDGING))
    before = db.session.query(Statement).count()
    address = f"/evaluations/materials/{material.matter_id}/statements/new?section=command"

    answer = sign_in(scene.accounts["one"]).submit(address, **{"text": "<script>一句</script>。", **changes})

    assert answer.status_code == 422
    assert message in answer.text
    db.session.rollback()
    assert db.session.query(Statement).count() == before


def test_markup_in_a_sentence_is_text(app: Flask, make: Factory, sign_in: SignIn) -> None:
    scene = Scene(make)
    material = scene.material(scene.appraisal(AppraisalState.JUDGING))
    address = f"/evaluations/materials/{material.matter_id}"
    browser = sign_in(scene.accounts["one"])
    browser.submit(f"{address}/statements/new?section=overall", text="<script>alert(1)</script><b>好</b>")

    for path in ("", "/print"):
        page = browser.get(f"{address}{path}")
        assert "<script>alert(1)</script><b>好</b>" in page.text
        assert page.page is not None
        assert page.page.select("main script, main b") == []


def test_the_word_file_is_taken_out_and_recorded(app: Flask, make: Factory, sign_in: SignIn) -> None:
    scene = Scene(make)
    material = scene.material(scene.appraisal(AppraisalState.JUDGING), state=S.SIGNING)
    browser = sign_in(scene.accounts["leader"])
    db.session.rollback()
    before = db.session.query(AuditEvent).count()

    answer = browser.get(f"/evaluations/materials/{material.matter_id}/material.docx", check=False)
    browser.get(f"/evaluations/materials/{material.matter_id}")
    browser.get(f"/evaluations/materials/{material.matter_id}/print")

    assert answer.response.mimetype.endswith("wordprocessingml.document")
    paragraphs = [one.text for one in docx.Document(io.BytesIO(answer.data)).paragraphs]
    assert paragraphs[:2] == ["李思源同志考察材料", "（征求意见稿）"]
    db.session.rollback()
    events = db.session.query(AuditEvent).order_by(AuditEvent.sequence).offset(before).all()
    assert [(event.action, event.object_number) for event in events] == [
        ("material.export", "CL-2022-0001"),
        ("material.read", "CL-2022-0001"),
        ("material.read", "CL-2022-0001"),
    ]


def test_the_sheet_is_numbered_like_the_paper(app: Flask, make: Factory, sign_in: SignIn) -> None:
    scene = Scene(make)
    material = scene.material(scene.appraisal(AppraisalState.JUDGING), state=S.APPROVED)

    page = sign_in(scene.accounts["officer"]).get(f"/evaluations/materials/{material.matter_id}/print").page

    assert page is not None
    assert [head.get_text() for head in page.select("article h2, article h3")] == [
        "一、一线表现概述",
        "二、主要表现",
        "（一）担当精神",
        "三、主要缺点和不足",
        "四、总体评价",
        "材料来源",
    ]
    assert page.select(".for-comment") == []
    assert "考察人：孙晓雯" in page.get_text()


def test_a_revoked_deed_turns_its_sentences_red(app: Flask, make: Factory, sign_in: SignIn) -> None:
    scene = Scene(make)
    material = scene.material(scene.appraisal(AppraisalState.JUDGING))
    withdraw(scene.deed, reason="事后查明与事实不符", actor=scene.actor("head"), now=material.matter.opened_at)
    db.session.commit()
    browser = sign_in(scene.accounts["one"])

    page = browser.get(f"/evaluations/materials/{material.matter_id}").page

    assert page is not None
    assert len(page.select(".sentences li.weak")) == 2
    assert "有2句的依据已失效，请再看" in page.get_text()
    assert "（已撤回）" in page.select(".source-list .gone")[0].get_text()
    inbox = browser.get("/inbox/")
    assert "李思源同志考察材料" in inbox.text


@pytest.mark.parametrize("rows", [1, 12])
def test_statements_do_not_depend_on_the_evidence(app: Flask, make: Factory, sign_in: SignIn, rows: int) -> None:
    scene = Scene(make)
    for number in range(rows):
        scene.evidence("li", title=f"事迹{number}", dimensions=[Dimension.COMMAND, Dimension.RESPONSIBILITY])
        scene.evidence("li", kind=EvidenceKind.SHIFT_LINE, title=f"班{number}", place=f"岗{number}", minutes=60)
    warm = scene.appraisal(AppraisalState.JUDGING, title="先有的一次")
    scene.material(warm, state=S.APPROVED)
    appraisal = scene.appraisal(AppraisalState.JUDGING)
    db.session.commit()
    one, two, head, officer = (sign_in(scene.accounts[name]) for name in ("one", "two", "head", "officer"))
    person = f"/evaluations/{appraisal.matter_id}/people/{scene.people['li'].id}"
    seen: dict[str, int] = {}

    def posted(name: str, browser: Browser, page: Answer, action: str | None, **fields: Any) -> Answer:
        target = str(fields.pop("address", ""))
        with statements() as texts:
            answer = browser.submit(target, page=page, action=action, **fields)
        assert answer.status_code == 302, name
        seen[name] = len(texts)
        return answer

    begun = posted("begin", one, one.get(person), "/actions/write")
    address = str(begun.location)
    with statements() as texts:
        one.get(address)
    assert len(texts) <= 12, texts.texts
    material = db.session.query(Material).order_by(Material.matter_id.desc()).first()
    assert material is not None
    form = f"{address}/statements/new?section=shortcomings"
    posted("add", one, one.get(form), None, address=form, text="方法简单。")
    form = f"{address}/statements/new?section=overall"
    posted("add more", one, one.get(form), None, address=form, text="经受考验。", evidence=[str(scene.deed.id)])
    posted("regenerate", one, one.get(address), "/actions/regenerate")
    posted("submit", one, one.get(address), "/actions/decide", decision="submit")
    posted("sign", two, two.get(address), "/actions/decide", decision="sign")
    edit = f"{address}/statements/{sentence_id(material, Section.OVERALL)}"
    posted("edit", one, one.get(edit), None, address=edit, text="经受住考验。", evidence=[str(scene.shift.id)])
    posted("submit again", one, one.get(address), "/actions/decide", decision="submit")
    posted("sign first", one, one.get(address), "/actions/decide", decision="sign")
    posted("sign second", two, two.get(address), "/actions/decide", decision="sign")
    posted("approve", head, head.get(address), "/actions/decide", decision="approve")
    with statements() as texts:
        officer.get(address)
    assert len(texts) <= 12, texts.texts
    assert {name: count for name, count in seen.items() if count > 15} == {}


def test_words_in_english_too(app: Flask, make: Factory, sign_in: SignIn) -> None:
    scene = Scene(make)
    appraisal = scene.appraisal(AppraisalState.JUDGING)
    material = scene.material(appraisal)
    browser = sign_in(scene.accounts["one"])
    browser.get("/?lang=en", check=False)

    for address in (
        f"/evaluations/{appraisal.matter_id}",
        f"/evaluations/{appraisal.matter_id}/people/{scene.people['li'].id}",
        f"/evaluations/materials/{material.matter_id}",
    ):
        page = browser.get(address).page
        assert page is not None
        assert page.html is not None
        assert page.html["lang"] == "en"
        for control in page.select("main button, main label, main legend, main h2, main .tag"):
            if "_evidence-" in str(control.get("for")):
                continue  # titles of evidence are as they were written
            words = control.get_text()
            known = {grade.word for grade in appraisal.grades}
            assert words.strip() in known or not any("\u4e00" <= sign <= "\u9fff" for sign in words), words


def test_the_material_is_found_under_its_person_only_by_who_may_see_it(app: Flask, make: Factory, sign_in: SignIn) -> None:
    scene = Scene(make)
    material = scene.material(scene.appraisal(AppraisalState.JUDGING), state=S.APPROVED)
    number = db.session.get_one(Matter, material.matter_id).number
    publicity = sign_in(make.account(Role.PUBLICITY_CHIEF))

    assert publicity.get(f"/search?q={number}", check=False).status_code in {200, 302, 308, 404}
    assert "李思源同志考察材料" not in publicity.get(f"/search?q={number}", check=False).data.decode()
