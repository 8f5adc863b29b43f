"""The whole demo, one part on the other, in the order in which they build."""

from datetime import datetime

from tongban.services.demo.away import load_demo_away
from tongban.services.demo.cases import load_demo_cases
from tongban.services.demo.catalogue import load_demo_catalogue
from tongban.services.demo.claims import load_demo_claims
from tongban.services.demo.credentials import load_demo_credentials
from tongban.services.demo.enrolment import load_demo_enrolment
from tongban.services.demo.halls import load_demo_halls
from tongban.services.demo.institutions import load_demo_institutions
from tongban.services.demo.matching import load_demo_matching
from tongban.services.demo.medical_catalogue import load_demo_medical_catalogue
from tongban.services.demo.movers import load_demo_movers
from tongban.services.demo.notices import load_demo_notices
from tongban.services.demo.operations import load_demo
from tongban.services.demo.parcels import load_demo_parcels
from tongban.services.demo.personal_accounts import load_demo_personal_accounts
from tongban.services.demo.roster import is_small
from tongban.services.demo.rosters import load_demo_rosters
from tongban.services.demo.transfers import load_demo_transfers
from tongban.services.demo.voices import load_demo_voices

PARTS = (
    load_demo,
    load_demo_cases,
    load_demo_enrolment,
    load_demo_personal_accounts,
    load_demo_transfers,
    load_demo_away,
    load_demo_claims,
    load_demo_rosters,
    load_demo_matching,
    load_demo_medical_catalogue,
    load_demo_institutions,
    load_demo_parcels,
    load_demo_halls,
    load_demo_notices,
    load_demo_catalogue,
    load_demo_voices,
    load_demo_credentials,
    load_demo_movers,
)
# A second region is there for those who move to it: ``make run-two``.
SMALL_PARTS = (load_demo, load_demo_movers)


def load_everything(now: datetime) -> None:
    """Load every part once; what is there already stays as it is."""
    for load in SMALL_PARTS if is_small() else PARTS:
        load(now)
