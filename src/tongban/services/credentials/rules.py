"""The parameters of credentials, read once per process."""

from datetime import date
from functools import cache
from pathlib import Path

from django.conf import settings

from tongban.core.credentials.rules import CredentialRules
from tongban.policy.credentials import CredentialBook, load_credential_book


def credential_rules(day: date) -> CredentialRules:
    """Return the parameters of a day."""
    return _book(Path(settings.TONGBAN_POLICY)).on(day)


@cache
def _book(folder: Path) -> CredentialBook:
    return load_credential_book(folder)
