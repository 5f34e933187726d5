"""Passwords: Argon2id, and the rules for a new one."""

import unicodedata
from concurrent.futures import ThreadPoolExecutor

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from evaluation.foundation.core.errors import Refused
from evaluation.foundation.core.language import lazy_gettext as _l

SHORTEST, LONGEST = 10, 128
CLASSES = 3
HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
POOL = ThreadPoolExecutor(max_workers=1, thread_name_prefix="password")
COMMON = ("password", "qwerty", "123456", "abc123", "admin", "yixian", "zaozhuang", "iloveyou", "111111", "000000")


def normal(password: str) -> str:
    """One spelling of what the keyboard sent (NFC); nothing is cut off or trimmed."""
    return unicodedata.normalize("NFC", password)


def hashed(password: str) -> str:
    """Argon2id hash; one worker computes, so that sign-ins cannot starve the pages."""
    return POOL.submit(HASHER.hash, normal(password)).result()


UNKNOWN_ACCOUNT_HASH = HASHER.hash("no account has this password")


def matches(password_hash: str, password: str) -> bool:
    """Whether the password is the one that was hashed."""

    def verify() -> bool:
        try:
            return HASHER.verify(password_hash, normal(password))
        except (VerificationError, InvalidHashError):
            return False

    return POOL.submit(verify).result()


def check_new(password: str, *, login: str, name: str) -> None:
    """Refuse a weak new password: length, three of four character classes (等保 8.1.4.1), context words, common words."""
    lowered = password.lower()
    if len(password) < SHORTEST:
        raise Refused(_l("The new password needs at least %(min)d characters.", min=SHORTEST), field="new_password")
    if len(password) > LONGEST:
        raise Refused(_l("The new password may have at most %(max)d characters.", max=LONGEST), field="new_password")
    classes = sum(
        (
            any(sign.islower() for sign in password),
            any(sign.isupper() for sign in password),
            any(sign.isdigit() for sign in password),
            any(not sign.isalnum() for sign in password),
        )
    )
    if classes < CLASSES:
        raise Refused(_l("Mix at least three of: small letters, capital letters, digits, other signs."), field="new_password")
    if any(word in lowered for word in COMMON) or (login and login in lowered) or (len(name) > 1 and name in password):
        raise Refused(
            _l("The new password contains a name or a common word; choose one that others cannot guess."),
            field="new_password",
        )
