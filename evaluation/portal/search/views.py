"""One box for people, titles and numbers."""

from typing import Any

from flask import Blueprint, redirect, render_template, request
from flask_login import current_user

from evaluation.foundation.core.clock import clock
from evaluation.foundation.web.access import requires
from evaluation.portal.search import queries
from evaluation.registry.accounts.enums import BUSINESS_ROLES

blueprint = Blueprint("search", __name__)


@blueprint.get("/search")
@requires(*BUSINESS_ROLES)
def results() -> Any:
    """What the actor may see of what was asked for; a number opens its thing at once."""
    question = queries.tidy(request.args.get("q", ""))
    number = queries.number_in(question)
    if number is not None:
        address = queries.address_of_number(current_user, number)
        if address is not None:
            return redirect(address)
    people: list[queries.FoundPerson] = []
    matters = queries.FoundMatters([], None)
    if question and number is None:
        before = request.args.get("before", type=int)
        people = [] if before is not None else queries.people_found(current_user, question)
        matters = queries.matters_like(current_user, question, clock.today(), before=before)
    return render_template("portal/search/results.html", question=question, number=number, people=people, matters=matters)
