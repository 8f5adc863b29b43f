"""Django app: ledger accounts, journals and postings (基金账)."""

from django.apps import AppConfig


class Config(AppConfig):
    """Ledger accounts, journals and postings (基金账)."""

    name = "tongban.records.ledger"
    label = "ledger"
    default_auto_field = "django.db.models.BigAutoField"
