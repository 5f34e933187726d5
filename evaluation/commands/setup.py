"""``setup``: create or migrate the database and compile the catalogue; quick when there is nothing to do."""

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_migrate import upgrade

from evaluation.foundation.web.catalogue import compile_catalogue


@click.command()
@with_appcontext
def setup() -> None:
    """Make this installation ready: database and translations."""
    compile_catalogue(current_app.config["BABEL_TRANSLATION_DIRECTORIES"])
    upgrade(directory=str(current_app.extensions["migrate"].directory))
    click.echo("ready")
