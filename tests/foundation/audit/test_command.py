"""``flask audit verify``: what the operator at the terminal is told."""

from flask import Flask

from evaluation.foundation.audit.operations import verify
from evaluation.foundation.core.database import db
from tests.foundation.audit.test_chain import edit, past_the_guards, write_events


def test_a_whole_chain_is_told_with_its_head(app: Flask) -> None:
    write_events(3)
    head = verify().head

    result = app.test_cli_runner().invoke(args=["audit", "verify"])

    assert (result.exit_code, result.output) == (0, f"3 events, chain whole, head 3:{head}\n")


def test_the_first_break_is_named(app: Flask) -> None:
    write_events(3)
    with past_the_guards() as connection:
        edit(connection)
    db.session.commit()

    result = app.test_cli_runner().invoke(args=["audit", "verify"])

    assert (result.exit_code, result.stderr) == (1, "broken at event 3: changed\n")


def test_a_noted_head_shows_a_cut_tail(app: Flask) -> None:
    write_events(2)

    result = app.test_cli_runner().invoke(args=["audit", "verify", "--head", f"3:{'a' * 64}"])

    assert (result.exit_code, result.stderr) == (1, "broken at event 3: cut\n")


def test_a_head_in_another_form_is_refused_with_the_right_one(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["audit", "verify", "--head", "abc"])

    assert result.exit_code == 2
    assert "write it as SEQUENCE:HASH" in result.stderr
