"""``tidy``: take away what nobody needs any more. Run it once a day; twice does no harm."""

import click
from flask.cli import with_appcontext
from flask_babel import force_locale

from evaluation.foundation.audit.operations import record
from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import transaction
from evaluation.foundation.core.language import gettext as _
from evaluation.foundation.importing.operations import sweep
from evaluation.foundation.web.catalogue import LOCALE
from evaluation.foundation.web.posting import forget_old_keys
from evaluation.procedures.attachments.operations import sweep_orphans


@click.command()
@with_appcontext
def tidy() -> None:
    """Delete uploads that are a day old, keys of posts of a month ago, and stored files that no record names."""
    now = clock.now()
    with force_locale(LOCALE):
        with transaction():
            uploads, keys = sweep(now), forget_old_keys(now)
            files = sweep_orphans(now)
            record("system.tidy", actor=None, object_kind="system", now=now, uploads=uploads, keys=keys, files=files)
        click.echo(
            _(
                "Deleted: %(uploads)d uploads, %(keys)d keys of old posts, %(files)d stored files.",
                uploads=uploads,
                keys=keys,
                files=files,
            )
        )
