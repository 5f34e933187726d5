"""What the tests of the door share: a hash computed once, and a person at the sign-in page."""

from functools import cache
from typing import Any

from flask import Flask

from evaluation.registry.accounts.models import Account
from evaluation.registry.accounts.passwords import hashed
from tests.support.browser import Answer, Browser
from tests.support.factories import PASSWORD, Factory

WRONG = "Wrong-word-2022"


@cache
def word() -> str:
    """The hash of the factories' password; a real one takes time."""
    return hashed(PASSWORD)


def owner(make: Factory, *roles: Any, **facts: Any) -> Account:
    """An account whose password is known."""
    return make.account(*roles, password_hash=word(), **facts)


class Visitor(Browser):
    """Somebody at the door, from an address."""

    def __init__(self, app: Flask, address: str = "10.0.0.1") -> None:
        super().__init__(app)
        self.address = address

    def open(self, address: str, *, check: bool = True, **options: Any) -> Answer:
        options.setdefault("environ_overrides", {"REMOTE_ADDR": self.address})
        return super().open(address, check=check, **options)

    def knock(self, login: str, password: str = PASSWORD, address: str = "/account/sign-in") -> Answer:
        """Fill in the sign-in form and send it."""
        return self.submit(address, login=login, password=password)
