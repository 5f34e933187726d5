"""Default deny: every endpoint declares who may enter, or the application does not start.

``@public`` opens to all, ``@signed_in`` to every account, ``@requires(role, …)`` to actors who hold one of the roles
anywhere. What an actor may do to one thing is a policy of its room; this is only the door.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask, abort, current_app, g, redirect, request, url_for
from flask_login import current_user

View = TypeVar("View", bound=Callable[..., Any])
FIRST_PASSWORD_ENDPOINTS = {"accounts.change_password", "accounts.sign_out", "static", "web.large_print"}


@dataclass(frozen=True)
class Access:
    """What an endpoint declares: open to all, or to signed-in actors, or to holders of a role."""

    open: bool = False
    roles: frozenset[str] = frozenset()


def declare(access: Access) -> Callable[[View], View]:
    """Write the declaration on the view function."""

    def mark(view: View) -> View:
        view.access = access  # type: ignore[attr-defined]
        return view

    return mark


def public(view: View) -> View:
    """Open to all, signed in or not."""
    return declare(Access(open=True))(view)


def signed_in(view: View) -> View:
    """Open to every account that is signed in."""
    return declare(Access())(view)


def requires(*roles: str) -> Callable[[View], View]:
    """Open to actors who hold at least one of the roles, in whatever scope."""
    return declare(Access(roles=frozenset(roles)))


def reads_first(view: View) -> View:
    """A post that works long before it writes (a password hash): it does not queue as a writer from the start."""
    view.reads_first = True  # type: ignore[attr-defined]
    return view


def access_of(app: Flask, endpoint: str) -> Access | None:
    """The declaration of an endpoint."""
    return getattr(app.view_functions[endpoint], "access", None)


def check_declarations(app: Flask) -> None:
    """Refuse to start while an endpoint says nothing about who may enter."""
    app.view_functions["static"].access = Access(open=True)  # type: ignore[attr-defined]
    silent = sorted(rule.endpoint for rule in app.url_map.iter_rules() if access_of(app, rule.endpoint) is None)
    if silent:
        raise RuntimeError(f"endpoints without a declared access: {', '.join(silent)}")


def guard() -> Any:
    """Before every request: let in, send to sign-in, or refuse."""
    if request.endpoint is None:
        return None
    view = current_app.view_functions[request.endpoint]
    g.writes = request.method not in {"GET", "HEAD", "OPTIONS"} and not getattr(view, "reads_first", False)
    access: Access | None = getattr(view, "access", None)
    if access is None:
        abort(403)
    if access.open:
        return None
    if not current_user.is_authenticated:
        return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?") if request.method == "GET" else None))
    if current_user.must_change_password and request.endpoint not in FIRST_PASSWORD_ENDPOINTS:
        return redirect(url_for("accounts.change_password"))
    if access.roles and not current_user.holds(*access.roles):
        abort(403)
    return None
