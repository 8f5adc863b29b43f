"""Django app: Queue tickets, windows and devices of halls (排队叫号)."""

from django.apps import AppConfig


class Config(AppConfig):
    """Queue tickets, windows and devices of halls (排队叫号)."""

    name = "tongban.records.queues"
    label = "queues"
    default_auto_field = "django.db.models.BigAutoField"
