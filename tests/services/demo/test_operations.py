"""The demo region: complete, synthetic, and the same however often it is loaded."""

import shutil
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.hashers import check_password

from tongban.core.access.actor import ActorKind, Role
from tongban.core.access.identifiers import check_credit_code, check_resident_id
from tongban.core.access.parties import PartyKind, Scheme
from tongban.core.items.catalogue import Level
from tongban.policy.located import PolicyFileWrong
from tongban.records.accounts.models import Account
from tongban.records.offices.models import Office, StaffGrant
from tongban.records.parties.models import Party, PartyLink
from tongban.services.access.queries import actor_of
from tongban.services.demo import roster
from tongban.services.demo.operations import load_demo
from tongban.services.demo.people import persons_of, unit_of
from tongban.services.demo.queries import (
    OnlyInDemo,
    demo_accounts,
    demo_code,
    demo_second_step_key,
)

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def _loaded(db, settings):
    settings.TONGBAN_DEMO = True
    load_demo(NOW)


def counts() -> tuple[int, ...]:
    models = (Office, Party, Account, StaffGrant, PartyLink)
    return tuple(model.objects.count() for model in models)


@pytest.mark.usefixtures("_loaded")
def test_loading_twice_changes_nothing():
    before = counts()

    load_demo(NOW + timedelta(days=40))

    assert counts() == before


@pytest.mark.usefixtures("_loaded")
def test_the_region_has_offices_of_five_levels_and_stations_in_hospitals():
    levels = set(Office.objects.values_list("level", flat=True))

    assert levels == {level.value for level in Level if level is not Level.NATION}
    assert Office.objects.filter(level="county", kind="hall").count() == 12
    assert Office.objects.filter(kind="hospital").count() == 3
    assert Office.objects.get(code="370783005201").path == (
        "/370000/370700/370783/370783005/370783005201/"
    )


@pytest.mark.usefixtures("_loaded")
def test_there_are_some_hundreds_of_people_and_units_of_each_kind():
    kinds = [Party.objects.filter(kind=kind.value).count() for kind in PartyKind]

    assert kinds == [300, 12, 3, 3, 3]
    assert set(
        Party.objects.filter(kind="institution").values_list("grade", flat=True)
    ) == {"1", "2", "3"}
    for scheme in Scheme:
        assert Party.objects.filter(scheme=scheme.value).count() > 60


def test_every_number_is_valid_and_belongs_to_nobody():
    people = [one for _, one in persons_of(roster.named_persons(), roster.crowd())]
    units = [unit_of(unit) for unit in roster.units()]

    for person in people:
        assert check_resident_id(person.identifier).born_on == person.born_on
        assert person.identifier.startswith("99")
    for unit in units:
        assert check_credit_code(unit.identifier).startswith("99")
    phones = [party.phone for party in people + units]
    assert all(phone.startswith("100") and len(phone) == 11 for phone in phones)
    for marks in (phones, [party.identifier for party in people + units]):
        assert len(set(marks)) == len(marks)


@pytest.mark.usefixtures("_loaded")
def test_there_is_an_account_for_every_role_and_each_can_act():
    today = NOW.date()
    actors = [actor_of(account, today) for account in Account.objects.all()]

    assert {grant.role for actor in actors for grant in actor.grants} == set(Role)
    for role, wanted in ((Role.CLERK, 2), (Role.REVIEWER, 2), (Role.FINANCE, 2)):
        grants = StaffGrant.objects.filter(role=role.value, office__code="370700")
        assert grants.count() == wanted
    assert all(actor.office_path for actor in actors if actor.kind is ActorKind.STAFF)
    assert all(actor.party_ids for actor in actors if actor.kind is not ActorKind.STAFF)
    zhang = Account.objects.get(login_name="zhangguilan")
    assert zhang.elder_mode
    assert zhang.party.born_on == date(1951, 3, 8)


@pytest.mark.usefixtures("_loaded")
def test_staff_may_act_in_the_years_of_the_scenarios():
    clerk = Account.objects.get(login_name="clerk1")

    assert actor_of(clerk, date(2023, 9, 22)).grants


@pytest.mark.usefixtures("_loaded")
def test_the_start_page_lists_accounts_that_exist_with_their_password():
    shown = demo_accounts()

    assert len(shown) == Account.objects.count()
    for account in shown:
        held = Account.objects.get(login_name=account.login_name)
        assert check_password(account.password, held.password)
        assert account.door == ("staff-sign-in" if account.is_staff else "sign-in")
    assert demo_code("clerk1").isdigit()
    assert len(demo_code("clerk1")) == 6
    assert len(demo_second_step_key("clerk1")) == 32


@pytest.mark.usefixtures("_loaded")
def test_outside_a_demo_nothing_is_loaded_or_told(settings):
    settings.TONGBAN_DEMO = False

    assert demo_accounts() == ()
    assert demo_code("clerk1") == ""
    with pytest.raises(OnlyInDemo):
        demo_second_step_key("clerk1")
    with pytest.raises(OnlyInDemo):
        load_demo(NOW)


@pytest.mark.usefixtures("_loaded")
def test_no_code_is_told_for_accounts_that_are_not_of_the_demo():
    Account.objects.create_user(
        "realclerk", "x", kind=ActorKind.STAFF, display_name="某人"
    )

    assert demo_code("realclerk") == ""
    assert demo_code("zhangguilan") == ""


@pytest.mark.django_db
def test_the_password_may_be_chosen(settings):
    settings.TONGBAN_DEMO = True
    settings.TONGBAN_DEMO_PASSWORD = "another-demo-word"
    load_demo(NOW)

    held = Account.objects.get(login_name="clerk1").password
    assert check_password("another-demo-word", held)


@pytest.mark.parametrize("name", ["offices", "parties", "accounts"])
def test_a_demo_file_with_an_unknown_word_is_refused(settings, tmp_path, name):
    for folder in ("demo", "schema"):
        shutil.copytree(settings.TONGBAN_POLICY / folder, tmp_path / folder)
    settings.TONGBAN_POLICY = tmp_path
    file = tmp_path / "demo" / f"{name}.yaml"
    file.write_text(file.read_text("utf-8") + "unknown: 1\n", "utf-8")
    read = {
        "offices": roster.offices,
        "parties": roster.units,
        "accounts": roster.logins,
    }[name]

    with pytest.raises(PolicyFileWrong, match="unknown"):
        read.__wrapped__()
