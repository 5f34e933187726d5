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
PAGE_HEADERS = {**HEADERS, "Content-Security-Policy": POLICY, "Cache-Control": "no-store"}


def number_request() -> None:
    """Give each request an id that the audit events of it carry."""
    g.request_id = secrets.token_hex(8)


def protect(response: Response) -> Response:
    """Set the headers; a view that set a stricter policy keeps it."""
    given = {name.lower() for name in response.headers.keys()}  # noqa: SIM118
    if request.endpoint == "static":
        given.add("cache-control")
    for name, value in PAGE_HEADERS.items():
        if name.lower() not in given:
            response.headers.add(name, value)
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    return response


def secure(app: Flask) -> None:
    """Attach both to the application."""
    app.before_request(number_request)
    app.after_request(protect)
