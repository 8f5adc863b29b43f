"""Django app: designated institutions and the history of their agreements."""

from django.apps import AppConfig


class Config(AppConfig):
    """Designated institutions and the history of their agreements."""

    name = "tongban.records.institutions"
    label = "institutions"
    default_auto_field = "django.db.models.BigAutoField"
