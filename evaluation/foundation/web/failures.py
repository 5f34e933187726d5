"""Errors as pages: what happened, why, and the way out. Never more than the reader may know."""

from typing import Any

from flask import Flask, flash, jsonify, redirect, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import DomainError, Stale
from evaluation.foundation.core.language import gettext as _
from evaluation.foundation.core.language import lazy_gettext as _l
from evaluation.foundation.web.posting import AlreadyDone

SENTENCES = {413: _l("A file may have at most 10 MB, one post at most 64 MB. Nothing was stored.")}
PAGES = {400, 403, 404, 405, 409, 413, 429, 500}


def wants_json() -> bool:
    """Whether a script of ours asked."""
    return request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json"


def page(status: int, message: Any = "", **facts: Any) -> Any:
    """The page of a status, or its sentence as JSON."""
    if wants_json():
        return jsonify(message=str(message)), status
    template = f"errors/{status if status in PAGES - {405} else 400}.html"
    return render_template(template, message=message, **facts), status


def on_domain_error(error: DomainError) -> Any:
    """A refusal that no form caught."""
    db.session.rollback()
    if isinstance(error, Stale):
        return page(409, error.message, theirs=error.differences)
    return page(error.status if error.status in PAGES else 400, error.message)


def on_already_done(error: AlreadyDone) -> Any:
    """The second post of one form: show the first one's result."""
    db.session.rollback()
    if request.accept_mimetypes.best != "application/json":
        flash(_("This was already done; here is the result."))
    return redirect(error.location)


def on_http_error(error: HTTPException) -> Any:
    """Errors of the web server's own making."""
    db.session.rollback()
    status = error.code or 500
    if status < 400:
        return error
    body, _status = page(status, SENTENCES.get(status, ""))
    return body, status


def on_csrf_error(error: CSRFError) -> Any:
    """The form is too old or from elsewhere."""
    db.session.rollback()
    return page(
        400, _("This form is no longer valid, perhaps because you signed in again. Go back, reload it and send it again.")
    )


def on_stale_row(_error: StaleDataError) -> Any:
    """Two requests changed one row at the same moment; the second is told."""
    db.session.rollback()
    return page(409, _("Somebody changed this at the same moment. Open it again; nothing of theirs was overwritten."))


def on_busy(error: OperationalError) -> Any:
    """The database could not take the writer in time."""
    db.session.rollback()
    if "locked" not in str(error):
        raise error
    return page(429, _("The system is busy just now. Nothing was saved; send it again in a moment."))


def install(app: Flask) -> None:
    """Attach the handlers."""
    app.register_error_handler(DomainError, on_domain_error)
    app.register_error_handler(AlreadyDone, on_already_done)
    app.register_error_handler(CSRFError, on_csrf_error)
    app.register_error_handler(StaleDataError, on_stale_row)
    app.register_error_handler(OperationalError, on_busy)
    app.register_error_handler(HTTPException, on_http_error)
