"""Parameters of the staff register (经办人员登记) and of the distribution of work."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StaffRules:
    """What ``policy/staff/rules.yaml`` says; spans in the units of their names."""

    warning_days: int
    training_needed: bool
    training_valid_months: int
    absence_days_max: int
    stand_in_steps_max: int
    return_after_working_days: int
    open_max: int
    device_code_minutes: int
