"""What the environment says: read once, checked before anything is served."""

import hashlib
import json
import os
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from tongban.gateways.faces import missing_parts

REPOSITORY = Path(__file__).resolve().parents[3]
DEMO_KEY_PREFIX = "demo-"
SECRET_BYTES = 48
KEPT_WORDS = ("signing", "fields", "index", "papers")
SECRET_CHARACTERS_MIN = 50
_DEPARTMENT_PARTS = 5
_PEER_PARTS = 5
DATABASE_SCHEMES = ("postgres", "postgresql")
WEAK_PASSWORDS = frozenset({"", "postgres", "password", "tongban", "123456", "admin"})


class Mode(StrEnum):
    """How this process runs."""

    DEMO = "demo"
    TEST = "test"
    PRODUCTION = "production"


class DatabaseRole(StrEnum):
    """As whom this process speaks to the database (row-level security)."""

    OWNER = "owner"
    WEB = "web"


ROLE_NAMES: Mapping[DatabaseRole, str] = {
    DatabaseRole.OWNER: "tongban_owner",
    DatabaseRole.WEB: "tongban_web",
}


@dataclass(frozen=True, slots=True)
class Secrets:
    """The keys of one installation, as text of at least 50 characters."""

    signing: str
    fields: str
    index: str
    papers: str


def flag(name: str, *, default: bool) -> bool:
    """Return whether a switch of the environment is on; refuse other words."""
    word = os.environ.get(name, "").strip().lower()
    if word == "":
        return default
    if word in {"1", "true", "yes", "on"}:
        return True
    if word in {"0", "false", "no", "off"}:
        return False
    message = f"{name} must be 1 or 0, not {word!r}."
    raise ImproperlyConfigured(message)


def words(name: str) -> list[str]:
    """Return the comma-separated words of a variable, without empty ones."""
    return [
        word.strip() for word in os.environ.get(name, "").split(",") if word.strip()
    ]


def folder(name: str, default: Path) -> Path:
    """Return the folder a variable names, made absolute."""
    return Path(os.environ.get(name) or default).expanduser().resolve()


def choice(name: str, options: Sequence[str]) -> str:
    """Return the word chosen among the options; the first is the default."""
    word = os.environ.get(name) or options[0]
    if word not in options:
        message = f"{name} must be one of {', '.join(options)}, not {word!r}."
        raise ImproperlyConfigured(message)
    return word


def suppliers() -> tuple[tuple[str, str, str], ...]:
    """Return name, address and key of the suppliers of messages, as many as given."""
    given = (
        (
            "first",
            os.environ.get("TONGBAN_MESSAGING_URL", ""),
            os.environ.get("TONGBAN_MESSAGING_KEY", ""),
        ),
        (
            "second",
            os.environ.get("TONGBAN_MESSAGING_SECOND_URL", ""),
            os.environ.get("TONGBAN_MESSAGING_SECOND_KEY", ""),
        ),
    )
    return tuple(one for one in given if one[1])


def carrier() -> tuple[str, str, str]:
    """Return name, address and key of the carrier of parcels; empty when not given."""
    return (
        os.environ.get("TONGBAN_CARRIER_NAME", ""),
        os.environ.get("TONGBAN_CARRIER_URL", ""),
        os.environ.get("TONGBAN_CARRIER_KEY", ""),
    )


def departments() -> tuple[tuple[str, str, str, tuple[str, ...], str], ...]:
    """Return code, name, region, kinds of facts and key of departments that send.

    ``TONGBAN_DEPARTMENTS`` is ``tax|税务局|370700|payments|key``, several joined by
    semicolons, several kinds by commas; the key comes last and may hold bars.
    """
    found = []
    for one in os.environ.get("TONGBAN_DEPARTMENTS", "").split(";"):
        if not one.strip():
            continue
        parts = one.strip().split("|", _DEPARTMENT_PARTS - 1)
        if len(parts) != _DEPARTMENT_PARTS:
            message = "TONGBAN_DEPARTMENTS: write code|name|region|kinds|key."
            raise ImproperlyConfigured(message)
        code, name, region, kinds, key = (part.strip() for part in parts)
        found.append((code, name, region, tuple(kinds.split(",")), key))
    return tuple(found)


