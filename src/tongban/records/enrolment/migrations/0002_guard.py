"""Staff see the register; others their own rows and those of their staff."""

from typing import ClassVar, Final

from django.db import migrations
from django.db.migrations.operations.base import Operation

from tongban.records.cases.row_conditions import PARTY
from tongban.records.security.operations import AppendOnly, EnableRowSecurity
from tongban.records.security.row_conditions import IS_STAFF, any_of, own_party

OF_PERSON: Final = any_of(IS_STAFF, own_party("person_id"))
OF_EMPLOYER: Final = any_of(IS_STAFF, own_party("employer_id"))
OF_BOTH: Final = any_of(IS_STAFF, own_party("person_id"), own_party("employer_id"))
OF_PARTY: Final = any_of(IS_STAFF, own_party("party_id"))
OF_LINK: Final = any_of(IS_STAFF, own_party("former_id"), own_party("successor_id"))

# An employer reads the names of those it insures now, a person the name of the
# employer: whoever sees the cover. Its own rows guard it a second time.
PARTY_OF_COVER: Final = any_of(
    PARTY,
    "EXISTS (SELECT 1 FROM enrolment_cover c WHERE c.employer_id = parties_party.id)",
    "EXISTS (SELECT 1 FROM enrolment_cover c WHERE c.person_id = parties_party.id"
    " AND c.state IN ('in_force', 'interrupted'))",
)

GUARDS: Final = {
    "insuredperson": OF_PARTY,
    "employer": OF_PARTY,
    "employerlink": OF_LINK,
    "cover": OF_BOTH,
    "contributionmonth": OF_BOTH,
    "specialgroup": OF_PERSON,
    "overlap": OF_PERSON,
    "premiumyear": OF_PERSON,
    "waiting": OF_PERSON,
    "retirement": OF_PERSON,
    "personevent": OF_PERSON,
    "employerevent": OF_EMPLOYER,
}


def _keep(table: str) -> Operation:
    """Take the right to delete: rows of the register are voided, never removed."""
    return migrations.RunSQL(
        f'REVOKE DELETE, TRUNCATE ON "{table}" FROM tongban_web',
        f'GRANT DELETE ON "{table}" TO tongban_web',
    )


class Migration(migrations.Migration):
    """Guard the register."""

    dependencies: ClassVar[list[tuple[str, str]]] = [
        ("enrolment", "0001_initial"),
        ("cases", "0002_guard"),
        ("parties", "0002_row_security"),
        ("security", "0001_web_role"),
    ]
    operations: ClassVar[list[Operation]] = [
        AppendOnly("enrolment_personevent"),
        AppendOnly("enrolment_employerevent"),
        *(
            EnableRowSecurity(f"enrolment_{name}", condition, IS_STAFF)
            for name, condition in GUARDS.items()
        ),
        *(_keep(f"enrolment_{name}") for name in GUARDS),
        EnableRowSecurity("parties_party", PARTY_OF_COVER, PARTY),
    ]
