"""What an import found: the report of product section 6, and what is to be said about single cells."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

FIGURES = ("rows", "created", "updated", "unchanged")
LISTS = ("duplicates", "rejected", "ambiguous", "warnings")


@dataclass(frozen=True)
class Choice:
    """A value that would mend a cell, and the words under which it is offered."""

    label: Any
    value: str


@dataclass(frozen=True)
class Finding:
    """Something about one cell: where it stands (row as in Excel), what it holds, the reason and the way out.

    ``brief`` is the reason in a few words, ``key`` and ``place`` (counted from 0) say which column is meant. ``part`` is
    the part of the cell that is meant where a cell holds several things, such as one name of many. ``extra`` are further
    fields of the report.
    """

    sheet: str
    row: int | None
    column: str
    value: str
    reason: Any
    brief: Any = None
    key: str = ""
    place: int | None = None
    part: str = ""
    choices: Sequence[Choice] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """The fields of the report, in the language of the reader."""
        return {
            "sheet": self.sheet,
            "row": self.row,
            "column": self.column,
            "value": self.value,
            "reason": str(self.reason),
            **self.extra,
        }


@dataclass
class Report:
    """Counts and findings. ``rejected`` and ``ambiguous`` were not taken, ``duplicates`` were there already in the same
    file, ``warnings`` were taken though something is odd. ``listings`` are further parts, such as the files of a folder."""

    rows: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    duplicates: list[Finding] = field(default_factory=list)
    rejected: list[Finding] = field(default_factory=list)
    ambiguous: list[Finding] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)
    ignored_columns: list[str] = field(default_factory=list)
    listings: dict[str, list[Any]] = field(default_factory=dict)

    @property
    def refused(self) -> list[Finding]:
        """What has to be changed in the file, in its order."""
        return [*self.rejected, *self.ambiguous]

    @property
    def exit_status(self) -> int:
        """0: everything was taken; 1: something was refused."""
        return 1 if self.refused else 0

    def as_dict(self) -> dict[str, Any]:
        """The report as JSON knows it."""
        return {
            **{name: getattr(self, name) for name in FIGURES},
            **{name: [finding.as_dict() for finding in getattr(self, name)] for name in LISTS},
            "ignored_columns": list(self.ignored_columns),
            **self.listings,
        }


def counts_of(report: Mapping[str, Any], preview: Mapping[str, Any]) -> dict[str, int]:
    """The figures of a report: those that it has, ``wrong`` rows (or files, of a folder), and what is ``missing`` from it."""
    refused = [one for name in ("rejected", "ambiguous") for one in report.get(name, ())]
    wrong = {one["sheet"] if "files" in report else (one["sheet"], one["row"]) for one in refused}
    figures = {name: report.get(name, 0) for name in FIGURES}
    return {**figures, "wrong": len(wrong), "missing": preview.get("missing_count", 0)}


def essence(report: Mapping[str, Any]) -> list[Any]:
    """What makes two reports the same whatever the language: the figures, and which cells are named."""
    cells = [
        sorted((one["sheet"], one["row"] or 0, one["column"], one["value"]) for one in report.get(name, ())) for name in LISTS
    ]
    return [*(report.get(name) for name in FIGURES), *cells]
