"""Django app: Typed register entries written by effects (登记簿)."""

from django.apps import AppConfig


class Config(AppConfig):
    """Typed register entries written by effects (登记簿)."""

    name = "tongban.records.register"
    label = "register"
    default_auto_field = "django.db.models.BigAutoField"
