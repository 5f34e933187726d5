"""Who, when and unknown fail differently."""

import pytest

from evaluation.foundation.core.errors import Difference, DomainError, NotAllowed, Refused, Stale, Unknown, WrongState


@pytest.mark.parametrize(
    ("kind", "status"), [(DomainError, 422), (Refused, 422), (NotAllowed, 403), (WrongState, 409), (Stale, 409), (Unknown, 404)]
)
def test_each_failure_has_its_status(kind: type[DomainError], status: int) -> None:
    assert kind("words").status == status
    assert str(kind("words")) == "words"


def test_a_refusal_names_its_field() -> None:
    assert Refused("too long", field="title").field == "title"
    assert Refused("too long").field is None


def test_a_stale_form_carries_both_texts() -> None:
    difference = Difference("Title", "yours", "theirs")

    assert Stale("changed", [difference]).differences == [difference]
