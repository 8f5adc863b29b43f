"""Django app: changes of the catalogue, their publication, who was told."""

from django.apps import AppConfig


class Config(AppConfig):
    """Changes of the catalogue, their publication, who was told."""

    name = "tongban.records.catalogue"
    label = "catalogue"
    default_auto_field = "django.db.models.BigAutoField"
