"""Telling what was done on the next page, with the way to take it back while that is possible."""

from typing import Any

from flask import flash, url_for

from evaluation.foundation.core.language import gettext as _
from evaluation.procedures.workflow.machine import Workflow
from evaluation.procedures.workflow.models import Matter, Transition


def announce(matter: Matter, transition: Transition, workflow: Workflow) -> None:
    """Flash the step taken, and the button that undoes it within thirty seconds where the table allows."""
    step = workflow.step(transition.action, transition.from_state or "")
    text = _("%(action)s: “%(title)s”.", action=step.action.label if step else transition.action, title=matter.title)
    message: dict[str, Any] = {"text": text}
    if step is not None and step.undoable:
        message["then"] = {"label": _("Undo (within 30 seconds)"), "post": url_for("matters.undo", matter_id=matter.id)}
    flash(message, "success")  # type: ignore[arg-type]
