"""Django app: facts other departments share (数据比对)."""

from django.apps import AppConfig


class Config(AppConfig):
    """Facts other departments share (数据比对)."""

    name = "tongban.records.matching"
    label = "matching"
    default_auto_field = "django.db.models.BigAutoField"
