"""The command line: ``tongban <command>``, each loaded only when it is called."""

import importlib
import os
import pkgutil
from collections.abc import Sequence

import click
import django

from tongban.config import commands

SETTINGS = "tongban.config.settings"


class LazyCommands(click.Group):
    """A group whose commands are the modules of ``tongban.config.commands``."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands, from the file names alone."""
        del ctx
        return sorted(
            module.name.replace("_", "-")
            for module in pkgutil.iter_modules(commands.__path__)
        )

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of a name, importing its module now."""
        if cmd_name not in self.list_commands(ctx):
            return None
        word = cmd_name.replace("-", "_")
        module = importlib.import_module(f"{commands.__name__}.{word}")
        command = getattr(module, word)
        if not isinstance(command, click.Command):
            message = f"{module.__name__} must hold a click command named {word}."
            raise TypeError(message)
        return command


@click.command(
    cls=LazyCommands,
    help="通办：基本医疗保险经办服务平台。",
    context_settings={"help_option_names": ["-h", "--help"]},
)
def tongban() -> None:
    """Hold the commands; choose the settings before any of them runs."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)


def prepare_django() -> None:
    """Load the settings and the apps, for commands that touch the database."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    django.setup()


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and leave with its exit code."""
    tongban.main(
        args=None if arguments is None else list(arguments), prog_name="tongban"
    )
