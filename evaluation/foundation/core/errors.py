"""What may go wrong in the domain. Who (403), when (409) and unknown or invisible (404) are different failures."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


class DomainError(Exception):
    """A refusal with a sentence for the reader: what is refused, why, and the way out."""

    status = 422

    def __init__(self, message: Any, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field

    def __str__(self) -> str:
        return str(self.message)


class Refused(DomainError):
    """The input breaks a rule; ``field`` names the form field to change."""


class NotAllowed(DomainError):
    """This actor may not do this; the message names whom to ask."""

    status = 403


class WrongState(DomainError):
    """The step is not possible any more: somebody else was faster, or it is too early."""

    status = 409


@dataclass(frozen=True)
class Difference:
    """One field that two editors saw differently."""

    label: Any
    yours: str
    theirs: str


class Stale(DomainError):
    """The row was changed after the form was opened; both texts are shown, neither is lost."""

    status = 409

    def __init__(self, message: Any, differences: Sequence[Difference] = ()) -> None:
        super().__init__(message)
        self.differences = list(differences)


class Unknown(DomainError):
    """There is no such thing, or none that this actor may know of; the two look the same."""

    status = 404
