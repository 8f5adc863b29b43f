"""Django app: rosters of students (学生花名册)."""

from django.apps import AppConfig


class Config(AppConfig):
    """Rosters of students (学生花名册)."""

    name = "tongban.records.rosters"
    label = "rosters"
    default_auto_field = "django.db.models.BigAutoField"
