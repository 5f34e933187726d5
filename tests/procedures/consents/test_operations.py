"""Asking, deciding, withdrawing, outdating, paper: on both databases."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import NotAllowed, Refused, Stale, WrongState
from evaluation.procedures.attachments.enums import AttachmentKind
from evaluation.procedures.attachments.queries import attachments_of, people_in
from evaluation.procedures.consents import operations
from evaluation.procedures.consents.enums import Channel, ConsentState, Means, Scope
from evaluation.procedures.consents.models import Consent
from evaluation.procedures.consents.queries import consents_of, missing, text_digest
from evaluation.procedures.workflow.enums import Ask
from evaluation.procedures.workflow.queries import open_tasks_of
from evaluation.procedures.workflow.register import MatterItem
from evaluation.registry.accounts.enums import Role
from tests.procedures.attachments.test_views import PDF
from tests.procedures.conftest import FLOW, Action, commit
from tests.procedures.consents.conftest import TEXT
from tests.support.databases import both_databases

DAY = date(2022, 4, 6)
BEFORE_ANY_ANSWER = {Ask.REVIEW}


def asks(asking) -> list[tuple[str, int | None, int | None]]:
    """Open tasks beside the review: what, which account, which person."""
    rows = open_tasks_of(asking.matter.id)
    return [(task.asks, task.account_id, task.person_id) for task in rows if task.asks not in BEFORE_ANY_ANSWER]


def absent(asking, channel=Channel.CAMPUS_WEB, day=DAY, **facts):
    return missing(asking.matter.id, [asking.person.id], channel, day, **facts)


@both_databases
def test_silence_is_not_consent(asking, frozen_clock):
    assert absent(asking) == {asking.person.id: None}
    asking.ask()
    commit()
    assert asks(asking) == [(Ask.GIVE_CONSENT, None, asking.person.id)]
    for days in (0, 3, 30, 365):
        frozen_clock(datetime(2022, 4, 6, 1, 0, tzinfo=UTC) + timedelta(days=days))
        assert absent(asking, day=clock.today()) == {asking.person.id: ConsentState.ASKED}


@both_databases
def test_a_given_consent_reaches_as_far_as_it_was_asked(asking):
    asking.answered(ConsentState.GIVEN)
    commit()
    whom = {asking.person.id: ConsentState.GIVEN}
    assert asks(asking) == []
    assert absent(asking) == {}
    assert absent(asking, text=TEXT, scopes=[Scope.NAME, Scope.STORY]) == {}
    assert absent(asking, day=date(2022, 12, 31)) == {}
    assert absent(asking, day=date(2023, 1, 1)) == whom
    assert absent(asking, channel=Channel.WECHAT) == whom
    assert absent(asking, scopes=[Scope.PHOTOGRAPH]) == whom
    assert absent(asking, text=TEXT + "，") == whom
    assert absent(asking, text=TEXT.replace("\n", "\r\n")) == {}
    assert missing(asking.matter.id, [], Channel.PRINT, DAY) == {}


@both_databases
@pytest.mark.parametrize("decision", [ConsentState.CHANGES_WANTED, ConsentState.REFUSED])
def test_anything_else_is_missing_and_may_be_reconsidered(asking, decision):
    consent = asking.answered(decision)
    commit()
    assert absent(asking) == {asking.person.id: decision}
    expected = [(Ask.APPLY_CHANGES, asking.editor.id, None)] if decision is ConsentState.CHANGES_WANTED else []
    assert asks(asking) == expected
    actor = asking.make.actor_of(asking.account)
    operations.answer_consent(consent, ConsentState.GIVEN, actor=actor, now=clock.now())
    assert absent(asking) == {}


@both_databases
def test_a_withdrawal_tells_the_owner_to_take_down(asking):
    consent = asking.answered(ConsentState.GIVEN)
    operations.withdraw_consent(consent, actor=asking.make.actor_of(asking.account), now=clock.now())
    commit()
    assert absent(asking) == {asking.person.id: ConsentState.WITHDRAWN}
    assert asks(asking) == [(Ask.TAKE_DOWN, asking.editor.id, None)]
    [task] = [task for task in open_tasks_of(asking.matter.id) if task.asks == Ask.TAKE_DOWN]
    assert task.due_on == date(2022, 4, 7)
    actor = asking.make.actor_of(asking.account)
    for decision in (ConsentState.GIVEN, ConsentState.REFUSED):
        with pytest.raises(WrongState):
            operations.answer_consent(consent, decision, actor=actor, now=clock.now())
    with pytest.raises(WrongState):
        operations.withdraw_consent(consent, actor=actor, now=clock.now())


@both_databases
def test_one_comma_makes_another_text(asking):
    given = asking.answered(ConsentState.GIVEN)
    waiting = asking.ask(person_id=asking.make.person("钱伟").id)
    refuser = asking.make.account(Role.MEMBER)
    refused = asking.ask(person_id=refuser.person_id)
    operations.answer_consent(refused, ConsentState.REFUSED, actor=asking.make.actor_of(refuser), now=clock.now())
    facts = {"actor": asking.make.actor_of(asking.editor), "now": clock.now()}

    assert operations.outdate_consents(asking.matter, text=TEXT, **facts) == 0
    assert operations.outdate_consents(asking.matter, text=TEXT + "。", **facts) == 2
    commit()

    assert [given.state, waiting.state, refused.state] == [ConsentState.OUTDATED, ConsentState.OUTDATED, ConsentState.REFUSED]
    assert asks(asking) == []
    assert absent(asking) == {asking.person.id: ConsentState.OUTDATED}
    with pytest.raises(WrongState):
        operations.answer_consent(given, ConsentState.GIVEN, actor=asking.make.actor_of(asking.account), now=clock.now())


@both_databases
def test_asked_anew_the_old_question_stays_for_the_record(asking):
    first = asking.answered(ConsentState.GIVEN)
    assert asking.ask() is first
    second = asking.ask(channels=[Channel.CAMPUS_WEB, Channel.WECHAT])
    commit()
    assert (first.superseded_at, second.state) == (clock.now(), ConsentState.ASKED)
    assert [consent.id for consent, _person in consents_of(asking.matter.id)] == [second.id]
    assert len(db.session.scalars(select(Consent.id)).all()) == 2
    assert asking.ask(channels=[Channel.WECHAT, Channel.CAMPUS_WEB]) is second
    assert asks(asking) == [(Ask.GIVE_CONSENT, None, asking.person.id)]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text": "  "}, "text"),
        ({"scopes": []}, "scopes"),
        ({"channels": []}, "channels"),
        ({"until": date(2022, 4, 6)}, "until"),
        ({"until": date(2020, 1, 1)}, "until"),
    ],
)
def test_a_question_says_what_where_and_until_when(asking, changes, field):
    with pytest.raises(Refused) as refusal:
        asking.ask(**changes)
    assert refusal.value.field == field


def test_nobody_decides_for_another(asking):
    consent = asking.ask()
    for account in (asking.editor, asking.make.account(Role.MEMBER), asking.make.account(without_person=True)):
        with pytest.raises(NotAllowed):
            operations.answer_consent(consent, ConsentState.GIVEN, actor=asking.make.actor_of(account), now=clock.now())
    with pytest.raises(NotAllowed):
        operations.withdraw_consent(consent, actor=asking.make.actor_of(asking.editor), now=clock.now())
    assert consent.state is ConsentState.ASKED


@pytest.mark.parametrize(
    ("decision", "comment", "field"),
    [
        (ConsentState.CHANGES_WANTED, "", "comment"),
        (ConsentState.CHANGES_WANTED, "长" * 1001, "comment"),
        (ConsentState.ASKED, "", "decision"),
        (ConsentState.WITHDRAWN, "", "decision"),
        (ConsentState.OUTDATED, "", "decision"),
    ],
)
def test_three_answers_and_no_other(asking, decision, comment, field):
    consent = asking.ask()
    with pytest.raises(Refused) as refusal:
        operations.answer_consent(consent, decision, comment=comment, actor=asking.make.actor_of(asking.account), now=clock.now())
    assert (refusal.value.field, consent.state) == (field, ConsentState.ASKED)


def test_an_answer_to_a_question_that_changed_is_refused(asking):
    consent = asking.ask()
    actor = asking.make.actor_of(asking.account)
    with pytest.raises(Stale):
        operations.answer_consent(consent, ConsentState.GIVEN, actor=actor, now=clock.now(), version=consent.version + 1)
    asking.ask(text=TEXT + "。")
    with pytest.raises(WrongState):
        operations.answer_consent(consent, ConsentState.GIVEN, actor=actor, now=clock.now())


@both_databases
def test_paper_keeps_the_signed_sheet(asking, frozen_clock):
    consent = asking.ask()
    commit()
    frozen_clock(datetime(2022, 4, 9, 1, 0, tzinfo=UTC))
    operations.record_on_paper(
        consent,
        ConsentState.GIVEN,
        sheet=PDF,
        name="同意书.pdf",
        decided_on=date(2022, 4, 8),
        actor=asking.make.actor_of(asking.editor),
        now=clock.now(),
    )
    commit()
    assert (consent.state, consent.means, consent.recorded_by_id) == (ConsentState.GIVEN, Means.PAPER, asking.editor.id)
    assert consent.decided_at == datetime(2022, 4, 8, 4, 0, tzinfo=UTC)
    [sheet] = attachments_of(asking.matter.id, AttachmentKind.CONSENT_SHEET)
    assert (sheet.id, sheet.name) == (consent.paper_attachment_id, "同意书.pdf")
    assert people_in([sheet.id]) == {sheet.id: {asking.person.id}}
    assert absent(asking) == {}
    assert asks(asking) == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"sheet": b""}, "sheet"),
        ({"decided_on": date(2022, 4, 7)}, "decided_on"),
        ({"decided_on": date(2022, 4, 5)}, "decided_on"),
    ],
)
def test_paper_without_sheet_or_with_a_wrong_day_is_refused(asking, changes, field):
    consent = asking.ask()
    facts = {"sheet": PDF, "name": "同意书.pdf", "decided_on": DAY, **changes}
    with pytest.raises(Refused) as refusal:
        operations.record_on_paper(
            consent, ConsentState.GIVEN, actor=asking.make.actor_of(asking.editor), now=clock.now(), **facts
        )
    assert (refusal.value.field, consent.state) == (field, ConsentState.ASKED)


def test_nobody_records_their_own_paper(asking):
    own = asking.make.account(Role.PUBLICITY_EDITOR)
    consent = asking.ask(person_id=own.person_id)
    facts = {"sheet": PDF, "name": "同意书.pdf", "decided_on": DAY, "now": clock.now()}
    for account in (own, asking.account, asking.make.account(Role.ORGANIZATION_HEAD)):
        with pytest.raises(NotAllowed):
            operations.record_on_paper(consent, ConsentState.GIVEN, actor=asking.make.actor_of(account), **facts)
    operations.record_on_paper(consent, ConsentState.GIVEN, actor=asking.make.actor_of(asking.editor), **facts)


def test_when_the_story_ends_nobody_is_asked_any_more(asking):
    asking.answered(ConsentState.CHANGES_WANTED)
    asking.ask(person_id=asking.make.person("钱伟").id)
    assert len(asks(asking)) == 2
    operations.stop_asking(asking.matter, actor=asking.make.actor_of(asking.editor), now=clock.now())
    assert asks(asking) == []


def test_a_step_of_the_story_leaves_the_question_open(asking, officer):
    consent = asking.ask()
    FLOW.advance(MatterItem(asking.matter), Action.PASS, actor=asking.make.actor_of(officer), now=clock.now())
    assert asks(asking) == [(Ask.GIVE_CONSENT, None, asking.person.id)]
    assert consent.state is ConsentState.ASKED


def test_digests_tell_texts_apart():
    assert text_digest("甲") != text_digest("甲 ")
    assert len(text_digest("")) == 64
