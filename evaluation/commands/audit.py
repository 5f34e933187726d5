"""``audit verify``: prove the chain of audit events."""

import sys

import click
from flask.cli import AppGroup

from evaluation.foundation.audit.operations import verify

audit = AppGroup("audit", help="Prove the audit chain.")


@audit.command("verify")
@click.option("--head", help="Sequence and hash noted earlier, as SEQUENCE:HASH; shows a cut tail or a recomputed chain.")
def verify_chain(head: str | None) -> None:
    """Exit status 0: whole; 1: broken, with the first break named."""
    expected = None
    if head:
        sequence, _colon, digest = head.partition(":")
        if not sequence.isdigit() or not digest:
            raise click.BadParameter("write it as SEQUENCE:HASH", param_hint="--head")
        expected = (int(sequence), digest)
    result = verify(expected)
    if result.broken_at is not None:
        click.echo(f"broken at event {result.broken_at}: {result.reason}", err=True)
        sys.exit(1)
    click.echo(f"{result.rows} events, chain whole, head {result.rows}:{result.head}")
