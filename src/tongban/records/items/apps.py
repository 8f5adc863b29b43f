"""Django app: Posting of local materials and pinned terms (事项版本)."""

from django.apps import AppConfig


class Config(AppConfig):
    """Posting of local materials and pinned terms (事项版本)."""

    name = "tongban.records.items"
    label = "items"
    default_auto_field = "django.db.models.BigAutoField"