def peers() -> tuple[tuple[str, str, tuple[str, ...], str, str], ...]:
    """Return code, name, regions, address and public key of other deployments.

    ``TONGBAN_PEERS`` is ``gz|广州市医保|440100|https://…|ed25519:…``, several
    joined by semicolons, several regions by commas.
    """
    found = []
    for one in os.environ.get("TONGBAN_PEERS", "").split(";"):
        if not one.strip():
            continue
        parts = [part.strip() for part in one.split("|")]
        if len(parts) != _PEER_PARTS or not all(parts):
            message = "TONGBAN_PEERS: write code|name|regions|url|public key."
            raise ImproperlyConfigured(message)
        code, name, regions, url, key = parts
        found.append((code, name, tuple(regions.split(",")), url, key))
    return tuple(found)


def faces() -> str:
    """Return which engine compares faces: none unless chosen, and then installed.

    Refuses to start without the packages of the extra ``faces``.
    """
    chosen = choice("TONGBAN_FACES", ("none", "dlib"))
    missing = missing_parts() if chosen != "none" else ()
    if missing:
        message = (
            f"TONGBAN_FACES is {chosen}, but {', '.join(missing)} is not installed:"
            " pip install 'tongban[faces]'."
        )
        raise ImproperlyConfigured(message)
    return chosen


def mode() -> Mode:
    """Return how this process runs; the demo is what starts without settings."""
    return Mode(choice("TONGBAN_ENV", [found.value for found in Mode]))


def database_role() -> DatabaseRole:
    """Return the role asked for; owner serves migrations, jobs and commands."""
    return DatabaseRole(
        choice("TONGBAN_DB_ROLE", [found.value for found in DatabaseRole])
    )


def database_from_url(url: str) -> dict[str, object]:
    """Return Django's connection settings for a postgresql:// address."""
    parts = urlsplit(url)
    if parts.scheme not in DATABASE_SCHEMES:
        message = "DATABASE_URL must begin with postgresql://; no other engine works."
        raise ImproperlyConfigured(message)
    options = dict(parse_qsl(parts.query))
    host = unquote(options.pop("host", parts.hostname or ""))
    return {
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
    }


def secrets_of(home: Path, running: Mode) -> Secrets:
    """Return the keys of this installation.

    Production takes them from the environment only. The demo makes its own on
    first use and keeps them, readable by nobody else, in the data folder.
    """
    given = {
        "signing": os.environ.get("TONGBAN_SECRET_KEY", ""),
        "fields": os.environ.get("TONGBAN_FIELD_KEY", ""),
        "index": os.environ.get("TONGBAN_INDEX_KEY", ""),
        "papers": os.environ.get("TONGBAN_PAPER_KEY", ""),
    }
    if running is Mode.PRODUCTION or all(given.values()):
        return Secrets(**given)
    kept = _kept_secrets(home / "secrets.json")
    return Secrets(**{word: given[word] or kept[word] for word in given})


def _kept_secrets(path: Path) -> dict[str, str]:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        made = {
            word: DEMO_KEY_PREFIX + secrets.token_urlsafe(SECRET_BYTES)
            for word in KEPT_WORDS
        }
        draft = path.with_name(f".secrets.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(json.dumps(made))
        try:
            os.link(draft, path)  # whoever is first wins; nobody overwrites
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    kept = json.loads(path.read_text())
    return {word: str(kept.get(word) or _later_key(kept, word)) for word in KEPT_WORDS}


def _later_key(kept: Mapping[str, str], word: str) -> str:
    """Return a key the file of an older demo does not hold yet, always the same."""
    made = hashlib.sha256(f"{kept['signing']}|{word}".encode()).hexdigest()
    return DEMO_KEY_PREFIX + made
