"""Rights for chronic diseases (慢特病资格): out of a recognition, and taken back.

A recognition that is granted (事项14) gives the right from the day its effect
begins; nothing else does.
"""

from datetime import date
from typing import Final

from django.db.backends.postgresql.psycopg_any import DateRange

from tongban.core.filings.kinds import FilingKind
from tongban.core.json_values import JsonObject, text_of
from tongban.core.settlement.rules import Disease
from tongban.records.cases.models import Case
from tongban.records.filings.models import Filing
from tongban.records.settlement.models import DiseaseRight
from tongban.services.settlement.rules import settlement_rules
from tongban.services.settlement.standing import disease_right

SOURCE: Final = "门诊慢特病待遇认定"


def grant_right(case: Case, form: JsonObject, *, first: date) -> None:
    """Let somebody be paid for the disease of a recognition from a day on.

    A filing of an institution names the national code; a form of the counter
    names one of its diseases, and some of those have no code known: then the
    register entry alone stands. Who has the right keeps it.
    """
    filing = Filing.objects.filter(case=case, kind=FilingKind.CHRONIC.value).first()
    if filing is None:
        found = settlement_rules().disease_named(text_of(form, "disease"))
    else:
        found = Disease(filing.code, filing.name, "")
    if found is None or disease_right(case.party_id, found.code, first) is not None:
        return
    DiseaseRight.objects.create(
        person_id=case.party_id,
        code=found.code,
        name=found.name,
        in_force=DateRange(first, None),
        institution_id=None if filing is None else filing.institution_id,
        case=case,
        source=SOURCE,
    )


def take_back(case: Case) -> None:
    """End the right that a case gave, as if it had never been; once or often."""
    DiseaseRight.objects.filter(case=case, void=False).update(void=True)
