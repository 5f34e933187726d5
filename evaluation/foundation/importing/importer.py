"""What every importer can do. The rooms implement it; the job operations know nothing else of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from evaluation.foundation.importing.models import ImportChange
from evaluation.foundation.importing.options import Options
from evaluation.foundation.importing.report import Report
from evaluation.foundation.importing.sources import SourceFile


@dataclass(frozen=True)
class Change:
    """A row that was created, or changed from ``before``; ``label`` names it for people, ``version_after`` shows later
    whether somebody has touched it since."""

    object_kind: str
    object_id: int
    label: str
    created: bool
    before: Mapping[str, Any] | None = None
    version_after: int | None = None


@dataclass(frozen=True)
class Kept:
    """A row that an undo left as it is, and why."""

    label: str
    reason: Any


class Plan(Protocol):
    """What an import would do. Nothing of it is written yet."""

    report: Report

    def shown(self) -> dict[str, Any]:
        """The preview as plain data."""


class Importer(Protocol):
    """One kind of import. ``kind`` is its stable name."""

    kind: str

    def examine(self, files: Sequence[SourceFile], *, actor: Any, now: datetime, options: Options) -> Any:
        """Read the files and compare them with what is there: a :class:`Plan`. Writes nothing.

        Raises ``Refused`` where a file cannot be used at all; single rows are refused in the report.
        """

    def carry_out(self, plan: Any, *, actor: Any, now: datetime, options: Options) -> list[Change]:
        """Write what the plan says, and name every row touched."""

    def take_back(self, changes: Sequence[ImportChange], *, done_at: datetime, actor: Any, now: datetime) -> list[Kept]:
        """Give rows their earlier values; those that were changed or are used meanwhile stay and are named."""

    def storable(self, file: SourceFile, plan: Any) -> bytes:
        """The file as it may wait on the server: without what may never be stored."""
