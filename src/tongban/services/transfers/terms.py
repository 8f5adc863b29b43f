"""What the policy folder says about transfers, read once per process."""

from functools import cache
from pathlib import Path

from django.conf import settings

from tongban.core.transfers.terms import TransferTerms
from tongban.policy.transfers import Book, load_transfers, transfer_terms_for


def transfer_terms(region: str) -> TransferTerms:
    """Return the terms of an area; refuse when there are none."""
    return transfer_terms_for(_read(Path(settings.TONGBAN_POLICY)), region)


@cache
def _read(folder: Path) -> Book:
    return load_transfers(folder)
