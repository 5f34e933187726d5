"""People: type-ahead for every field that takes a person, and the plain page behind it."""

from typing import Any

from flask import Response, jsonify, render_template, request
from flask_login import current_user
from sqlalchemy import Row, select

from evaluation.foundation.core.database import db
from evaluation.foundation.web.access import requires
from evaluation.registry.organizations.models import Organization
from evaluation.registry.organizations.policies import WORKING_ROLES
from evaluation.registry.people.models import Person
from evaluation.registry.people.queries import people_like

MOST_SUGGESTIONS = 12
MOST_FOUND = 50
LONGEST_QUESTION = 40


def found(limit: int) -> list[Row[Any]]:
    """People here who fit the question of the request; those of the asked or own department first."""
    question = request.args.get("q", "").strip()[:LONGEST_QUESTION]
    if not question:
        return []
    near: Any = request.args.get("department", type=int)
    if near is None and current_user.person_id is not None:
        near = select(Person.department_id).where(Person.id == current_user.person_id).scalar_subquery()
    statement = people_like(question, near_department_id=near, limit=limit)
    return list(
        db.session.execute(
            statement.outerjoin(Organization, Organization.id == Person.department_id).with_only_columns(
                Person.id, Person.name, Person.number, Person.post, Organization.short_name.label("department")
            )
        )
    )


@requires(*WORKING_ROLES)
def search_json() -> Response:
    """At most twelve people: id, name, and what tells namesakes apart."""
    return jsonify(
        [
            {"id": row.id, "name": row.name, "detail": " ".join(filter(None, (row.department, row.number)))}
            for row in found(MOST_SUGGESTIONS)
        ]
    )


@requires(*WORKING_ROLES)
def search() -> str:
    """The same without script: names and staff numbers to be typed into a form."""
    return render_template("registry/people/search.html", question=request.args.get("q", ""), rows=found(MOST_FOUND))
