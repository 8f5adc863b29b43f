"""Django app: Tables the register was loaded from, and how far each load has come."""

from django.apps import AppConfig


class Config(AppConfig):
    """Tables the register was loaded from, and how far each load has come."""

    name = "tongban.records.loading"
    label = "loading"
    default_auto_field = "django.db.models.BigAutoField"
