"""Numbers of the college: proposed by one, approved by another, never for the past; the page of the whole pack."""

from datetime import date

import pytest
from flask import Flask

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import NotAllowed, Refused, WrongState
from evaluation.procedures.rules.enums import OverrideState
from evaluation.procedures.rules.models import RuleOverride
from evaluation.procedures.rules.operations import add_vacation, decide_override, end_override, propose_override
from evaluation.procedures.rules.queries import rule_book, rule_engine
from evaluation.registry.accounts.actors import Actor
from evaluation.registry.accounts.enums import Role
from tests.support.databases import both_databases
from tests.support.factories import Factory

TODAY = date(2022, 4, 6)


def proposed(actor: Actor, **changes: object) -> RuleOverride:
    given: dict[str, object] = {
        "rule_id": "DM-46",
        "limit": "report",
        "number": "6",
        "approval_number": "院党发〔2022〕8号",
        "person": "周明",
        "valid_from": TODAY,
        "actor": actor,
        "now": clock.now(),
        **changes,
    }
    return propose_override(**given)  # type: ignore[arg-type]


@both_databases
def test_a_number_counts_from_its_day_once_another_person_approved_it(app: Flask, make: Factory) -> None:
    head, leader = make.actor(Role.ORGANIZATION_HEAD), make.actor(Role.COMMITTEE_LEADER)
    row = proposed(head)
    db.session.commit()
    assert rule_book().pack_on(TODAY)["DM-46"].limits[0].number == 3
    decide_override(row, approve=True, actor=leader, now=clock.now())
    db.session.commit()

    assert rule_book().pack_on(TODAY)["DM-46"].limits[0].number == 6
    assert rule_book().pack_on(date(2022, 4, 5))["DM-46"].limits[0].number == 3
    override = rule_book().pack_on(TODAY)["DM-46"].limits[0].override
    assert override is not None
    assert (override.approval_number, override.person) == ("院党发〔2022〕8号", "周明")
    end_override(row, date(2022, 5, 1), actor=head, now=clock.now())
    db.session.commit()
    assert rule_book().pack_on(date(2022, 5, 1))["DM-46"].limits[0].number == 3


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"valid_from": date(2022, 4, 5)}, "valid_from"),
        ({"number": "半年"}, "number"),
        ({"number": "0"}, "number"),
        ({"number": "1/0"}, "number"),
        ({"approval_number": " "}, "approval_number"),
        ({"person": ""}, "person"),
        ({"rule_id": "DM-99"}, "rule_id"),
        ({"limit": "other"}, "limit"),
        ({"valid_to": TODAY}, "valid_to"),
    ],
)
def test_what_is_no_number_of_the_college(app: Flask, make: Factory, changes: dict[str, object], field: str) -> None:
    with pytest.raises(Refused) as caught:
        proposed(make.actor(Role.ORGANIZATION_HEAD), **changes)
    assert caught.value.field == field


def test_who_proposes_and_who_approves(app: Flask, make: Factory) -> None:
    both = make.actor(Role.ORGANIZATION_HEAD, Role.COMMITTEE_LEADER)
    with pytest.raises(NotAllowed):
        proposed(make.actor(Role.ORGANIZATION_OFFICER))
    row = proposed(both)
    for actor in (both, make.actor(Role.ORGANIZATION_HEAD)):
        with pytest.raises(NotAllowed):
            decide_override(row, approve=True, actor=actor, now=clock.now())
    leader = make.actor(Role.COMMITTEE_LEADER)
    decide_override(row, approve=False, actor=leader, now=clock.now(), comment="暂不改")
    assert row.state is OverrideState.DECLINED
    with pytest.raises(WrongState):
        decide_override(row, approve=True, actor=leader, now=clock.now())


def test_a_vacation_reaches_the_engine(app: Flask, make: Factory) -> None:
    """CA-04."""
    add_vacation(
        name="2022年暑假",
        first_day=date(2022, 7, 10),
        last_day=date(2022, 8, 25),
        actor=make.actor(Role.ORGANIZATION_HEAD),
        now=clock.now(),
    )
    db.session.commit()
    assert rule_engine().almanac.vacation_in(date(2022, 8, 20), date(2022, 9, 1)) == (date(2022, 7, 10), date(2022, 8, 25))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_shows_the_whole_pack_and_the_difference(app: Flask, make: Factory, sign_in, language: str) -> None:  # type: ignore[no-untyped-def]
    browser = sign_in(make.account(Role.ORGANIZATION_OFFICER))
    page = browser.get(f"/rules/?on=2026-05-11&against=2026-05-10&lang={language}")

    ids = {row.get_text().strip().split()[0] for row in page.page.select("tbody .quieter") if "DM-" in row.get_text()}
    assert {f"DM-{number:02d}" for number in range(1, 48)} - ids == {"DM-12", "DM-14"}
    changed = page.page.select("table.compact tbody tr")
    assert {"DM-11", "DM-12", "DM-13"} <= {str(row.td.contents[0]).strip() for row in changed}


def test_a_number_goes_through_the_pages(app: Flask, make: Factory, sign_in) -> None:  # type: ignore[no-untyped-def]
    head, leader = sign_in(make.account(Role.ORGANIZATION_HEAD)), sign_in(make.account(Role.COMMITTEE_LEADER))
    typed = {"limit": "DM-46 report", "number": "6", "approval_number": "院党发〔2022〕8号", "person": "周明"}
    refused = head.submit("/rules/overrides/new", **typed, valid_from="2022-04-05")
    assert "规则不对已经过去的日子改动" in refused.text
    assert head.submit("/rules/overrides/new", **typed, valid_from="2022-04-06").status_code == 302
    row = db.session.query(RuleOverride).one()
    assert leader.submit(f"/rules/overrides/{row.id}/decision", decision="approve").status_code == 302
    page = head.get("/rules/")
    assert "本院设定：院党发〔2022〕8号，周明，自2022年4月6日起" in page.text
    assert "比文本宽" in page.text
    assert head.submit(f"/rules/overrides/{row.id}/end", valid_to="2022-06-01").status_code == 302
    assert head.submit("/rules/vacations/new", name="暑假", first_day="2022-07-10", last_day="2022-08-25").status_code == 302
    assert head.get(f"/rules/overrides/{row.id}/decision").status_code == 403
