"""People, offices and moments of the demo region, for tests of cases."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from itertools import count

from tongban.core.access.actor import Actor
from tongban.core.items.catalogue import Audience, Channel
from tongban.core.json_values import Json
from tongban.records.accounts.models import Account
from tongban.services.access.queries import actor_of
from tongban.services.cases.content import NewCase
from tongban.services.cases.envelope import CHINA, Envelope, Receipt
from tongban.services.cases.intake import submit_case

KEYS = count(1)


def actor(login: str, on: date = date(2023, 9, 11)) -> Actor:
    return actor_of(Account.objects.get(login_name=login), on)


def at(day: str, hour: int = 10, minute: int = 0) -> datetime:
    return datetime.combine(date.fromisoformat(day), time(hour, minute), CHINA)


def envelope(
    login: str,
    day: str = "2023-09-11",
    *,
    key: str = "",
    version: int | None = None,
    hour: int = 10,
    channel: Channel = Channel.COUNTER,
) -> Envelope:
    moment = at(day, hour)
    return Envelope(
        actor=actor(login, moment.date()),
        now=moment,
        key=key or f"key-{next(KEYS)}",
        channel=channel,
        version=version,
    )


def inpatient_form(**changes: Json) -> dict[str, Json]:
    form: dict[str, Json] = {
        "insured_name": "赵磊",
        "insured_id_number": "990000199001010017",
        "contact_phone": "10012345678",
        "hospital_name": "济南示例医院",
        "hospital_region": "370100",
        "admitted_on": "2023-08-20",
        "discharged_on": "2023-08-28",
        "diagnosis": "骨折",
        "unsettled_reason": "not-filed",
        "invoice_numbers": [{"number": "1234567890", "amount": "12000.00"}],
        "total_cost": "12000.00",
        "account_holder": "赵磊",
        "bank_name": "示例银行潍坊支行",
        "account_number": "6200000000000000",
    }
    return {**form, **changes}


def filing_form(**changes: Json) -> dict[str, Json]:
    form: dict[str, Json] = {
        "insured_name": "王建国",
        "insured_id_number": "990000198001010019",
        "contact_phone": "10012345679",
        "place": "110105",
        "start_on": "2023-10-01",
        "residence_address": "北京市朝阳区示例路1号",
        "emergency_contact_name": "王小明",
        "emergency_contact_phone": "10012345670",
        "promise": True,
    }
    return {**form, **changes}


INJURY: dict[str, Json] = {
    "injured_on": "2023-08-20",
    "injured_place": "自家楼梯",
    "injury_cause": "下楼摔倒",
    "third_party_liable": False,
}
PAPERS = ("medical-invoice", "fee-list", "discharge-record")


@dataclass(frozen=True)
class Application:
    """An inpatient claim of one citizen, complete unless said otherwise."""

    login: str = "zhaolei"
    papers: tuple[str, ...] = PAPERS
    situations: tuple[str, ...] = ("illness", "planned", "self")
    form: dict[str, Json] = field(default_factory=inpatient_form)
    incomplete: bool = False
    pledges: tuple[str, ...] = ()
    region: str = "370702"

    def new(self) -> NewCase:
        party = Account.objects.get(login_name=self.login).party_id
        assert party is not None
        return NewCase(
            item="inpatient-reimbursement",
            audience=Audience.RESIDENT,
            party_id=party,
            form=self.form,
            situations=self.situations,
            papers=self.papers,
            incomplete=self.incomplete,
            pledges=self.pledges,
            region=self.region,
        )

    def changed(self, **changes: object) -> "Application":
        return replace(self, **changes)  # type: ignore[arg-type]  # test brevity


def submitted(day: str = "2023-09-11", **changes: object) -> Receipt:
    return submit_case(envelope("clerk1", day), Application(**changes).new())
