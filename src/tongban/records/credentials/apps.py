"""Django app: credentials (医保码), their uses, guardians and faces."""

from django.apps import AppConfig


class Config(AppConfig):
    """Credentials (医保码), their uses, guardians and faces."""

    name = "tongban.records.credentials"
    label = "credentials"
    default_auto_field = "django.db.models.BigAutoField"
