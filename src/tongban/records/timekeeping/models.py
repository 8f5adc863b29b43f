"""The settable clock of demos, tests and scenarios: at most one row."""

from django.db import models
from django.db.models import Q

from tongban.core.access.clocks import ClockMode


class SettableClock(models.Model):
    """The moment the platform believes it is; no row means the real clock.

    ``set_at`` is the real moment of setting: a running clock goes on from
    ``moment`` by the time passed since.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    moment = models.DateTimeField()
    mode = models.CharField(
        max_length=8, choices=[(mode.value, mode.value) for mode in ClockMode]
    )
    set_at = models.DateTimeField()
    set_by = models.CharField(max_length=60)

    class Meta:
        """Constraints: one clock only."""

        constraints = (
            models.CheckConstraint(name="one_settable_clock", condition=Q(id=1)),
            models.CheckConstraint(
                name="clock_mode_known",
                condition=Q(mode__in=[mode.value for mode in ClockMode]),
            ),
        )

    def __str__(self) -> str:
        return f"{self.mode} clock at {self.moment.isoformat()}"
