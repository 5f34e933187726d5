"""What the reader chose for an import beside the file itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self


@dataclass(frozen=True)
class Options:
    """``settings`` are choices by name; ``headings`` give headings as written a meaning; ``corrections`` give cells (sheet,
    row, key of the column, part of the cell or empty) another content."""

    settings: Mapping[str, str] = field(default_factory=dict)
    headings: Mapping[str, str] = field(default_factory=dict)
    corrections: Mapping[tuple[str, int, str, str], str] = field(default_factory=dict)

    def setting(self, name: str) -> str:
        """A choice by name; empty where none was made."""
        return self.settings.get(name, "")

    def corrected(self, sheet: str, row: int, key: str, part: str = "") -> str | None:
        """What was put in the place of a cell, or of a part of it."""
        return self.corrections.get((sheet, row, key, part)) if self.corrections else None

    def with_correction(self, sheet: str, row: int, key: str, part: str, value: str) -> Self:
        """The same, with one more cell mended."""
        return replace(self, corrections={**self.corrections, (sheet, row, key, part): value})

    def as_dict(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "settings": dict(self.settings),
            "headings": dict(self.headings),
            "corrections": [[*place, value] for place, value in self.corrections.items()],
        }


def options_from(stored: Mapping[str, Any]) -> Options:
    """The choices of a job."""
    return Options(
        settings=stored.get("settings", {}),
        headings=stored.get("headings", {}),
        corrections={(sheet, row, key, part): value for sheet, row, key, part, value in stored.get("corrections", ())},
    )
