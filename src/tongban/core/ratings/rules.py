"""Figures of ratings, corrections, complaints and their publication."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GivingRules:
    """Until when a service may be rated online, and how often added to."""

    open_days: int
    additions_max: int


@dataclass(frozen=True, slots=True)
class CorrectionRules:
    """Limits of a correction case, in working days; reopening in days.

    So many calls in vain (``tries_max``) count as a call-back.
    """

    contact_working_days: int
    fix_working_days: int
    tries_max: int
    reopen_days: int
    reopened_max: int


@dataclass(frozen=True, slots=True)
class VoiceRules:
    """Limits of one kind of voice, and what it may be about."""

    answer_working_days: int
    reopen_days: int
    reopened_max: int
    topics: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class GamingRules:
    """When good ratings look arranged, and how many another office samples."""

    same_device_good: int
    within_minutes: int
    sample_percent: int
    sample_min: int
    sample_max: int


@dataclass(frozen=True, slots=True)
class SurveyRules:
    """How long a survey may be."""

    questions_max: int
    options_max: int


@dataclass(frozen=True, slots=True)
class RatingRules:
    """What ``policy/ratings/rules.yaml`` says; ``voices`` by kind."""

    giving: GivingRules
    correction: CorrectionRules
    voices: Mapping[str, VoiceRules]
    hidden_below: int
    gaming: GamingRules
    survey: SurveyRules
