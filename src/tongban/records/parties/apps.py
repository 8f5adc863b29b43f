"""Django app: Those served: persons, employers, schools, institutions (服务对象)."""

from django.apps import AppConfig


class Config(AppConfig):
    """Those served: persons, employers, schools, institutions (服务对象)."""

    name = "tongban.records.parties"
    label = "parties"
    default_auto_field = "django.db.models.BigAutoField"
