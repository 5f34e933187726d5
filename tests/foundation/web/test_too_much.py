"""More than may be sent: a sentence with the limits for a reader and for a script, signed in or not."""

from collections.abc import Callable

import pytest
from flask import Flask

from evaluation.registry.accounts.enums import Role
from evaluation.registry.accounts.models import Account
from tests.support.browser import Browser
from tests.support.factories import Factory


@pytest.mark.parametrize("limit", ["MAX_CONTENT_LENGTH", "MAX_FORM_MEMORY_SIZE"])
@pytest.mark.parametrize("accept", ["text/html", "application/json"])
@pytest.mark.parametrize("known", [True, False])
def test_too_much_is_refused_with_the_limits(
    app: Flask,
    make: Factory,
    sign_in: Callable[[Account], Browser],
    monkeypatch: pytest.MonkeyPatch,
    limit: str,
    accept: str,
    known: bool,
) -> None:
    client = sign_in(make.account(Role.CLERK)).client if known else app.test_client()
    monkeypatch.setitem(app.config, limit, 1000)

    answer = client.post(
        "/deeds/new", data={"title": "长" * 2000}, content_type="multipart/form-data", headers={"Accept": accept}
    )

    assert answer.status_code == 413
    told = answer.get_json()["message"] if accept == "application/json" else answer.text
    assert "最多10MB" in told
