"""The second wall: as the web role, the database shows only one's own rows."""

from collections.abc import Iterator
from datetime import UTC, datetime

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from tongban.core.access.actor import Actor, ActorKind
from tongban.core.access.parties import IdKind, PartyKind
from tongban.records.accounts.models import Account
from tongban.records.audit.models import AccessLook
from tongban.records.parties.models import Party, identifier_mark
from tongban.records.security.operations import AppendOnly, EnableRowSecurity
from tongban.records.security.row_conditions import any_of, office_below, own_account
from tongban.services.access.scope import scope_of

AT = datetime(2023, 9, 22, 1, tzinfo=UTC)
CITY = "/370000/370700/"
COUNTY = "/370000/370700/370705/"
OTHER_COUNTY = "/370000/370700/370783/"


@pytest.fixture
def web(transactional_db: None) -> Iterator[psycopg.Connection]:
    """A connection as the web role, like the one pages use."""
    settings = connection.settings_dict
    with psycopg.connect(
        host=settings["HOST"],
        port=settings["PORT"],
        dbname=settings["NAME"],
        user="tongban_web",
        autocommit=True,
    ) as opened:
        yield opened


def enter(web: psycopg.Connection, actor: Actor | None) -> None:
    path, parties, account = scope_of(actor)
    for name, value in (
        ("office_path", path),
        ("party_ids", parties),
        ("account_id", account),
    ):
        web.execute("SELECT set_config(%s, %s, false)", [f"tongban.{name}", value])


def person(identifier: str) -> Party:
    return Party.objects.create(
        kind=PartyKind.PERSON.value,
        region="370705",
        id_kind=IdKind.OTHER.value,
        name="张桂兰",
        identifier=identifier,
        identifier_index=identifier_mark(identifier, PartyKind.PERSON),
    )


def citizen(*party_ids: int) -> Actor:
    return Actor(ActorKind.CITIZEN, account_id=1, name="张", party_ids=party_ids)


def clerk(path: str) -> Actor:
    return Actor(ActorKind.STAFF, account_id=2, name="韩", office_path=path)


def test_a_citizen_sees_the_own_party_and_no_other(web):
    mine, other = person("A-0001"), person("A-0002")
    enter(web, citizen(mine.pk))

    seen = web.execute("SELECT id FROM parties_party").fetchall()

    assert seen == [(mine.pk,)]
    assert (
        web.execute("UPDATE parties_party SET region = 'x' WHERE id = %s", [other.pk])
    ).rowcount == 0


def test_without_a_scope_nobody_sees_anything(web):
    person("A-0001")

    assert web.execute("SELECT count(*) FROM parties_party").fetchone() == (0,)
    enter(web, None)
    assert web.execute("SELECT count(*) FROM parties_party").fetchone() == (0,)


def test_staff_see_people_and_the_owner_of_the_tables_sees_all(web):
    person("A-0001")
    enter(web, clerk(COUNTY))

    assert web.execute("SELECT count(*) FROM parties_party").fetchone() == (1,)
    assert Party.objects.count() == 1


def test_a_citizen_cannot_register_somebody_else(web):
    mine = person("A-0001")
    enter(web, citizen(mine.pk))

    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        web.execute(
            "INSERT INTO parties_party (kind, region, scheme, id_kind, name,"
            " identifier, identifier_index, phone, phone_index, grade)"
            " VALUES ('person', 'x', '', 'other', 'x', 'x', 'x', '', '', '')"
        )


def look(office_code: str, path: str, party: Party, account: Account) -> AccessLook:
    return AccessLook.objects.create(
        office_code=office_code,
        office_path=path,
        seq=1,
        at=AT,
        account=account,
        party=party,
        reason="窗口查询",
        algorithm="sha256",
        hash="0" * 64,
    )


def test_an_office_sees_the_looks_of_its_own_subtree_only(web):
    account = Account.objects.create_user(
        "hanxue", "x", kind=ActorKind.STAFF, display_name="韩雪"
    )
    party = person("A-0001")
    for code, path in (("1", CITY), ("2", COUNTY), ("3", OTHER_COUNTY)):
        look(code, path, party, account)

    for path, codes in ((CITY, "123"), (COUNTY, "2"), (OTHER_COUNTY, "3")):
        enter(web, clerk(path))
        seen = web.execute(
            "SELECT office_code FROM audit_accesslook ORDER BY office_code"
        ).fetchall()
        assert seen == [(code,) for code in codes]


def test_the_web_role_may_add_a_look_but_never_change_or_remove_one(web):
    account = Account.objects.create_user(
        "hanxue", "x", kind=ActorKind.STAFF, display_name="韩雪"
    )
    look("2", COUNTY, person("A-0001"), account)
    enter(web, clerk(COUNTY))

    for forbidden in (
        "UPDATE audit_accesslook SET reason = 'x'",
        "DELETE FROM audit_accesslook",
        "TRUNCATE audit_accesslook",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            web.execute(forbidden)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "forbidden",
    [
        "UPDATE audit_accesslook SET reason = 'x'",
        "DELETE FROM audit_accesslook",
        "TRUNCATE audit_accesslook",
    ],
)
def test_even_the_owner_cannot_change_the_access_log(forbidden):
    account = Account.objects.create_user(
        "hanxue", "x", kind=ActorKind.STAFF, display_name="韩雪"
    )
    look("2", COUNTY, person("A-0001"), account)

    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL tongban.strict = 'on'")
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            cursor.execute(forbidden)

    assert AccessLook.objects.get().reason == "窗口查询"


@pytest.mark.django_db
def test_a_path_range_uses_the_index():
    with connection.cursor() as cursor:
        cursor.execute('CREATE TABLE places (id bigint, path text COLLATE "C")')
        cursor.execute(
            "INSERT INTO places SELECT n, '/370000/' || n || '/'"
            " FROM generate_series(1, 20000) AS n"
        )
        cursor.execute("CREATE INDEX ON places (path)")
        cursor.execute("ANALYZE places")
        cursor.execute("SELECT set_config('tongban.office_path', '/370000/77/', true)")
        inside = f"FROM places WHERE {office_below('path')}"
        cursor.execute(f"EXPLAIN SELECT * {inside}")
        plan = "\n".join(row[0] for row in cursor.fetchall())
        cursor.execute(f"SELECT count(*) {inside}")
        found = cursor.fetchone()

    assert "Index" in plan
    assert found == (1,)


def test_the_operations_can_be_written_back_into_a_migration():
    guard = EnableRowSecurity("t", any_of("a", own_account("b")))
    again = EnableRowSecurity(*guard.deconstruct()[1], **guard.deconstruct()[2])

    assert again.sql == guard.sql
    assert guard.describe() == "Guard the rows of t"
    log = AppendOnly("t")
    assert AppendOnly(*log.deconstruct()[1]).sql == log.sql
    assert "never changed" in log.describe()
