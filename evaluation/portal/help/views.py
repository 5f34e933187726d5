"""/help/: how the main job goes, and how the product meets people who use it differently. Open to all."""

from flask import Blueprint, render_template

from evaluation.foundation.web.access import public

blueprint = Blueprint("help", __name__, url_prefix="/help")


@blueprint.get("/")
@public
def index() -> str:
    """The main job in short."""
    return render_template("portal/help/index.html")


@blueprint.get("/accessibility")
@public
def accessibility() -> str:
    """What was done for accessibility, what is known not to be right, whom to tell."""
    return render_template("portal/help/accessibility.html")
