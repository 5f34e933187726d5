"""What the check page shows: wrong rows, old and new of changed ones, new ones, and who is missing from the file."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from evaluation.foundation.importing.report import Finding

MOST_SHOWN = 200  # rows of one kind that a page shows; the counts are always whole


class Preview:
    """Collects rows as plain data, so that they can wait in the job until somebody confirms."""

    def __init__(self, columns: Sequence[tuple[str, Any]] = ()) -> None:
        self.columns = list(columns)
        self.wrong: dict[tuple[str, int | None], dict[str, Any]] = {}
        self.changed: list[dict[str, Any]] = []
        self.created: list[dict[str, Any]] = []
        self.missing: list[dict[str, Any]] = []
        self.missing_count = 0
        self.marks: list[dict[str, Any]] = []
        self.heading_rows: dict[str, int] = {}
        self.notes: list[str] = []
        self.wrong_keys: set[str] = set()
        self.changed_keys: set[str] = set()

    def add_wrong(self, sheet: str, row: int | None, cells: Mapping[str, str], findings: Iterable[Finding]) -> None:
        """A row of which something was not taken, with what is wrong in which cell; added to if it is there already."""
        faults = [fault_of(finding) for finding in findings]
        self.marks += [
            {"sheet": sheet, "row": row, "place": fault["place"], "reason": fault["reason"]} for fault in faults if row
        ]
        self.wrong_keys.update(fault["key"] for fault in faults)
        known = self.wrong.get((sheet, row))
        if known is not None:
            known["faults"] += faults
        elif len(self.wrong) < MOST_SHOWN:
            self.wrong[sheet, row] = {"sheet": sheet, "row": row, "cells": dict(cells), "faults": faults}

    @property
    def is_full(self) -> bool:
        """Whether further new rows would not be shown, so that nobody need put them into words."""
        return len(self.created) >= MOST_SHOWN

    def add_changed(self, sheet: str, row: int | None, cells: Mapping[str, str], before: Mapping[str, str]) -> None:
        """A row that changes what is there; ``before`` holds the old words of the changed cells."""
        self.changed_keys.update(before)
        if len(self.changed) < MOST_SHOWN:
            self.changed.append({"sheet": sheet, "row": row, "cells": dict(cells), "before": dict(before)})

    def add_created(self, sheet: str, row: int | None, cells: Mapping[str, str]) -> None:
        """A row that is new."""
        if len(self.created) < MOST_SHOWN:
            self.created.append({"sheet": sheet, "row": row, "cells": dict(cells)})

    def add_missing(self, cells: Mapping[str, str]) -> None:
        """Something that is here and not in the file; it stays."""
        self.missing_count += 1
        if len(self.missing) < MOST_SHOWN:
            self.missing.append({"sheet": "", "row": None, "cells": dict(cells)})

    def as_dict(self, always: Sequence[str]) -> dict[str, Any]:
        """Plain data. Every column says on which tabs it is shown: those in ``always`` on all, others where they matter."""
        tabs: dict[str, list[str]] = {key: [] for key, _label in self.columns}
        for tab, keys in (("wrong", self.wrong_keys), ("changed", self.changed_keys), ("created", set()), ("missing", set())):
            for key, _label in self.columns:
                if key in always or key in keys:
                    tabs[key].append(tab)
        return {
            "columns": [{"key": key, "label": str(label), "tabs": tabs[key]} for key, label in self.columns if tabs[key]],
            "wrong": list(self.wrong.values()),
            "changed": self.changed,
            "created": self.created,
            "missing": self.missing,
            "missing_count": self.missing_count,
            "marks": self.marks,
            "heading_rows": self.heading_rows,
            "notes": [str(note) for note in self.notes],
        }


def fault_of(finding: Finding) -> dict[str, Any]:
    """One finding as plain data, with the values that would mend it."""
    return {
        "key": finding.key,
        "column": finding.column,
        "place": finding.place,
        "value": finding.value,
        "part": finding.part,
        "brief": str(finding.brief or finding.reason),
        "reason": str(finding.reason),
        "choices": [{"label": str(choice.label), "value": choice.value} for choice in finding.choices],
    }
