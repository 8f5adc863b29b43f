"""The command line knows its commands from their files and loads one at a time."""

import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from tongban.config.main import tongban

CONTEXT = click.Context(tongban)
NAMES = tongban.list_commands(CONTEXT)


def test_the_commands_are_those_of_the_folder():
    assert {"up", "manage", "policy"} <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_every_command_loads_and_says_in_chinese_what_it_does(name):
    command = tongban.get_command(CONTEXT, name)
    assert command is not None
    assert any("\u4e00" <= sign <= "\u9fff" for sign in command.help or "")


def test_an_unknown_command_is_refused():
    done = CliRunner().invoke(tongban, ["fly"])
    assert done.exit_code == 2
    assert "fly" in done.output


def test_one_command_loads_no_other():
    program = (
        "import sys\n"
        "from tongban.config.main import main\n"
        "try:\n    main(['policy', '--help'])\n"
        "except SystemExit:\n    pass\n"
        "print('tongban.config.commands.up' in sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "False"


def test_manage_passes_its_words_on_to_django():
    done = subprocess.run(
        [sys.executable, "-m", "tongban.config", "manage", "help", "migrate"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "--fake-initial" in done.stdout
