"""Django app: the medical catalogue (医保目录)."""

from django.apps import AppConfig


class Config(AppConfig):
    """The medical catalogue (医保目录)."""

    name = "tongban.records.medical_catalogue"
    label = "medical_catalogue"
    default_auto_field = "django.db.models.BigAutoField"
