"""Django app: register of staff (经办人员登记)."""

from django.apps import AppConfig


class Config(AppConfig):
    """Register of staff (经办人员登记)."""

    name = "tongban.records.staff"
    label = "staff"
    default_auto_field = "django.db.models.BigAutoField"
