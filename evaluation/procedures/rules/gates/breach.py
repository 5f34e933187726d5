"""What a test of a rule is called with and what it answers."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple

from evaluation.procedures.rules.almanac import Almanac
from evaluation.procedures.rules.enums import Consequence
from evaluation.procedures.rules.pack import Pack
from evaluation.procedures.rules.rule import Rule

NOTHING: Mapping[str, Any] = {}


class Breach(NamedTuple):
    """A rule is not kept. ``word`` names the sentence in the room's wording, ``day`` and ``details`` fill it.

    ``waits``: time alone heals it, and ``day`` is the first day. ``effect`` is set where it differs from the rule's consequence.
    """

    word: str
    day: date | None = None
    details: Mapping[str, Any] = NOTHING
    waits: bool = False
    effect: Consequence | None = None


class Frame(NamedTuple):
    """What surrounds a test: the pack in force on the day and the almanac."""

    pack: Pack
    almanac: Almanac


Test = Callable[[Any, date, Rule, Frame], Breach | None]


class Gate(NamedTuple):
    """A test under a rule. ``needs`` are facts without which it is not judged: a source that does not carry them says nothing."""

    rule_id: str
    test: Test
    needs: tuple[str, ...]
