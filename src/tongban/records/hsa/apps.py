"""Django app: keys, sign-ins, messages and files of the national interface."""

from django.apps import AppConfig


class Config(AppConfig):
    """Keys, sign-ins, messages and files of the national interface."""

    name = "tongban.records.hsa"
    label = "hsa"
    default_auto_field = "django.db.models.BigAutoField"
