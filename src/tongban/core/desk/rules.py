"""Parameters of the desk: bulk approval and samples of refusals."""

from dataclasses import dataclass

from tongban.core.money import Fen


@dataclass(frozen=True, slots=True)
class Question:
    """One line of the checklist for a sampled refusal; yes is sound."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class DeskRules:
    """What ``policy/desk/rules.yaml`` says.

    Cases that pay more than ``bulk_payment_max`` each are not approved in bulk.
    """

    bulk_cases_max: int
    bulk_payment_max: Fen
    sample_percent: int
    sample_min: int
    sample_max: int
    checklist: tuple[Question, ...]

    def is_sound(self, answers: dict[str, bool]) -> bool:
        """Say whether every question of the checklist was answered with yes."""
        return all(answers.get(question.code, False) for question in self.checklist)
