"""A matter to be told, and the person whom it names."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from evaluation.foundation.core.clock import clock
from evaluation.procedures.consents import operations
from evaluation.procedures.consents.enums import Channel, ConsentState, Scope
from evaluation.procedures.consents.models import Consent
from evaluation.procedures.workflow.models import Matter
from evaluation.registry.accounts.enums import Role
from evaluation.registry.accounts.models import Account
from evaluation.registry.people.models import Person
from tests.procedures.conftest import Room
from tests.support.factories import Factory

TEXT = "3月31日晚，赵小燕在北门值守到天明。\n她说：“轮到我了。”"


@dataclass
class Asking:
    """Asks, through the real operation."""

    make: Factory
    matter: Matter
    person: Person
    editor: Account
    account: Account

    def ask(self, **changes: Any) -> Consent:
        facts: dict[str, Any] = {
            "text": TEXT,
            "scopes": [Scope.NAME, Scope.STORY],
            "channels": [Channel.CAMPUS_WEB],
            "until": date(2022, 12, 31),
            "actor": self.make.actor_of(self.editor),
            "now": clock.now(),
            **changes,
        }
        return operations.ask_consent(self.matter, facts.pop("person_id", self.person.id), **facts)

    def answered(self, decision: ConsentState, **changes: Any) -> Consent:
        consent = self.ask(**changes)
        words = "请不要写我的岗位" if decision is ConsentState.CHANGES_WANTED else ""
        operations.answer_consent(consent, decision, comment=words, actor=self.make.actor_of(self.account), now=clock.now())
        return consent


@pytest.fixture
def asking(make: Factory, room: Room) -> Asking:
    """An editor's matter about 赵小燕, who has an account."""
    person = make.person("赵小燕")
    editor = make.account(Role.PUBLICITY_EDITOR, name="冯编辑")
    account = make.account(Role.MEMBER, person=person)
    return Asking(make, room.matter(editor, "轮到我了"), person, editor, account)
