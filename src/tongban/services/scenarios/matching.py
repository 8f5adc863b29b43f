"""What a scenario says of shared data: feeds taken, proposals decided."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from tongban.core.json_values import Json, text_of
from tongban.core.matching.facts import FACT_KIND_WORDS
from tongban.core.matching.proposals import MOVEMENT_WORDS, ProposalState
from tongban.records.enrolment.models import (
    ContributionMonth,
    PremiumYear,
    SpecialGroup,
)
from tongban.records.matching.models import Proposal
from tongban.records.parties.models import Party
from tongban.services.cases.envelope import Envelope
from tongban.services.desk.queries import office_region
from tongban.services.enrolment.terms import identity_codes
from tongban.services.matching import deciding
from tongban.services.matching.formats import table_of_rows
from tongban.services.matching.intake import (
    SentTable,
    check_takes_feeds,
    form_of,
    take_table,
)
from tongban.services.matching.rounds import run_round
from tongban.services.matching.rules import matching_rules
from tongban.services.scenarios.enrolling import NONE, of_each
from tongban.services.scenarios.reading import Step
from tongban.services.scenarios.stage import Stage, WordUnknown, party_named

KINDS: Final = {word: kind for kind, word in FACT_KIND_WORDS.items()}
MOVEMENTS: Final = {word: one.value for one, word in MOVEMENT_WORDS.items()}
_LOGIN: Final = "@"


def take(_stage: Stage, step: Step, sent: Envelope) -> None:
    """Take a department's rows in, cells in the order of the columns (接收部门数据)."""
    check_takes_feeds(sent.actor)
    word = text_of(step.fields, "数据种类")
    if word not in KINDS:
        raise WordUnknown(kind="数据种类", word=word)
    region = office_region(sent.actor.office_code)
    rules = matching_rules(region, sent.today)
    form = form_of(KINDS[word], rules)
    titles = [column.title for column in form.columns]
    said = step.fields["行"]
    rows = [
        dict(zip(titles, _cells(titles, row), strict=True))
        for row in (said if isinstance(said, list) else [])
    ]
    table = table_of_rows(rows, form)
    source = text_of(step.fields, "部门")
    take_table(sent, SentTable(KINDS[word], source, region, table, rules))


def accept(_stage: Stage, step: Step, sent: Envelope) -> None:
    """Accept the oldest open proposal of a movement (采用比对)."""
    one = _oldest(step, ProposalState.OPEN)
    deciding.accept_proposal(
        sent, proposal_id=one.pk, words=text_of(step.fields, "说明")
    )


def reject(_stage: Stage, step: Step, sent: Envelope) -> None:
    """Put the oldest open proposal of a movement away (不采用比对)."""
    one = _oldest(step, ProposalState.OPEN)
    deciding.reject_proposal(
        sent, proposal_id=one.pk, words=text_of(step.fields, "说明")
    )


def take_back(_stage: Stage, step: Step, sent: Envelope) -> None:
    """Undo the oldest accepted change without a case of a movement (撤销比对)."""
    one = _oldest(step, ProposalState.ACCEPTED)
    deciding.take_back_proposal(
        sent, proposal_id=one.pk, words=text_of(step.fields, "说明")
    )


def night(_stage: Stage, _step: Step, sent: Envelope) -> None:
    """Match again, find gaps, act by rule (夜间比对)."""
    run_round(sent.now, today=sent.today)


def _cells(titles: list[str], row: Json) -> list[str]:
    said = [str(cell) for cell in row] if isinstance(row, list) else []
    if len(said) != len(titles):
        raise WordUnknown(kind="行", word="、".join(said))
    return [_cell(title, text) for title, text in zip(titles, said, strict=True)]


def _cell(title: str, text: str) -> str:
    """Return a cell; ``@login`` stands for the name or the number of an account."""
    if not text.startswith(_LOGIN):
        return text
    party = party_named(text.removeprefix(_LOGIN))
    return party.identifier if title.endswith("号码") else party.name


def _oldest(step: Step, state: ProposalState) -> Proposal:
    word = text_of(step.fields, "建议")
    if word not in MOVEMENTS:
        raise WordUnknown(kind="建议", word=word)
    rows = Proposal.objects.filter(state=state.value, movement=MOVEMENTS[word])
    found = rows.order_by("pk").first()
    if found is None:
        raise deciding.ProposalUnknown
    return found


def _open(_stage: Stage, _step: Step, _: Json) -> Json:
    rows = Proposal.objects.filter(state=ProposalState.OPEN.value)
    return sorted(row.get_movement_display() for row in rows)


def _groups(party: Party, _day: date) -> str:
    names = {code: name for name, code in identity_codes().items()}
    rows = SpecialGroup.objects.filter(person_id=party.pk, void=False)
    return "；".join(sorted(_group(row, names) for row in rows)) or NONE


def _group(row: SpecialGroup, names: Mapping[str, str]) -> str:
    name, days = names.get(row.code, row.code), row.in_force
    until = f"至{days.upper}前" if days.upper else ""
    return f"{name} {days.lower}起{until}"


def _paid(party: Party, _day: date) -> str:
    months = ContributionMonth.objects.filter(
        person_id=party.pk, void=False, paid_on__isnull=False
    )
    years = PremiumYear.objects.filter(
        person_id=party.pk, void=False, paid_on__isnull=False
    )
    return f"{months.count()}个月 {years.count()}年"


FOUND: Final[Mapping[str, Callable[..., Json]]] = {
    "比对": _open,
    "资助身份": of_each(_groups),
    "到账": of_each(_paid),
}
