"""``tongban manage …``: Django's own commands, with a server to speak to."""

import sys

import click
from django.core.management import execute_from_command_line

from tongban.config.main import prepare_django
from tongban.config.postgres import database_running


@click.command(
    help="运行 Django 管理命令，例如 tongban manage migrate。",
    add_help_option=False,
    context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False},
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(arguments: tuple[str, ...]) -> None:
    """Run one of Django's own commands with the database at hand."""
    prepare_django()
    with database_running():
        execute_from_command_line([f"{sys.argv[0]} manage", *arguments])
