"""What production must not start with: every fault is listed at once."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from tongban.config.environment import (
    DEMO_KEY_PREFIX,
    SECRET_CHARACTERS_MIN,
    WEAK_PASSWORDS,
)
from tongban.core.matching.facts import OF_OUR_OWN, FactKind

SENT_KINDS = frozenset(kind.value for kind in FactKind if kind not in OF_OUR_OWN)
SHARED_KEY_CHARACTERS_MIN = 32
KEY_VARIABLES = {
    "SECRET_KEY": "TONGBAN_SECRET_KEY",
    "TONGBAN_FIELD_KEY": "TONGBAN_FIELD_KEY",
    "TONGBAN_INDEX_KEY": "TONGBAN_INDEX_KEY",
    "TONGBAN_PAPER_KEY": "TONGBAN_PAPER_KEY",
}


def find_faults(settings: Mapping[str, Any]) -> list[str]:
    """Return every reason why these settings may not serve real people."""
    return [
        *_key_faults(settings),
        *_database_faults(settings),
        *_door_faults(settings),
        *_messaging_faults(settings),
        *_carrier_faults(settings),
        *_department_faults(settings),
        *_demo_faults(settings),
    ]


def refuse_unsafe_production(settings: Mapping[str, Any]) -> None:
    """Stop the start with the whole list when production settings are unsafe."""
    faults = find_faults(settings)
    if faults:
        listed = "\n".join(f"  {place}. {text}" for place, text in enumerate(faults, 1))
        message = f"Production refuses to start, {len(faults)} fault(s):\n{listed}"
        raise ImproperlyConfigured(message)


def _key_faults(settings: Mapping[str, Any]) -> Iterator[str]:
    seen: dict[str, str] = {}
    for name, variable in KEY_VARIABLES.items():
        key = str(settings[name])
        if not key:
            yield f"{variable} is not set."
        elif key.startswith(DEMO_KEY_PREFIX):
            yield f"{variable} is a demo key."
        elif len(key) < SECRET_CHARACTERS_MIN:
            yield f"{variable} has fewer than {SECRET_CHARACTERS_MIN} characters."
        elif key in seen:
            yield f"{variable} is the same as {seen[key]}."
        seen.setdefault(key, variable)


def _database_faults(settings: Mapping[str, Any]) -> Iterator[str]:
    if not settings["DATABASE_URL"]:
        yield "DATABASE_URL is not set; the embedded server is for demos only."
        return
    database = settings["DATABASES"]["default"]
    over_network = bool(database["HOST"]) and not database["HOST"].startswith("/")
    if over_network and database["PASSWORD"] in WEAK_PASSWORDS:
        yield "The database password is empty or a default one."
    if settings["DB_ROLE"] == "web" and not settings["WEB_DATABASE_URL"]:
        yield (
            "TONGBAN_WEB_DATABASE_URL is not set: pages would run as the owner "
            "and pass the row-level security."
        )


def _door_faults(settings: Mapping[str, Any]) -> Iterator[str]:
    if settings["DEBUG"]:
        yield "TONGBAN_DEBUG is on."
    if not settings["ALLOWED_HOSTS"] or "*" in settings["ALLOWED_HOSTS"]:
        yield "TONGBAN_ALLOWED_HOSTS must name the hosts served."
    if not (settings["SESSION_COOKIE_SECURE"] and settings["CSRF_COOKIE_SECURE"]):
        yield "TONGBAN_COOKIES_SECURE is off: cookies would travel in the clear."
    if not settings["TONGBAN_SITE"].startswith("https://"):
        yield "TONGBAN_SITE must be the https:// address people use."
    scanner = settings["TONGBAN_CLAMD"]
    if scanner and not scanner.startswith(("unix:/", "tcp:")):
        yield "TONGBAN_CLAMD must begin with unix:/ or tcp:."


def _messaging_faults(settings: Mapping[str, Any]) -> Iterator[str]:
    chosen = settings["TONGBAN_MESSAGING"]
    if chosen == "local":
        yield "TONGBAN_MESSAGING is local: the double keeps messages in the clear."
    if chosen != "http":
        return
    if not settings["MESSAGING_SUPPLIERS"]:
        yield "TONGBAN_MESSAGING_URL is not set."
    keys = set()
    for name, url, key in settings["MESSAGING_SUPPLIERS"]:
        if not url.startswith("https://"):
            yield f"The address of the {name} supplier of messages is not https://."
        if len(key) < SHARED_KEY_CHARACTERS_MIN:
            yield (
                f"The key of the {name} supplier of messages has fewer than"
                f" {SHARED_KEY_CHARACTERS_MIN} characters."
            )
        elif key in keys:
            yield "Two suppliers of messages share one key."
        keys.add(key)


def _carrier_faults(settings: Mapping[str, Any]) -> Iterator[str]:
    chosen = settings["TONGBAN_CARRIER"]
    if chosen == "local":
        yield "TONGBAN_CARRIER is local: the double carries nothing."
    if chosen != "http":
        return
    name, url, key = settings["CARRIER"]
    if not name:
        yield "TONGBAN_CARRIER_NAME is not set."
    if not url.startswith("https://"):
        yield "TONGBAN_CARRIER_URL must be an https:// address."
    if len(key) < SHARED_KEY_CHARACTERS_MIN:
        yield (
            "TONGBAN_CARRIER_KEY has fewer than"
            f" {SHARED_KEY_CHARACTERS_MIN} characters."
        )
    if key in {held for _, _, held in settings["MESSAGING_SUPPLIERS"]}:
        yield "The carrier and a supplier of messages share one key."


def _department_faults(settings: Mapping[str, Any]) -> Iterator[str]:
    held = {key for _, _, key in settings["MESSAGING_SUPPLIERS"]}
    codes: set[str] = set()
    for code, _, _, kinds, key in settings["DEPARTMENTS"]:
        if len(key) < SHARED_KEY_CHARACTERS_MIN:
            yield (
                f"The key of department {code} has fewer than"
                f" {SHARED_KEY_CHARACTERS_MIN} characters."
            )
        elif key in held:
            yield f"Department {code} shares its key with somebody else."
        if code in codes:
            yield f"Department {code} is named twice."
        unknown = sorted(set(kinds) - SENT_KINDS)
        if unknown:
            yield f"Department {code} sends unknown kinds: {', '.join(unknown)}."
        held.add(key)
        codes.add(code)


def _demo_faults(settings: Mapping[str, Any]) -> Iterator[str]:
    if settings["TONGBAN_DEMO"]:
        yield "TONGBAN_DEMO is on: demo accounts have published passwords."
    if settings["TONGBAN_SETTABLE_CLOCK"]:
        yield "TONGBAN_SETTABLE_CLOCK is on: legal days must follow the real clock."
