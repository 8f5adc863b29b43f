"""What the policy folder says about personal accounts, read once per process."""

from functools import cache
from pathlib import Path

from django.conf import settings

from tongban.core.personal_accounts.terms import AccountTerms
from tongban.policy.personal_accounts import (
    Book,
    account_terms_for,
    load_personal_accounts,
)


def account_terms(region: str) -> AccountTerms:
    """Return the terms of the city a region lies in; refuse when there are none."""
    return account_terms_for(_read(Path(settings.TONGBAN_POLICY)), region)


@cache
def _read(folder: Path) -> Book:
    return load_personal_accounts(folder)
