"""The 25 steps in five stages, and the dated acts that they consist of. Configuration: ``steps.toml``.

The layout is practice of the handbooks, the rules are keyed to articles; so a college may cut the steps differently and the rules
stay what they are.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from evaluation.procedures.rules.enums import Edition, Stage
from evaluation.procedures.rules.pack import MEMBERS
from evaluation.procedures.rules.rule import Article

TABLE = Path(__file__).with_name("steps.toml")


@dataclass(frozen=True, slots=True)
class Need:
    """What must be recorded before an act. ``rules``: who asks for it; the first that the text of the day holds is cited.

    ``holds`` is False where the chain does not wait: the dates must still be in order, and a named rule is still reported.
    """

    act: str
    rules: tuple[str, ...]
    holds: bool = True


@dataclass(frozen=True, slots=True)
class Step:
    """One of the 25 steps. ``facts`` are the fields of :mod:`.facts` that its form asks for, ``acts`` its dated events."""

    number: int
    key: str
    stage: Stage
    title: str
    chinese: str
    actor: str
    actor_chinese: str
    document: str
    document_chinese: str
    numbers: tuple[tuple[Edition, tuple[int, ...]], ...]
    facts: tuple[str, ...]

    def article(self, edition: Edition) -> Article:
        """The articles of the step in one text."""
        return Article(MEMBERS[edition], dict(self.numbers)[edition])


@dataclass(frozen=True, slots=True)
class Act:
    """A dated event; ``name`` is the field that holds its day. ``earlier`` are all acts whose day may not lie after it."""

    name: str
    step: Step
    title: str
    chinese: str
    after: tuple[Need, ...]
    earlier: frozenset[str]
    is_side: bool = False
    is_exceptional: bool = False


def need_from(text: str) -> Need:
    """``"notice_ended_on: DM-13 DM-14"``; a question mark among the rules says that the chain does not wait."""
    act, _, words = text.partition(":")
    rules = words.split()
    return Need(act, tuple(word for word in rules if word != "?"), holds="?" not in rules)


def step_from(row: Mapping[str, Any]) -> Step:
    """A step of the table."""
    same = ("number", "key", "title", "chinese", "actor", "actor_chinese", "document", "document_chinese")
    return Step(
        **{name: row[name] for name in same},
        stage=Stage(row["stage"]),
        numbers=tuple((edition, tuple(row["articles"][edition.value])) for edition in Edition),
        facts=tuple(row["facts"]),
    )


@cache
def step_table() -> tuple[Step, ...]:
    """The steps, in order."""
    return tuple(step_from(row) for row in tomllib.loads(TABLE.read_text("utf-8"))["steps"])


@cache
def act_table() -> Mapping[str, Act]:
    """The acts by name, in order; an act stands after everything that it needs.

    :raises KeyError: an act needs one that stands after it.
    """
    acts: dict[str, Act] = {}
    for step, row in zip(step_table(), tomllib.loads(TABLE.read_text("utf-8"))["steps"], strict=True):
        for act in row["acts"]:
            after = tuple(need_from(text) for text in act["after"])
            earlier = frozenset(need.act for need in after).union(*(acts[need.act].earlier for need in after))
            acts[act["name"]] = Act(
                name=act["name"],
                step=step,
                title=act["title"],
                chinese=act["chinese"],
                after=after,
                earlier=earlier,
                is_side=act.get("side", False),
                is_exceptional=act.get("exceptional", False),
            )
    return MappingProxyType(acts)


def acts_of(step: Step) -> tuple[Act, ...]:
    """The acts of a step, in order."""
    return tuple(act for act in act_table().values() if act.step.number == step.number)
