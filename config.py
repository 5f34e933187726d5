"""Settings. This module alone reads the environment; the README holds the table of variables."""

import os
import secrets
from pathlib import Path

ROOT = Path(__file__).resolve().parent


def kept_secret(folder: Path) -> str:
    """The signing key of this installation: made once, readable by its owner only."""
    path = folder / "secret_key"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(48))
    return path.read_text().strip()


class Settings:
    """What the application needs to know, from ``YIXIAN_*`` variables or from defaults."""

    def __init__(self, environment: dict[str, str] | None = None) -> None:
        values = os.environ if environment is None else environment
        self.INSTANCE = Path(values.get("YIXIAN_INSTANCE", str(ROOT / "instance")))
        self.SQLALCHEMY_DATABASE_URI = values.get("YIXIAN_DATABASE_URL") or f"sqlite:///{self.INSTANCE / 'yixian.db'}"
        self.SECRET_KEY = values.get("YIXIAN_SECRET_KEY") or kept_secret(self.INSTANCE)
        self.STORAGE_ADDRESS = values.get("YIXIAN_STORAGE_URL") or str(self.INSTANCE / "files")
        self.FONTS_FOLDER = values.get("YIXIAN_FONTS_FOLDER") or None
        self.COLLEGE_NAME = values.get("YIXIAN_COLLEGE_NAME", "")
        self.COLLEGE_MARK = values.get("YIXIAN_COLLEGE_MARK", "纪")
        self.HELP_CONTACT = values.get("YIXIAN_HELP_CONTACT", "")
        secure = values.get("YIXIAN_SECURE_COOKIES", "0") == "1"
        self.SESSION_COOKIE_SECURE = secure
        self.SESSION_COOKIE_NAME = "__Host-yixian" if secure else "yixian"
        self.SESSION_COOKIE_HTTPONLY = True
        self.SESSION_COOKIE_SAMESITE = "Lax"
        self.SESSION_IDLE_MINUTES = int(values.get("YIXIAN_SESSION_IDLE_MINUTES", "120"))
        self.SESSION_HOURS = int(values.get("YIXIAN_SESSION_HOURS", "12"))
        self.LOCKOUT_FAILURES = int(values.get("YIXIAN_LOCKOUT_FAILURES", "5"))
        self.LOCKOUT_MINUTES = int(values.get("YIXIAN_LOCKOUT_MINUTES", "15"))
        self.TRUSTED_PROXIES = int(values.get("YIXIAN_TRUSTED_PROXIES", "0"))
        self.MAX_CONTENT_LENGTH = 64 * 1024 * 1024
        self.MAX_FORM_MEMORY_SIZE = 2 * 1024 * 1024
        self.MAX_FORM_PARTS = 5000
        self.WTF_CSRF_TIME_LIMIT = None
        self.BABEL_DEFAULT_LOCALE = "zh_Hans_CN"
        self.BABEL_DEFAULT_TIMEZONE = "Asia/Shanghai"
        self.BABEL_TRANSLATION_DIRECTORIES = str(ROOT / "translations")
        self.SQLALCHEMY_ENGINE_OPTIONS = (
            {"connect_args": {"timeout": 15}} if self.SQLALCHEMY_DATABASE_URI.startswith("sqlite") else {"pool_pre_ping": True}
        )
