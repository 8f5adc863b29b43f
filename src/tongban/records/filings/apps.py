"""Django app: what institutions file for a person (备案)."""

from django.apps import AppConfig


class Config(AppConfig):
    """What institutions file for a person (备案)."""

    name = "tongban.records.filings"
    label = "filings"
    default_auto_field = "django.db.models.BigAutoField"
