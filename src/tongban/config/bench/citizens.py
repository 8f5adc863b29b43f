"""A crowd of citizens on a demo site, signed in already, for the measurements only.

    TONGBAN_HOME=… python -m tongban.config.bench.citizens 200

Checking a password costs a third of a second of processor on purpose; the crowd
measures browsing and filing, so its sessions are opened here.
"""

import json
import sys
from typing import Final

from django.conf import settings

from tongban.config.main import prepare_django
from tongban.core.access.actor import ActorKind
from tongban.core.enrolment.kinds import CoverState

LOGIN: Final = "bench-{number:03d}"


def open_citizens(count: int) -> list[str]:
    """Open accounts and sessions for insured people of the demo; return the keys.

    Only who has cover may file treatment away from home, which the crowd does.
    """
    from tongban.records.accounts.models import Account  # noqa: PLC0415 - needs apps
    from tongban.records.enrolment.models import Cover  # noqa: PLC0415 - needs apps
    from tongban.records.parties.models import Party  # noqa: PLC0415 - needs apps
    from tongban.services.access.operations import (  # noqa: PLC0415 - needs apps
        NewAccount,
        hash_password,
        open_account,
    )
    from tongban.services.demo.roster import demo_password  # noqa: PLC0415 - as above

    password = hash_password(demo_password())
    insured = Cover.objects.filter(state=CoverState.IN_FORCE.value).values("person_id")
    people = Party.objects.filter(pk__in=insured, accounts=None).order_by("pk")[:count]
    for number, party in enumerate(people, 1):
        login = LOGIN.format(number=number)
        open_account(
            NewAccount(login, login, ActorKind.CITIZEN, password, party_id=party.pk)
        )
    opened = Account.objects.filter(login_name__startswith=LOGIN.format(number=0)[:-3])
    return [_session_of(account) for account in opened.order_by("pk")[:count]]


def _session_of(account: object) -> str:
    from django.contrib.auth import (  # noqa: PLC0415 - needs apps
        BACKEND_SESSION_KEY,
        HASH_SESSION_KEY,
        SESSION_KEY,
    )
    from django.contrib.sessions.backends.db import (  # noqa: PLC0415 - as above
        SessionStore,
    )

    session = SessionStore()
    session[SESSION_KEY] = str(account.pk)  # type: ignore[attr-defined]  # an Account
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()  # type: ignore[attr-defined]  # as above
    session.create()
    return str(session.session_key)


if __name__ == "__main__":
    prepare_django()
    if not settings.TONGBAN_DEMO:
        raise SystemExit("Only on a demo site.")
    json.dump(open_citizens(int(sys.argv[1])), sys.stdout)
