"""Small pages of the house itself."""

from flask import Blueprint, Response, redirect, request, session, url_for
from sqlalchemy import text
from werkzeug.wrappers import Response as BaseResponse

from evaluation.foundation.core.database import db
from evaluation.foundation.web.access import public

blueprint = Blueprint("web", __name__)


def local_target(address: str | None) -> str | None:
    """An address on this site, or None; what could lead elsewhere is dropped."""
    if not address or not address.startswith("/") or address.startswith(("//", "/\\")):
        return None
    if any(ord(sign) < 32 or sign == "\\" for sign in address):
        return None
    return address


@blueprint.post("/large-print")
@public
def large_print() -> BaseResponse:
    """Switch 大字版 for this browser."""
    response = redirect(local_target(request.form.get("next")) or url_for("home.index"))
    if request.cookies.get("large_print") == "1":
        response.delete_cookie("large_print")
    else:
        response.set_cookie("large_print", "1", max_age=365 * 24 * 3600, httponly=True, samesite="Lax", secure=request.is_secure)
    session.modified = False
    return response


@blueprint.get("/health")
@public
def health() -> Response:
    """Whether the application and its database answer; says nothing else."""
    db.session.execute(text("SELECT 1"))
    return Response("ok\n", mimetype="text/plain")
