"""Three administrators, three sections, no overlap; none of them reads the business side."""

from itertools import product

import pytest
from flask import Flask
from sqlalchemy import select

from evaluation.foundation.core.database import db
from evaluation.foundation.web.access import access_of
from evaluation.procedures.workflow.enums import MatterKind
from evaluation.procedures.workflow.models import Matter
from evaluation.procedures.workflow.register import visible_matters
from evaluation.records.deeds.enums import DeedState as S
from evaluation.registry.accounts.enums import ADMINISTRATORS, Role
from evaluation.registry.people.models import Person
from evaluation.registry.people.policies import visible_people
from tests.portal.work import SignIn, Work
from tests.support.factories import Factory

SECTION = {
    Role.SYSTEM_ADMINISTRATOR: "system",
    Role.SECURITY_ADMINISTRATOR: "security",
    Role.AUDITOR: "audit",
}


def test_every_endpoint_of_a_section_is_open_to_one_role(app: Flask) -> None:
    for role, section in SECTION.items():
        endpoints = [rule.endpoint for rule in app.url_map.iter_rules() if rule.endpoint.split(".")[0] == section]
        assert endpoints != []
        assert {access_of(app, endpoint).roles for endpoint in endpoints} == {frozenset({role})}, section  # type: ignore[union-attr]


@pytest.mark.parametrize(("role", "section"), list(product(SECTION, SECTION.values())))
def test_nobody_enters_the_section_of_another(app: Flask, make: Factory, sign_in: SignIn, role: Role, section: str) -> None:
    status = sign_in(make.account(role)).get(f"/admin/{section}/").status_code

    assert status == (200 if SECTION[role] == section else 403)


@pytest.mark.parametrize("role", sorted(ADMINISTRATORS))
def test_no_row_of_the_business_side_is_visible(app: Flask, make: Factory, role: Role) -> None:
    """Asked of the filters themselves, so that no page that uses them can show anything."""
    work = Work(make).everything()
    actor = make.actor(role)

    # what is on public notice is public within the college, to administrators too
    matters = db.session.scalars(select(Matter).where(visible_matters(actor), Matter.kind != MatterKind.NOTICE)).all()
    people = db.session.scalars(select(Person).where(visible_people(actor))).all()

    assert (matters, people) == ([], [])
    assert len(work.deeds) == len(S)


@pytest.mark.parametrize("role", sorted(ADMINISTRATORS))
def test_pages_of_the_business_side_are_closed(app: Flask, make: Factory, sign_in: SignIn, role: Role) -> None:
    work = Work(make).everything()
    deed = work.deeds[S.ACCEPTED]
    subject = work.deed_scene.subject
    assert subject is not None
    browser = sign_in(make.account(role))

    for address in (
        "/inbox/",
        "/records/",
        f"/deeds/{deed.matter_id}",
        "/people/",
        f"/people/{subject.id}",
        "/people/search.json?q=li",
        "/people/export.xlsx",
        "/organizations/",
        "/search?q=采样",
        f"/evidence/{deed.matter.number}",
        "/me/record",
        "/coverage.xlsx",
    ):
        assert browser.get(address, check=False).status_code in {403, 404}, address
    assert "事迹：" not in browser.get("/deeds/").text
    assert len(make.workbook_rows(browser.get("/deeds/export.xlsx", check=False).data)) == 1


def test_the_home_of_an_auditor_names_events_and_no_titles(app: Flask, make: Factory, sign_in: SignIn) -> None:
    Work(make).everything()

    text = sign_in(make.account(Role.AUDITOR)).get("/").text

    assert "SJ-2022-" in text
    assert "事迹：accepted" not in text
