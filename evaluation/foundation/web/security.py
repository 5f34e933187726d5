"""Headers of every answer: nothing inline, nothing from other hosts, nothing kept by caches."""

import secrets

from flask import Flask, Response, g, request

POLICY = (
    "default-src 'self'; img-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=()",
}


def number_request() -> None:
    """Give each request an id that the audit events of it carry."""
    g.request_id = secrets.token_hex(8)


def protect(response: Response) -> Response:
    """Set the headers; a view that set a stricter policy keeps it."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Content-Security-Policy", POLICY)
    if request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "no-store")
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    return response


def secure(app: Flask) -> None:
    """Attach both to the application."""
    app.before_request(number_request)
    app.after_request(protect)
