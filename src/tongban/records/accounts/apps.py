"""Django app: Sign-in accounts of citizens, employers, institutions and staff."""

from django.apps import AppConfig


class Config(AppConfig):
    """Sign-in accounts of citizens, employers, institutions and staff."""

    name = "tongban.records.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
