"""``remind``: look through everything that runs and put what came due into the inboxes. Run it once a day; twice does no harm."""

import click
from flask.cli import with_appcontext
from flask_babel import force_locale

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import transaction
from evaluation.foundation.core.language import gettext as _
from evaluation.foundation.web.catalogue import LOCALE
from evaluation.records.nominations.operations.tasks import remind as remind_of_nominations


@click.command()
@with_appcontext
def remind() -> None:
    """Bring the tasks of running cases in line with the rules of today."""
    with force_locale(LOCALE):
        with transaction():
            cases, opened = remind_of_nominations(clock.now())
        click.echo(_("Membership development: %(cases)d running, %(opened)d new reminders.", cases=cases, opened=opened))
