"""All addresses of the imports in one table; every door has its own blueprint and lets in its own roles."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Any

from flask import Blueprint

from evaluation.foundation.web.access import requires
from evaluation.portal.imports import views
from evaluation.portal.imports.doors import DOORS, Door

ADDRESSES: tuple[tuple[str, Callable[..., Any], list[str]], ...] = (
    ("", views.upload, ["GET", "POST"]),
    ("/template.xlsx", views.template, ["GET"]),
    ("/<int:job_id>", views.check, ["GET"]),
    ("/<int:job_id>/marked.xlsx", views.marked, ["GET"]),
    ("/<int:job_id>/done", views.done, ["GET"]),
    ("/<int:job_id>/confirm", views.confirm, ["POST"]),
    ("/<int:job_id>/actions/correct", views.correct, ["POST"]),
    ("/<int:job_id>/actions/headings", views.headings, ["POST"]),
    ("/<int:job_id>/actions/discard", views.discard, ["POST"]),
    ("/<int:job_id>/actions/undo", views.undo, ["POST"]),
)


def at_door(view: Callable[..., Any], door: Door) -> Callable[..., Any]:
    """The view for one door, open to its roles."""

    def entered(**values: Any) -> Any:
        return view(door, **values)

    return requires(*sorted(door.roles))(update_wrapper(entered, view))


def blueprint_of(door: Door) -> Blueprint:
    """The pages of one door."""
    blueprint = Blueprint(door.name, __name__, url_prefix=door.path)
    for rule, view, methods in ADDRESSES:
        blueprint.add_url_rule(rule, endpoint=view.__name__, view_func=at_door(view, door), methods=methods)
    return blueprint


BLUEPRINTS = tuple(blueprint_of(door) for door in DOORS)
