"""Django app: an institution's departments and medical staff (科室、医执人员)."""

from django.apps import AppConfig


class Config(AppConfig):
    """An institution's departments and medical staff (科室、医执人员)."""

    name = "tongban.records.departments"
    label = "departments"
    default_auto_field = "django.db.models.BigAutoField"
