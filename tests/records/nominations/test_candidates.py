"""The quiet list: evidence, stage, gates; the secretary decides and the reason is kept."""

import pytest
from flask import Flask
from sqlalchemy import select

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import NotAllowed, Refused
from evaluation.procedures.evidence.enums import EvidenceKind
from evaluation.procedures.evidence.models import Citation
from evaluation.procedures.evidence.operations import Fact, PersonThen, register
from evaluation.procedures.workflow.enums import MatterKind
from evaluation.procedures.workflow.operations import open_matter
from evaluation.records.nominations.models.parts import DeedChoice
from evaluation.records.nominations.operations.choices import decide_candidate
from tests.records.nominations.scene import DAYS, Scene
from tests.support.databases import both_databases, statements
from tests.support.factories import Factory


def with_evidence(scene: Scene, *names: str) -> None:
    """A verified deed about each of these people."""
    department = scene.make.college["department"].id
    for position, name in enumerate(names, start=1):
        matter = open_matter(
            MatterKind.DEED, title="雨夜采样", state="accepted", organization_id=department, actor=None, now=clock.now()
        )
        fact = Fact(
            number=f"SJ-2022-{position:04d}",
            kind=EvidenceKind.DEED,
            title="雨夜采样",
            occurred_from=DAYS["applied_on"],
            occurred_to=DAYS["applied_on"],
            organization_id=department,
            people=[PersonThen(scene.people[name].id)],
            frozen={"title": "雨夜采样"},
        )
        register(matter, [fact], actor=None, now=clock.now())
    db.session.commit()


@both_databases
def test_the_list_names_people_with_evidence_who_are_no_members(app: Flask, make: Factory, sign_in) -> None:  # type: ignore[no-untyped-def]
    scene = Scene(make)
    with_evidence(scene, "candidate", "second", "contact", "probationer")
    scene.opened("second")
    browser = sign_in(scene.accounts["secretary"])
    page = browser.get("/nominations/candidates")

    rows = [row.get_text(" ", strip=True) for row in page.page.select("tbody tr")]
    assert [row.split()[0] for row in rows] == ["马振宇", "孟庆和"]
    assert all("事迹1件" in row for row in rows)
    assert "派人谈话" in rows[0]
    assert "递交入党申请书" in rows[1]
    assert sign_in(scene.accounts["other_secretary"]).get("/nominations/candidates").page.select("tbody tr") == []
    with statements() as seen:
        browser.get("/nominations/candidates")
    assert len(seen) <= 9


def test_the_decision_is_kept_with_its_reason_and_begins_nothing(app: Flask, make: Factory, sign_in) -> None:  # type: ignore[no-untyped-def]
    scene = Scene(make)
    with_evidence(scene, "candidate")
    browser = sign_in(scene.accounts["secretary"])
    address = f"/nominations/candidates/{scene.people['candidate'].id}"
    assert browser.submit(address, decision="wait", reason="短").status_code == 422
    answer = browser.submit(address, decision="wait", reason="本人正在外地实习，返校后再谈")
    assert "本人正在外地实习，返校后再谈" in browser.follow(answer).text
    row = db.session.scalars(select(DeedChoice)).one()
    assert (row.decision, row.decided_by_name) == ("wait", "刘建国")
    assert sign_in(scene.accounts["officer"]).get(address).status_code == 403


def test_only_the_secretary_of_the_branch_decides(app: Flask, make: Factory) -> None:
    scene = Scene(make)
    person = scene.people["candidate"]
    for name in ("other_secretary", "officer", "leader"):
        with pytest.raises(NotAllowed):
            decide_candidate(person, "wait", reason="返校后再谈", actor=scene.actor(name), now=clock.now())
    with pytest.raises(Refused):
        decide_candidate(person, "score", reason="返校后再谈", actor=scene.actor("secretary"), now=clock.now())


def test_evidence_is_attached_to_the_application(app: Flask, make: Factory, sign_in) -> None:  # type: ignore[no-untyped-def]
    scene = Scene(make)
    with_evidence(scene, "candidate")
    browser = sign_in(scene.accounts["secretary"])
    person = scene.people["candidate"].id
    page = browser.get(f"/nominations/new?person={person}")
    assert "事迹1件" in page.text
    answer = browser.submit("/nominations/new", page=page, applied_on=DAYS["applied_on"].isoformat())
    assert answer.status_code == 302, answer.text
    assert len(db.session.scalars(select(Citation)).all()) == 1
