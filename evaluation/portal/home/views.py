"""Home pages by role."""

from flask import Blueprint, render_template

from evaluation.foundation.web.access import signed_in

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
@signed_in
def index() -> str:
    """The home of the actor's role."""
    return render_template("portal/home/index.html")
