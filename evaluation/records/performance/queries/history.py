"""What happened to a shift, with one entry for every line that was decided."""

from dataclasses import replace
from typing import Any

from evaluation.foundation.core.language import gettext as _
from evaluation.foundation.web.display import hours
from evaluation.procedures.workflow.enums import Mark
from evaluation.procedures.workflow.queries import TimelineEntry, timeline
from evaluation.records.performance.models import Shift
from evaluation.records.performance.policies import may_read_line
from evaluation.records.performance.workflow import SHIFT_FLOW


def history_of(shift: Shift, actor: Any) -> list[TimelineEntry]:
    """Steps and remarks, newest first; under a decision the lines that the actor may read, each with its hours."""
    names = {line.person_id: line.person.name for line in shift.lines if may_read_line(actor, shift, line)}
    entries = []
    for entry in timeline(SHIFT_FLOW, shift.matter_id):
        details = entry.details or {}
        decided = [(kind, line) for kind in ("verified", "returned", "revoked") for line in details.get(kind, ())]
        if not decided:
            entries.append(entry)
            continue
        entries.append(replace(entry, note=_("%(count)d people", count=len(decided))))
        entries += [line_entry(entry, kind, names[line[1]], line[2]) for kind, line in decided if line[1] in names]
    return entries


def line_entry(entry: TimelineEntry, kind: str, name: str, minutes: int) -> TimelineEntry:
    """One line of a decision."""
    labels = {"verified": _("Line verified"), "returned": _("Line returned"), "revoked": _("Line revoked")}
    marks = {"verified": Mark.DONE, "returned": Mark.BACK, "revoked": Mark.STOPPED}
    amount = _("%(hours)s hours", hours=hours(minutes)) if minutes else _("absent")
    return replace(
        entry,
        title=_("%(what)s: %(name)s, %(amount)s", what=labels[kind], name=name, amount=amount),
        mark=marks[kind].value,
        quote=None,
        note=None,
        details=None,
    )
