"""One box for people, titles and numbers."""

from flask import Blueprint, render_template, request

from evaluation.foundation.web.access import signed_in

blueprint = Blueprint("search", __name__)


@blueprint.get("/search")
@signed_in
def results() -> str:
    """What the actor may see of what was asked for."""
    return render_template("portal/search/results.html", query=request.args.get("q", "").strip())
