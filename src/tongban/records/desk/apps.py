"""Django app: filters, phrases, samples and taken-over drafts of the desk."""

from django.apps import AppConfig


class Config(AppConfig):
    """Filters, phrases, samples and taken-over drafts of the desk."""

    name = "tongban.records.desk"
    label = "desk"
    default_auto_field = "django.db.models.BigAutoField"
