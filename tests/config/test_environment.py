"""The environment is read strictly: an unknown word is a refusal, not a default."""

import json
import stat

import pytest
from django.core.exceptions import ImproperlyConfigured

from tongban.config import environment
from tongban.config.environment import Mode


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "postgresql://u:p%40ss@db.example:6432/tongban?sslmode=verify-full",
            {
                "NAME": "tongban",
                "USER": "u",
                "PASSWORD": "p@ss",
                "HOST": "db.example",
                "PORT": "6432",
                "OPTIONS": {"sslmode": "verify-full"},
            },
        ),
        (
            "postgres://u@/tongban?host=/var/run/postgresql",
            {
                "NAME": "tongban",
                "USER": "u",
                "PASSWORD": "",
                "HOST": "/var/run/postgresql",
                "PORT": "",
                "OPTIONS": {},
            },
        ),
    ],
)
def test_a_database_address_is_taken_apart(url, expected):
    assert environment.database_from_url(url) == expected


def test_another_engine_is_refused():
    with pytest.raises(ImproperlyConfigured, match="postgresql://"):
        environment.database_from_url("sqlite:///tongban.db")


@pytest.mark.parametrize(
    ("word", "expected"),
    [("1", True), ("on", True), ("TRUE", True), ("0", False), ("no", False)],
)
def test_a_switch_understands_usual_words(monkeypatch, word, expected):
    monkeypatch.setenv("TONGBAN_DEMO", word)
    assert environment.flag("TONGBAN_DEMO", default=not expected) is expected


def test_an_empty_switch_keeps_its_default(monkeypatch):
    monkeypatch.setenv("TONGBAN_DEMO", "")
    assert environment.flag("TONGBAN_DEMO", default=True) is True


def test_a_misspelt_switch_is_refused(monkeypatch):
    monkeypatch.setenv("TONGBAN_DEMO", "maybe")
    with pytest.raises(ImproperlyConfigured, match="TONGBAN_DEMO"):
        environment.flag("TONGBAN_DEMO", default=True)


def test_a_misspelt_mode_is_refused(monkeypatch):
    monkeypatch.setenv("TONGBAN_ENV", "prod")
    with pytest.raises(ImproperlyConfigured, match="TONGBAN_ENV"):
        environment.mode()


@pytest.fixture
def _no_keys(monkeypatch):
    for word in ("SECRET", "FIELD", "INDEX", "PAPER"):
        name = f"TONGBAN_{word}_KEY"
        monkeypatch.delenv(name, raising=False)


@pytest.mark.usefixtures("_no_keys")
def test_the_demo_makes_its_keys_once_and_hides_them(tmp_path):
    first = environment.secrets_of(tmp_path, Mode.DEMO)
    again = environment.secrets_of(tmp_path, Mode.DEMO)

    assert first == again
    assert len({first.signing, first.fields, first.index, first.papers}) == 4
    assert stat.S_IMODE((tmp_path / "secrets.json").stat().st_mode) == 0o600


@pytest.mark.usefixtures("_no_keys")
def test_production_never_makes_keys(tmp_path):
    found = environment.secrets_of(tmp_path, Mode.PRODUCTION)

    assert (found.signing, found.fields, found.index) == ("", "", "")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("_no_keys")
def test_a_key_from_the_environment_goes_before_the_kept_one(tmp_path, monkeypatch):
    kept = environment.secrets_of(tmp_path, Mode.DEMO)
    monkeypatch.setenv("TONGBAN_FIELD_KEY", "f" * 50)
    found = environment.secrets_of(tmp_path, Mode.DEMO)

    assert found.fields == "f" * 50
    assert found.signing == kept.signing


@pytest.mark.usefixtures("_no_keys")
def test_an_older_demo_without_a_paper_key_gets_one_that_stays(tmp_path):
    made = environment.secrets_of(tmp_path, Mode.DEMO)
    kept = {"signing": made.signing, "fields": made.fields, "index": made.index}
    (tmp_path / "secrets.json").write_text(json.dumps(kept))
    later = environment.secrets_of(tmp_path, Mode.DEMO)

    assert later == environment.secrets_of(tmp_path, Mode.DEMO)
    assert later.papers.startswith("demo-")
    assert len(later.papers) >= environment.SECRET_CHARACTERS_MIN
    assert later.papers not in kept.values()


def test_faces_are_off_by_default_and_refuse_to_start_without_their_packages(
    monkeypatch,
):
    monkeypatch.delenv("TONGBAN_FACES", raising=False)
    assert environment.faces() == "none"
    monkeypatch.setenv("TONGBAN_FACES", "dlib")
    monkeypatch.setattr(environment, "missing_parts", lambda: ("dlib",))
    with pytest.raises(ImproperlyConfigured, match="dlib is not installed"):
        environment.faces()
    monkeypatch.setattr(environment, "missing_parts", tuple)
    assert environment.faces() == "dlib"


def test_departments_are_read_with_their_kinds_and_keys(monkeypatch):
    said = "tax|税务局|370700|payments|a|b ; civil|民政局|370700|deaths,identities|c"
    monkeypatch.setenv("TONGBAN_DEPARTMENTS", said)
    assert environment.departments() == (
        ("tax", "税务局", "370700", ("payments",), "a|b"),
        ("civil", "民政局", "370700", ("deaths", "identities"), "c"),
    )
    monkeypatch.setenv("TONGBAN_DEPARTMENTS", "tax|税务局")
    with pytest.raises(ImproperlyConfigured):
        environment.departments()
