"""Who is signed in: a random token in the signed cookie, its digest in the database. Deleting the row ends it at once."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from flask import Flask, g, request, session
from flask_login import AnonymousUserMixin, LoginManager
from werkzeug.wrappers import Request

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db, transaction
from evaluation.foundation.web.posting import earlier_result, posted_key
from evaluation.registry.accounts.actors import Actor
from evaluation.registry.accounts.operations import SEEN_EVERY, prolong_session
from evaluation.registry.accounts.queries import signed_in_by

TOKEN = "token"


class Stranger(AnonymousUserMixin):
    """Nobody is signed in: no account, no role."""

    account_id = None
    person_id = None
    name = ""
    organization_name = ""
    role_label = ""
    roles: Mapping[str, frozenset[int]] = MappingProxyType({})
    must_change_password = False
    is_administrator = False
    tree_stamp = 0

    def holds(self, *roles: str) -> bool:
        """A stranger holds no role."""
        return False


def load_actor(_request: Request) -> Actor | None:
    """The actor of this request, in one query; a session in use is prolonged every few minutes."""
    token = session.get(TOKEN)
    if not isinstance(token, str):
        return None
    now = clock.now()
    key = posted_key()
    signed_in = signed_in_by(token, now, clock.today(), key)
    if signed_in is None:
        session.pop(TOKEN, None)
        return None
    prolonged = now - signed_in.seen_at >= SEEN_EVERY
    if prolonged:
        writes = g.get("writes", True)
        db.session.rollback()
        g.writes = True
        with transaction():
            prolong_session(signed_in.actor.session_digest, now=now)
        g.writes = writes
    g.earlier_location = signed_in.earlier
    if prolonged and key:  # another transaction begins here: the same post may have been carried out meanwhile
        g.earlier_location = earlier_result(signed_in.actor.account_id, key)
    return signed_in.actor


def remember(token: str) -> None:
    """Put a new session into the cookie; what the browser had before is gone (session fixation)."""
    language = session.get("language")
    session.clear()
    if language:
        session["language"] = language
    session[TOKEN] = token


def forget() -> None:
    """Empty the cookie, the language apart."""
    remember("")
    session.pop(TOKEN)


def install_sessions(app: Flask, login: LoginManager) -> None:
    """Let Flask-Login find the actor through the token."""
    login.request_loader(load_actor)
    login.anonymous_user = Stranger
    login.session_protection = None

    @app.context_processor
    def who() -> dict[str, Any]:
        return {"large_print": request.cookies.get("large_print") == "1"}
