"""People and offices the tests of this folder share."""

from datetime import date

from tongban.core.access.actor import ActorKind, Role
from tongban.core.access.offices import OfficeKind
from tongban.core.access.parties import IdKind, PartyKind
from tongban.core.days import Period
from tongban.core.items.catalogue import Level
from tongban.records.accounts.models import Account
from tongban.services.access.operations import (
    NewAccount,
    NewGrant,
    NewOffice,
    give_grant,
    hash_password,
    open_account,
    open_office,
    record_training,
    register_second_step,
    sign_agreement,
)
from tongban.services.parties.operations import NewParty, register_party

PASSWORD = "a long and quiet password"
KEY = "3132333435363738393031323334353637383930"
SIGNED_ON = date(2023, 1, 1)
UNTIL = date(2024, 1, 1)


def open_tree() -> None:
    for code, parent, level in (
        ("370000", "", Level.PROVINCE),
        ("370700", "370000", Level.CITY),
        ("370705", "370700", Level.COUNTY),
    ):
        open_office(
            NewOffice(code, f"{code}大厅", code, level, OfficeKind.HALL, parent=parent)
        )


def open_clerk(login_name: str = "hanxue", *, office: str = "370705") -> Account:
    open_tree()
    account_id = open_account(
        NewAccount(
            login_name, "韩雪", ActorKind.STAFF, hash_password(PASSWORD), office=office
        )
    )
    sign_agreement(account_id, signed_on=SIGNED_ON, until=UNTIL)
    record_training(account_id, trained_on=SIGNED_ON, until=UNTIL)
    give_grant(account_id, NewGrant(Role.CLERK, office, Period(SIGNED_ON, None)))
    register_second_step(account_id, key=KEY)
    return Account.objects.get(pk=account_id)


def register_person(identifier: str = "A-0001", *, name: str = "张桂兰") -> int:
    return register_party(
        NewParty(PartyKind.PERSON, IdKind.OTHER, identifier, name, "370705")
    )


def open_citizen(login_name: str = "zhangguilan") -> Account:
    account_id = open_account(
        NewAccount(
            login_name,
            "张桂兰",
            ActorKind.CITIZEN,
            hash_password(PASSWORD),
            party_id=register_person(),
        )
    )
    return Account.objects.get(pk=account_id)
