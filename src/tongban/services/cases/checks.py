"""The rules looked at for one case: papers, form, pledges."""

from tongban.core.cases.decisions.handling import Check, evaluate
from tongban.core.cases.view import CaseView
from tongban.core.items.catalogue import Terms
from tongban.records.cases.models import Case
from tongban.services.cases.forms import form_faults
from tongban.services.cases.pledges import is_barred


def checks_of(record: Case, view: CaseView, terms: Terms) -> tuple[Check, ...]:
    """Return every rule of a case with its answer, as it stands now."""
    form = record.forms.get(digest=view.form_digest).content
    return evaluate(
        view,
        terms,
        form_faults=form_faults(terms, form, situations=view.situations),
        barred=is_barred(record.party_id),
    )
