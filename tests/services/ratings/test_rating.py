"""Rating a service: once, in time, by those who were served."""

from dataclasses import replace
from datetime import date

import pytest
from tests.services.cases.stage import envelope, submitted
from tests.services.queues.hall import (
    OFFICE,
    call,
    consultation,
    done,
    seated,
    set_up,
)
from tests.services.ratings.saying import (
    BAD,
    DAY,
    GOOD,
    anybody,
    closed_case,
    login_of,
    rated,
    rated_by_code,
    served,
)

from tongban.core.ratings.giving import (
    NotEnded,
    OnlySameDay,
    StaffMayNotRate,
    TooLate,
    Way,
)
from tongban.core.ratings.grades import GradeUnknown, ReasonUnknown
from tongban.records.cases.models import Case, WrongCode
from tongban.records.queues.models import Ticket
from tongban.records.ratings.models import Correction, Rating
from tongban.services.access.scope import scoped
from tongban.services.cases.engine import RequestKeyReused
from tongban.services.cases.guard import NotYours
from tongban.services.cases.queries.public import ProgressUnknown
from tongban.services.ratings.operations import (
    AddedEnough,
    Given,
    RatedBefore,
    add_to_rating,
    rate,
)
from tongban.services.ratings.own import own_rating
from tongban.services.ratings.served import (
    CaseCodes,
    VisitCodes,
    VisitUnknown,
    case_by_code,
    own_case,
    visit,
)

MONDAY = date(2023, 9, 11)


@pytest.mark.clause("SD20-三(三)")
def test_a_rating_keeps_grade_reasons_part_and_who_was_concerned():
    rating = rated(closed_case())
    assert (rating.grade, rating.bad, rating.reasons) == (
        "very_dissatisfied",
        True,
        ["extra_papers"],
    )
    assert rating.parts == ["form"]
    assert rating.rated_on == date(2023, 9, 25)
    assert [login_of(one) for one in rating.concerned] == ["clerk1"]


def test_a_service_is_rated_once_whoever_asks():
    case = closed_case()
    rated(case, GOOD)
    with pytest.raises(RatedBefore):
        rated(case)
    with pytest.raises(RatedBefore):
        rated_by_code(case)
    assert Rating.objects.count() == 1


def test_the_same_request_twice_is_one_rating_and_other_content_is_refused():
    case = closed_case()
    sent = envelope("zhaolei", DAY, key="once")
    with served(case) as found:
        first = rate(sent, found, given=BAD, way=Way.PORTAL)
        again = rate(sent, found, given=BAD, way=Way.PORTAL)
        assert (first.due_on, again.repeated) == ("2023-10-20", True)
        with pytest.raises(RequestKeyReused):
            rate(sent, found, given=GOOD, way=Way.PORTAL)
    assert Correction.objects.count() == 1


def test_nobody_has_a_grade_chosen_for_them_and_reasons_go_with_their_grade():
    case = closed_case()
    with pytest.raises(GradeUnknown):
        rated(case, Given(""))
    with pytest.raises(ReasonUnknown):
        rated(case, Given("very_satisfied", ("rude_staff",)))
    assert not Rating.objects.exists()


@pytest.mark.clause("SD20-三(三)")
@pytest.mark.parametrize("login", ["clerk1", "clerk2", "supervisor"])
def test_no_member_of_staff_rates_with_or_without_the_code(login):
    case = closed_case()
    sent = envelope(login, DAY)
    codes = CaseCodes(case.number, case.query_code)
    with (
        case_by_code(codes, today=sent.today) as found,
        pytest.raises(StaffMayNotRate),
    ):
        rate(sent, found, given=GOOD, way=Way.CODE)
    with pytest.raises(NotYours), own_case(sent.actor, case.number):
        pass


def test_an_open_case_is_not_rated_and_a_long_closed_one_neither():
    number = submitted(DAY).number
    with pytest.raises(NotEnded):
        rated(Case.objects.get(number=number))
    case = closed_case(login="zhangguilan")
    with pytest.raises(TooLate):
        rated(case, day="2023-10-26", login="zhangguilan")
    rated(case, day="2023-10-25", login="zhangguilan")


def test_a_device_of_the_hall_takes_ratings_of_the_same_day_only():
    case = closed_case()
    sent = envelope("zhaolei", "2023-09-26")
    with served(case) as found, pytest.raises(OnlySameDay):
        rate(sent, found, given=GOOD, way=Way.PAD)


def test_silence_is_no_rating():
    closed_case()
    assert not Rating.objects.exists()


def test_the_code_opens_one_case_in_the_web_role_and_a_wrong_one_is_counted():
    case = closed_case()
    sent = anybody()
    with scoped(sent.actor):
        assert not Rating.objects.exists()
        rated_by_code(case, BAD)
        assert not Rating.objects.exists(), "the scope closes behind it"
        codes = CaseCodes(case.number, case.query_code)
        with case_by_code(codes, today=sent.today) as found:
            own = own_rating(found, today=sent.today)
            assert own is not None
            assert own.correction is not None
        wrong = CaseCodes(case.number, "000000" if case.query_code != "000000" else "1")
        with pytest.raises(ProgressUnknown), case_by_code(wrong, today=sent.today):
            pass
    assert WrongCode.objects.get().times == 1


def test_the_applicant_rates_in_the_web_role():
    case = closed_case()
    sent = envelope("zhaolei", DAY)
    with scoped(sent.actor):
        rated(case)
        with served(case) as found:
            own = own_rating(found, today=sent.today)
    assert own is not None
    assert (own.grade_name, own.may_add) == ("非常不满意", True)


def finished_visit() -> Ticket:
    (window,) = set_up(())
    seated("clerk1", window)
    ticket = consultation()
    called = call("clerk1", 1)
    done("clerk1", called, 5)
    return Ticket.objects.get(pk=ticket.id)


@pytest.mark.clause("SD20-三(三)")
def test_a_visit_is_rated_with_its_ticket_on_its_day_and_frees_the_window():
    row = finished_visit()
    sent = anybody("2023-09-11")
    codes = VisitCodes(OFFICE, row.number, row.code)
    with scoped(sent.actor):
        with visit(codes, today=MONDAY) as found:
            rate(sent, found, given=BAD, way=Way.KIOSK)
        assert not Rating.objects.exists()
        with pytest.raises(VisitUnknown), visit(codes, today=date(2023, 9, 12)):
            pass
        wrong = replace(codes, code="x")
        with pytest.raises(VisitUnknown), visit(wrong, today=MONDAY):
            pass
    row.refresh_from_db()
    rating = Rating.objects.get(ticket=row)
    assert row.rated_at == sent.now
    assert rating.window == 1
    assert rating.concerned == [row.account_id]


def test_a_rating_is_added_to_a_few_times_and_stays_as_it_was():
    case = closed_case()
    rated(case)
    with served(case) as found:
        for turn in range(3):
            add_to_rating(envelope("zhaolei", DAY), found, words=f"第{turn}次补充说明")
        with pytest.raises(AddedEnough):
            add_to_rating(envelope("zhaolei", DAY), found, words="还要补充说明一点")
        own = own_rating(found, today=date(2023, 9, 25))
    assert own is not None
    assert own.grade_name == "非常不满意"
    assert own.additions[0].words == "第0次补充说明"
