"""Django app: Ratings and what follows from them (好差评、投诉建议)."""

from django.apps import AppConfig


class Config(AppConfig):
    """Ratings and what follows from them (好差评、投诉建议)."""

    name = "tongban.records.ratings"
    label = "ratings"
    default_auto_field = "django.db.models.BigAutoField"
