"""What the funds pay: read by region, every mistake told with its place."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.core.access.parties import Scheme
from tongban.core.benefits.claim import Bill, BillLine, Claimant, Used
from tongban.core.benefits.terms import NoBenefits
from tongban.core.benefits.vocabulary import CareKind, Group, Level, Place, Withheld
from tongban.core.benefits.waterfall import quote
from tongban.policy.benefits import benefits_for, load_benefits
from tongban.policy.reading import PolicyErrors

POLICY = Path(__file__).resolve().parents[2] / "policy"
BOOK = load_benefits(POLICY)
GROUPS = {
    Scheme.EMPLOYEE: (Group.ACTIVE, Group.RETIRED),
    Scheme.RESIDENT: (Group.LOW, Group.HIGH),
}
DAY = date(2024, 12, 2)


@pytest.fixture
def folder(tmp_path):
    shutil.copytree(POLICY / "benefits", tmp_path / "benefits")
    return tmp_path


def mistakes(folder, old: str, new: str, file: str = "371300.yaml") -> str:
    path = folder / "benefits" / file
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    with pytest.raises(PolicyErrors) as told:
        load_benefits(folder)
    return str(told.value)


def test_a_county_has_what_its_city_has_and_others_have_nothing():
    assert benefits_for(BOOK, "371321", day=DAY).region == "371300"
    with pytest.raises(NoBenefits):
        benefits_for(BOOK, "110100", day=DAY)


def test_every_reason_to_pay_nothing_has_its_clause():
    assert set(BOOK["371300"].withheld) == set(Withheld)


def test_plans_name_their_version():
    plan = BOOK["371300"].plan_for(Scheme.EMPLOYEE, CareKind.PHARMACY, DAY)
    assert (plan.version, plan.as_level) == (
        "371300:employee-pharmacy:2023-10-01",
        Level.PRIMARY,
    )


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("mark: B, verified: true", "mark: B-, verified: true", "只有A和B算已核实"),
        ("mark: C, verified: false", "mark: A, verified: false", "与“verified”不符"),
        ("counts: above\n", "counts: base\n", "“above”要一起写"),
        ("counts: base\n", "counts: special\n", "“special”要一起写"),
        ("up_to: '200000.00', bp: 9000", "up_to: '90000.00', bp: 9000", "一段比一段高"),
        ("{up_to: '100000.00', bp: 9000}", "{bp: 9000}", "只有最后一段可以不写"),
        ("layers: [resident-stay]", "layers: [no-such]", "没有名为“no-such”的支付层"),
        ("layers: [resident-clinic]", "layers: []", "没有被用到"),
        ("code: employee-outpatient\n", "code: employee-outpatient\n    more: 1\n", ""),
        ("kinds: [pharmacy]", "kinds: [pharmacy, inpatient]", "在同一天有效"),
    ],
)
def test_each_mistake_is_told_with_its_place(folder, old, new, sentence):
    told = mistakes(folder, old, new)
    assert "benefits/371300.yaml:" in told
    assert sentence in told


def test_a_plan_that_follows_another_may_say_the_same(folder):
    path = folder / "benefits/371300.yaml"
    text = path.read_text()
    old = "  - code: resident-outpatient\n"
    ended = old + "    scheme: resident\n    kinds: [outpatient]\n"
    assert ended in text
    again = ended + "    in_force: {from: 2021-01-01, through: 2022-08-31}\n"
    again += "    layers: [resident-clinic]\n"
    again += "    away: {first_own_bp: 0, basis: *away}\n"
    again += "    account: {pays: nothing, basis: *no-account}\n"
    path.write_text(text.replace(ended, again + ended, 1))
    plans = load_benefits(folder)["371300"]
    former = plans.plan_for(Scheme.RESIDENT, CareKind.OUTPATIENT, date(2022, 1, 1))
    assert former.version.endswith("2021-01-01")


def test_a_reason_that_is_missing_or_misspelt_is_told(folder):
    line = next(
        one
        for one in (folder / "benefits/withheld.yaml").read_text().splitlines()
        if "abroad" in one
    )
    told = mistakes(folder, line + "\n", "", "withheld.yaml")
    assert "还缺少这些情形：abroad" in told
    told = mistakes(folder, "code: waiting", "code: resting", "withheld.yaml")
    assert "benefits/withheld.yaml:" in told


lines = st.lists(
    st.builds(
        BillLine,
        number=st.just(1),
        amount_fen=st.integers(0, 60_000_000),
        own_share_bp=st.sampled_from([0, 500, 1_500, 10_000]),
        allowed_fen=st.none() | st.integers(0, 50_000_000),
        special=st.sampled_from(["", "special-drug"]),
    ),
    max_size=4,
).map(tuple)


@given(st.data(), lines)
def test_no_plan_of_any_region_pays_more_than_the_bill(data, sent):
    region = BOOK[data.draw(st.sampled_from(sorted(BOOK)))]
    plan = data.draw(st.sampled_from(region.plans))
    bill = Bill(
        plan.kind,
        data.draw(st.sampled_from(Level)),
        DAY,
        sent,
        place=data.draw(st.sampled_from(Place)),
        stay=data.draw(st.integers(1, 4)),
        order=data.draw(st.integers(1, 4)),
        chinese_medicine=data.draw(st.booleans()),
    )
    codes = sorted({code for layer in plan.layers for code in layer.entitlements})
    who = Claimant(
        plan.scheme,
        data.draw(st.sampled_from(GROUPS[plan.scheme])),
        entitlements=data.draw(st.frozensets(st.sampled_from(codes or [""]))),
        account_fen=data.draw(st.integers(0, 1_000_000)),
    )
    found = quote(bill, who, Used(), plan, region.withheld)
    assert found.funds_fen + found.own_fen == bill.total_fen
    assert all(step.amount_fen >= 0 for step in found.steps)
