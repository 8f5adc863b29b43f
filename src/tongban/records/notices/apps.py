"""Django app: Outbox of messages to people (消息)."""

from django.apps import AppConfig


class Config(AppConfig):
    """Outbox of messages to people (消息)."""

    name = "tongban.records.notices"
    label = "notices"
    default_auto_field = "django.db.models.BigAutoField"
