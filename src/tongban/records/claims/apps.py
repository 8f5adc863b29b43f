"""Django app: bills of manual claims (手工报销票据)."""

from django.apps import AppConfig


class Config(AppConfig):
    """Bills of manual claims (手工报销票据)."""

    name = "tongban.records.claims"
    label = "claims"
    default_auto_field = "django.db.models.BigAutoField"
