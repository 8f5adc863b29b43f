"""Django app: handling across regions (跨省通办、省内通办)."""

from django.apps import AppConfig


class Config(AppConfig):
    """Handling across regions (跨省通办、省内通办)."""

    name = "tongban.records.crossing"
    label = "crossing"
    default_auto_field = "django.db.models.BigAutoField"
