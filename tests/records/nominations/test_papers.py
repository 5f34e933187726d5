"""Forms as Word, the bundle of the dossier, the notice of a development target."""

import hashlib
import json
import zipfile
from io import BytesIO

import docx
import pytest
from flask import Flask
from sqlalchemy import select

from evaluation.foundation.audit.models import AuditEvent
from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.procedures.notices.models import Notice
from evaluation.records.nominations.documents.bundle import HISTORY, INDEX, MANIFEST, SUMS
from evaluation.records.nominations.documents.forms import FORMS
from tests.records.nominations.scene import Scene
from tests.support.factories import Factory

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 10 10]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"  # noqa: E501


def words_of(data: bytes) -> str:
    """All text of a Word file."""
    document = docx.Document(BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


@pytest.mark.parametrize("name", FORMS)
def test_forms_are_filled_from_what_is_known(app: Flask, make: Factory, sign_in, name: str) -> None:  # type: ignore[no-untyped-def]
    scene = Scene(make)
    nomination = scene.case("conversion_approved_on")
    data = sign_in(scene.accounts["secretary"]).get(f"/nominations/{nomination.matter_id}/documents/{name}.docx").data

    text = words_of(data)
    assert "孟庆和" in text
    known = {
        "talk": "2022年5月20日",
        "register": "2022年6月15日",
        "notice": "2023年6月19日",
        "review": "政审〔2023〕1号",
        "pre_review": "2023年7月14日",
        "resolution": "实到10人",
        "approval": "预备期自2023年7月20日起，至2024年7月20日止",
        "probation": "2023年8月14日",
        "conversion_resolution": "2024年7月22日",
        "conversion": "2024年8月1日",
    }
    assert known[name] in text


@pytest.mark.parametrize("name", FORMS)
def test_forms_are_there_before_anything_is_known(app: Flask, make: Factory, sign_in, name: str) -> None:  # type: ignore[no-untyped-def]
    scene = Scene(make)
    nomination = scene.opened()
    browser = sign_in(scene.accounts["secretary"])
    assert "孟庆和" in words_of(browser.get(f"/nominations/{nomination.matter_id}/documents/{name}.docx").data)
    assert browser.get(f"/nominations/{nomination.matter_id}/documents/other.docx").status_code == 404


def test_the_bundle_holds_index_papers_gates_votes_history_and_hashes(app: Flask, make: Factory, sign_in) -> None:  # type: ignore[no-untyped-def]
    scene = Scene(make)
    nomination = scene.case("conversion_approved_on")
    browser = sign_in(scene.accounts["secretary"])
    address = f"/nominations/{nomination.matter_id}"
    answer = browser.submit(f"{address}/dossier", action="/dossier", step="apply", papers=(BytesIO(PDF), "入党申请书.pdf"))
    assert answer.status_code == 302, answer.text
    browser.submit(f"{address}/dossier", action="/dossier", step="political_review", kept_at="组织部档案柜3号")
    bundle = browser.submit(f"{address}/dossier", action="/bundle")

    archive = zipfile.ZipFile(BytesIO(bundle.data))
    names = archive.namelist()
    assert names == [INDEX, HISTORY, "材料/01-递交入党申请书/01-入党申请书.pdf", MANIFEST, SUMS]
    manifest = json.loads(archive.read(MANIFEST))
    assert {one["name"]: one["sha256"] for one in manifest["files"]} == {
        name: hashlib.sha256(archive.read(name)).hexdigest() for name in names[:3]
    }
    assert archive.read(names[2]) == PDF
    assert "中国共产党入党志愿书" in manifest["missing"]
    index = words_of(archive.read(INDEX))
    for part in ("原件存放：组织部档案柜3号", "第二十一条", "应到会有表决权的正式党员11人，实到10人", "2014年文本"):
        assert part in index
    history = json.loads(archive.read(HISTORY))
    assert [one["act"] for one in history if "act" in one][:2] == ["applied_on", "talked_on"]
    assert db.session.scalars(select(AuditEvent.action).where(AuditEvent.action == "nomination.bundle")).all() == [
        "nomination.bundle"
    ]


def test_others_take_no_bundle(app: Flask, make: Factory, sign_in) -> None:  # type: ignore[no-untyped-def]
    scene = Scene(make)
    nomination = scene.opened()
    page = sign_in(scene.accounts["secretary"]).get(f"/nominations/{nomination.matter_id}/dossier")
    other = sign_in(scene.accounts["other_secretary"])
    assert other.submit(f"/nominations/{nomination.matter_id}/dossier", action="/bundle", page=page).status_code in (400, 404)


def test_a_notice_is_drafted_from_the_case(app: Flask, make: Factory, sign_in) -> None:  # type: ignore[no-untyped-def]
    """Art. 13."""
    scene = Scene(make)
    nomination = scene.case("target_agreed_on")
    officer = sign_in(scene.accounts["officer"])
    answer = officer.submit(f"/nominations/{nomination.matter_id}/notice", contact="组织部8016，行政楼301")
    assert answer.status_code == 302, answer.text
    notice = db.session.scalars(select(Notice)).one()
    assert "拟将孟庆和列为发展对象" in notice.body
    assert clock.today().year == 2026
    refused = officer.submit(f"/nominations/{scene.opened('second').matter_id}/notice", contact="组织部8016")
    assert refused.status_code == 422
    assert "第十三条" in refused.text
