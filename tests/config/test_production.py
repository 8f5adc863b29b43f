"""A process with production settings: it starts when safe and lists what is not."""

import os
import subprocess
import sys

import pytest

SAFE = {
    "TONGBAN_ENV": "production",
    "TONGBAN_SITE": "https://ybfw.example.gov.cn",
    "TONGBAN_ALLOWED_HOSTS": "ybfw.example.gov.cn",
    "TONGBAN_BEHIND_PROXY": "1",
    "DATABASE_URL": "postgresql://tongban_owner:s3cret-enough@db.invalid/tongban",
    "TONGBAN_WEB_DATABASE_URL": "postgresql://tongban_web:s3cret-enough@db.invalid/t",
    "TONGBAN_DB_ROLE": "web",
    "TONGBAN_SECRET_KEY": "kW3v8-Zq0pL5xT9rB2nY7mC4jH6gF1dS0aQ_eUiOwPzXc-4tRsGhJk",
    "TONGBAN_FIELD_KEY": "f" * 64,
    "TONGBAN_INDEX_KEY": "i" * 64,
    "TONGBAN_PAPER_KEY": "p" * 64,
}


def _manage(*arguments: str, **changes: str) -> subprocess.CompletedProcess[str]:
    ours = ("TONGBAN_", "DJANGO_", "DATABASE_URL")
    kept = {
        name: word for name, word in os.environ.items() if not name.startswith(ours)
    }
    settings = {name: word for name, word in (SAFE | changes).items() if word}
    return subprocess.run(
        [sys.executable, "-m", "tongban.config", "manage", *arguments],
        env={**kept, **settings},
        capture_output=True,
        text=True,
        check=False,
    )


def test_safe_settings_pass_every_deployment_check_of_django():
    done = _manage("check", "--deploy", "--fail-level", "WARNING")
    assert done.returncode == 0, done.stderr


def test_unsafe_settings_stop_the_process_with_the_whole_list():
    done = _manage("check", DATABASE_URL="", TONGBAN_DEMO="1", TONGBAN_SECRET_KEY="")

    assert done.returncode != 0
    assert "Production refuses to start, 3 fault(s)" in done.stderr
    for name in ("DATABASE_URL", "TONGBAN_DEMO", "TONGBAN_SECRET_KEY"):
        assert name in done.stderr


@pytest.mark.parametrize("name", ["TONGBAN_ALLOWED_HOSTS", "TONGBAN_SITE"])
def test_one_missing_setting_is_enough(name):
    done = _manage("check", **{name: ""})
    assert done.returncode != 0
    assert name in done.stderr
