"""A college at work, for the tests of the portal: shifts and deeds in several states, with the accounts around them."""

from collections.abc import Callable
from dataclasses import dataclass, field

from bs4 import Tag

from evaluation.foundation.core.database import db
from evaluation.records.deeds.enums import DeedState
from evaluation.records.deeds.models import Deed
from evaluation.records.performance.models import Shift
from evaluation.records.performance.operations.verification import verify_lines
from evaluation.registry.accounts.models import Account
from tests.records.deeds.scene import Scene as DeedScene
from tests.records.performance.scene import Scene as ShiftScene
from tests.support.browser import Answer, Browser
from tests.support.factories import Factory

SignIn = Callable[[Account], Browser]


@dataclass
class Work:
    """A night shift of four, handed in; deeds submitted, verified, on notice, accepted, returned and in draft."""

    make: Factory
    deeds: dict[DeedState, Deed] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.shifts = ShiftScene(self.make)
        self.deed_scene = DeedScene(self.make)
        self.accounts = {**self.shifts.accounts, **self.deed_scene.accounts, "concerned": self.shifts.accounts["subject"]}
        self.accounts["clerk"] = self.deed_scene.accounts["author"]

    def shift(self, *names: str, **facts: object) -> Shift:
        return self.shifts.submitted(*names, **facts)

    def verified_shift(self, *names: str) -> Shift:
        shift = self.shift(*names)
        verify_lines(shift, actor=self.shifts.actor("secretary"), now=shift.matter.opened_at)
        db.session.commit()
        return shift

    def deed(self, state: DeedState, title: str = "") -> Deed:
        deed = self.deed_scene.deed(state, title=title or f"事迹：{state.value}")
        deed.matter.campaign_id = self.shifts.campaign.id
        db.session.commit()
        return deed

    def everything(self) -> "Work":
        """One of each."""
        self.shift("马俊", "王志刚")
        for state in DeedState:
            self.deeds[state] = self.deed(state)
        return self


def heading(answer: Answer) -> str:
    assert answer.page is not None
    assert answer.page.h1 is not None
    return answer.page.h1.get_text(strip=True)


def blocks(answer: Answer) -> list[str]:
    """Headings of the cards, in their order."""
    assert answer.page is not None
    return [title.get_text(strip=True) for title in answer.page.select("main h2")]


def block(answer: Answer, title: str) -> Tag:
    """The card with this heading."""
    assert answer.page is not None
    found = [card for card in answer.page.select("main section.card") if card.h2 and card.h2.get_text(strip=True) == title]
    assert len(found) == 1, f"{title}: {blocks(answer)}"
    return found[0]


def titles(card: Tag) -> list[str]:
    """Titles of the rows of a card."""
    return [link.get_text(strip=True) for link in card.select("a.title, span.title")]
