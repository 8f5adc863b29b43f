"""The book of templates of the policy folder in use, read once per process."""

from functools import cache
from pathlib import Path

from django.conf import settings

from tongban.core.notices.book import NoticeBook
from tongban.policy.notices import load_notice_book


def notice_book() -> NoticeBook:
    """Return the book of the policy folder in use."""
    return _read(Path(settings.TONGBAN_POLICY))


@cache
def _read(folder: Path) -> NoticeBook:
    return load_notice_book(folder)
