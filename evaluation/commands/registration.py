"""All commands of ``flask --app wsgi …``."""

from flask import Flask

from evaluation.commands.accounts import accounts
from evaluation.commands.audit import audit
from evaluation.commands.backup import backup
from evaluation.commands.demonstration.command import demo
from evaluation.commands.imports import imports
from evaluation.commands.remind import remind
from evaluation.commands.setup import setup
from evaluation.commands.tidy import tidy

COMMANDS = (setup, demo, imports, accounts, audit, remind, tidy, backup)


def install(app: Flask) -> None:
    """Attach them to the application."""
    for command in COMMANDS:
        app.cli.add_command(command)
