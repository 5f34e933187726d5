"""create_app(): settings, extensions, rooms, error pages. Nothing else knows all wings at once."""

from collections.abc import Callable
from typing import Any

from flask import Flask
from flask_babel import Babel
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

from config import ROOT, Settings
from evaluation.commands import registration
from evaluation.foundation.core.database import db
from evaluation.foundation.files.storage import storage_from_address
from evaluation.foundation.web import access, display, failures, posting, security
from evaluation.foundation.web.converters import Identity
from evaluation.foundation.web.views import blueprint as web
from evaluation.portal import frame
from evaluation.portal.rooms import BLUEPRINTS
from evaluation.registry.accounts.sessions import install_sessions

STATIC_AGE = 365 * 24 * 3600


class Application(Flask):
    """Flask without the look, at every call, whether a function is asynchronous: none is here."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """The function itself."""
        return func


def create_app(settings: Any = None) -> Flask:
    """The application, from settings or from the environment."""
    app = Application("evaluation", template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "evaluation" / "static"))
    app.jinja_environment = display.Environment
    app.config.from_object(settings or Settings())
    app.url_map.converters["int"] = Identity
    app.config["INSTANCE"].mkdir(parents=True, exist_ok=True)
    db.init_app(app)
    Migrate(app, db, directory=str(ROOT / "migrations"), render_as_batch=True, compare_type=True)
    Babel(app, locale_selector=display.chosen_locale)
    CSRFProtect(app)
    login = LoginManager(app)
    app.extensions["storage"] = storage_from_address(app.config["STORAGE_ADDRESS"])
    security.secure(app)
    install_sessions(app, login)
    app.before_request(access.guard)
    app.before_request(posting.refuse_repetition)
    display.install(app)
    failures.install(app)
    frame.install(app)
    for blueprint in (web, *BLUEPRINTS):
        app.register_blueprint(blueprint)
    registration.install(app)
    access.check_declarations(app)
    if app.config["TRUSTED_PROXIES"]:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=app.config["TRUSTED_PROXIES"], x_proto=app.config["TRUSTED_PROXIES"]
        )
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app, root=str(ROOT / "evaluation" / "static"), prefix="static/", max_age=STATIC_AGE, add_headers_function=None
    )
    return app
