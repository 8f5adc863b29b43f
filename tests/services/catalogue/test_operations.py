"""A change is drafted by one person, published by another, and binds from its day."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import DatabaseError, transaction
from tests.services.catalogue.editors import (
    AUTHOR,
    ITEM,
    REGION,
    SECOND,
    by,
    draft_of,
    published,
    submitted,
)

from tongban.core.access.rights import NotAllowed
from tongban.core.items.catalogue import Channel
from tongban.core.items.editing import (
    ChangeNotPossible,
    DayPassed,
    InForceAlready,
    ReasonNeeded,
    SecondPersonNeeded,
)
from tongban.records.catalogue.models import Change, ChangeEvent, Publication
from tongban.services.cases.engine import RequestKeyReused
from tongban.services.catalogue.completing import completed
from tongban.services.catalogue.operations import (
    ChangeHasProblems,
    ChangeOpenAlready,
    ChangeStale,
    NothingChanged,
    SubjectUnknown,
    discard_change,
    publish_change,
    save_change,
    send_back,
    start_change,
    submit_change,
    withdraw_change,
)
from tongban.services.items.queries import item_on

DAYS = (date(2023, 9, 30), date(2023, 10, 1))
SHORT = [{"working_days": 6}]
LONG = [{"working_days": 30}]
CLAUSE = {"document": "DEMO", "clause": "寿光3"}
EXTRA = {"name": "情况说明", "text": "情况说明1份", "source": CLAUSE}
PLACE = {
    "name": "东大厅",
    "address": "示例路9号",
    "hours": "9:00",
    "phone": "10000000009",
}


def channels(day: str, region: str = REGION) -> tuple[Channel, ...]:
    return item_on(ITEM, region, date.fromisoformat(day)).channels


@pytest.mark.clause("CN39-四", "SD28-通知二", "GD18-任务六")
def test_a_published_change_holds_from_its_day_in_its_region_and_below():
    assert Channel.POST not in channels("2023-10-01")
    published(channels=["post"])
    assert Channel.POST not in channels("2023-09-30")
    assert Channel.POST in channels("2023-10-01")
    assert Channel.POST in channels("2023-10-01", "370783005201")
    assert Channel.POST not in channels("2023-10-01", "370705")


def test_a_draft_and_a_change_that_waits_bind_nobody():
    submitted(channels=["post"])
    assert Channel.POST not in channels("2023-10-01")


def test_the_next_version_begins_as_the_one_in_force_and_takes_its_place():
    published(first="2023-09-12", channels=["post"])
    number = start_change(by(AUTHOR, "2023-09-20"), region=REGION, subject=ITEM)
    assert "post" in Change.objects.get(number=number).text
    later = draft_of(number, "2023-11-01", limits=SHORT)
    submit_change(by(AUTHOR, "2023-09-20"), number=number, draft=later)
    publish_change(by(SECOND, "2023-09-20"), number=number)
    found = item_on(ITEM, REGION, date(2023, 11, 1))
    assert Channel.POST in found.channels
    assert [one.label for one in found.limits][-1] == "承诺不超过6个工作日"


@pytest.mark.clause("CN39-四")
@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"limits": LONG}, "办理时限由"),
        ({"dropped_channels": ["counter"]}, "取消了上级的办理方式“现场办理”"),
        (
            {"limits": LONG, "dropped_channels": ["counter"]},
            "CN39-四",
        ),
        ({"dropped_materials": ["no-such"]}, "上级没有材料“no-such”"),
        ({"source": {"document": "DEMO"}}, "缺少必填的键“clause”"),
    ],
)
def test_a_change_that_burdens_people_cannot_be_submitted(fields, said):
    number = start_change(by(AUTHOR), region=REGION, subject=ITEM)
    with pytest.raises(ChangeHasProblems) as refused:
        submit_change(by(AUTHOR), number=number, draft=draft_of(number, **fields))
    assert said in "；".join(refused.value.data["problems"])
    assert ChangeEvent.objects.filter(act="submit").count() == 0


def test_every_breach_is_listed_at_once():
    number = start_change(by(AUTHOR), region=REGION, subject=ITEM)
    draft = draft_of(number, limits=LONG, dropped_channels=["counter"])
    with pytest.raises(ChangeHasProblems) as refused:
        submit_change(by(AUTHOR), number=number, draft=draft)
    assert refused.value.data["count"] == 2


def test_a_county_is_named_when_a_change_above_makes_its_promise_a_burden():
    number = start_change(by(AUTHOR), region="370700", subject=ITEM)
    draft = draft_of(number, limits=[{"working_days": 5, "layer": "city"}])
    with pytest.raises(ChangeHasProblems) as refused:
        submit_change(by(AUTHOR), number=number, draft=draft)
    assert "承诺不超过8个工作日" in refused.value.data["problems"][0]


@pytest.mark.clause("SD28-16")
def test_an_extra_material_is_posted_with_the_change_and_asked_from_its_day():
    published(conditional_materials=[EXTRA])
    (posted,) = [
        m
        for m in item_on(ITEM, REGION, date(2023, 10, 1)).conditional_materials
        if m.local
    ]
    assert (posted.name, posted.posted_on) == ("情况说明", date(2023, 10, 1))


def test_places_are_changed_the_same_way():
    published("_places", places=[PLACE])
    names = {place.name for place in item_on(ITEM, REGION, date(2023, 10, 1)).places}
    assert "东大厅" in names
    before = {place.name for place in item_on(ITEM, REGION, date(2023, 9, 30)).places}
    assert "东大厅" not in before


@pytest.mark.parametrize("who", [AUTHOR])
def test_who_wrote_it_neither_publishes_it_nor_sends_it_back(who):
    number = submitted(channels=["post"])
    with pytest.raises(SecondPersonNeeded):
        publish_change(by(who), number=number)
    with pytest.raises(SecondPersonNeeded):
        send_back(by(who), number=number, words="再想想")


def test_an_office_below_does_not_decide_about_the_city():
    number = submitted(region="370700", channels=["post"])
    with pytest.raises(NotAllowed):
        publish_change(by(SECOND, path="/370000/370700/370783/"), number=number)


def test_an_office_elsewhere_does_not_draft_here():
    with pytest.raises(NotAllowed):
        start_change(
            by(AUTHOR, path="/370000/370700/370705/"), region=REGION, subject=ITEM
        )


def test_sent_back_with_words_it_is_put_right_and_comes_again():
    number = submitted(channels=["post"])
    with pytest.raises(ReasonNeeded):
        send_back(by(SECOND), number=number, words=" ")
    send_back(by(SECOND), number=number, words="请写明邮寄地址")
    assert Change.objects.get(number=number).state == "draft"
    draft = draft_of(number, remarks=["邮寄至示例路1号"])
    submit_change(by(AUTHOR), number=number, draft=draft)
    publish_change(by(SECOND), number=number)
    assert Change.objects.get(number=number).state == "published"


def test_a_day_that_passed_while_it_waited_is_refused_at_publication():
    number = submitted(channels=["post"], first="2023-09-12")
    with pytest.raises(DayPassed):
        publish_change(by(SECOND, "2023-09-13"), number=number)


def test_a_past_day_an_empty_reason_and_an_empty_change_are_refused():
    number = start_change(by(AUTHOR), region=REGION, subject=ITEM)
    for draft, refusal in (
        (draft_of(number, "2023-09-10", channels=["post"]), DayPassed),
        (draft_of(number, reason="", channels=["post"]), ReasonNeeded),
        (draft_of(number), NothingChanged),
    ):
        with pytest.raises(refusal):
            submit_change(by(AUTHOR), number=number, draft=draft)


def test_until_its_day_a_publication_can_be_withdrawn_later_only_replaced():
    number = published(channels=["post"])
    with pytest.raises(InForceAlready):
        withdraw_change(by(SECOND, "2023-10-01"), number=number, words="有误")
    withdraw_change(by(SECOND, "2023-09-30"), number=number, words="有误")
    assert Channel.POST not in channels("2023-10-01")
    assert list(Publication.objects.values_list("kind", flat=True)) == [
        "published",
        "withdrawn",
    ]
    with pytest.raises(ChangeNotPossible):
        save_change(by(AUTHOR), number=number, draft=draft_of(number))


def test_one_open_change_of_a_subject_at_a_time():
    first = start_change(by(AUTHOR), region=REGION, subject=ITEM)
    with pytest.raises(ChangeOpenAlready) as refused:
        start_change(by(AUTHOR), region=REGION, subject=ITEM)
    assert refused.value.data == {"number": first}
    discard_change(by(AUTHOR), number=first)
    assert start_change(by(AUTHOR), region=REGION, subject=ITEM) != first


@pytest.mark.parametrize(
    ("region", "subject"),
    [("370000", ITEM), (REGION, "no-such-item"), ("100000", "_places")],
)
def test_there_is_nothing_to_build_on(region, subject):
    with pytest.raises((SubjectUnknown, NotAllowed)):
        start_change(by(AUTHOR, path="/"), region=region, subject=subject)


def test_the_same_request_twice_is_once_and_other_content_is_refused():
    sent = by(AUTHOR, key="twice")
    first = start_change(sent, region=REGION, subject=ITEM)
    assert start_change(sent, region=REGION, subject=ITEM) == first
    with pytest.raises(RequestKeyReused):
        discard_change(sent, number=first)
    assert ChangeEvent.objects.count() == 1


def test_a_form_drawn_before_somebody_else_saved_is_refused():
    number = start_change(by(AUTHOR), region=REGION, subject=ITEM)
    save_change(replace(by(AUTHOR), version=1), number=number, draft=draft_of(number))
    with pytest.raises(ChangeStale):
        save_change(
            replace(by(AUTHOR), version=1), number=number, draft=draft_of(number)
        )


@pytest.mark.parametrize("table", ["catalogue_changeevent", "catalogue_publication"])
def test_what_happened_is_never_changed(table):
    published(channels=["post"])
    model = {
        "catalogue_changeevent": ChangeEvent,
        "catalogue_publication": Publication,
    }[table]
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.update(reason="anders")


@pytest.mark.clause("GD18-任务六")
def test_a_region_goes_back_to_what_holds_above_it():
    number = start_change(by(AUTHOR), region="370705", subject=ITEM)
    former = draft_of(number)
    body = completed(
        {"source": CLAUSE}, former=former.body, region="370705", effective_on=DAYS[1]
    )
    back = replace(former, body=body)
    submit_change(by(AUTHOR), number=number, draft=back)
    publish_change(by(SECOND), number=number)
    days = {on: len(item_on(ITEM, "370705", on).limits) for on in DAYS}
    assert list(days.values()) == [2, 1]
