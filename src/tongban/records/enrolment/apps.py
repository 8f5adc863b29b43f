"""Django app: the register of insured persons, employers and cover (参保)."""

from django.apps import AppConfig


class Config(AppConfig):
    """The register of insured persons, employers and cover (参保)."""

    name = "tongban.records.enrolment"
    label = "enrolment"
    default_auto_field = "django.db.models.BigAutoField"
