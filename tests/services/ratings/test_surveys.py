"""Surveys: drafted, out, answered once by those who were served."""

from dataclasses import replace
from datetime import date

import pytest
from tests.services.cases.stage import actor, envelope
from tests.services.ratings.saying import closed_case

from tongban.core.access.rights import NotAllowed
from tongban.core.ratings.surveys import AnswerFaulty, Question, QuestionKind
from tongban.records.parties.models import Party
from tongban.records.ratings.models import Survey, SurveyAnswer
from tongban.services.access.scope import scoped
from tongban.services.ratings.rules import rating_rules
from tongban.services.ratings.surveys import (
    NewSurvey,
    SurveyAnswered,
    SurveyPublished,
    SurveyUnknown,
    answer_survey,
    draft_survey,
    open_surveys,
    publish_survey,
    survey_card,
    survey_results,
)

DAY = "2023-09-25"
TODAY = date(2023, 9, 25)
NEW = NewSurvey(
    title="办事体验",
    intro="",
    questions=(
        Question(QuestionKind.SINGLE, "跑了几趟？", ("一趟", "两趟以上")),
        Question(QuestionKind.MULTI, "哪些方便？", ("指南", "网上", "窗口")),
        Question(QuestionKind.TEXT, "还想说什么？"),
    ),
    closed=(date(2023, 9, 1), date(2023, 9, 30)),
    asked=(TODAY, date(2023, 10, 10)),
)
SHEET = {1: ["一趟"], 2: ["网上", "指南"], 3: ["材料可以再少一点"]}


def supervisor(day: str = DAY):
    return envelope("supervisor", day)


def published(new: NewSurvey = NEW) -> int:
    survey_id = draft_survey(supervisor(), new)
    publish_survey(supervisor(), survey_id=survey_id)
    return survey_id


@pytest.mark.clause("CN39-十二")
def test_who_had_a_case_closed_is_asked_and_answers_once_in_the_web_role():
    closed_case()
    survey_id = published()
    sent = envelope("zhaolei", DAY)
    with scoped(sent.actor):
        assert [one.id for one in open_surveys(sent.actor, today=TODAY)] == [survey_id]
        answer_survey(sent, survey_id=survey_id, answers=SHEET)
        answer_survey(sent, survey_id=survey_id, answers=SHEET)
        assert open_surveys(sent.actor, today=TODAY) == ()
        with pytest.raises(SurveyAnswered):
            answer_survey(envelope("zhaolei", DAY), survey_id=survey_id, answers=SHEET)
    assert SurveyAnswer.objects.count() == 1
    with scoped(actor("supervisor")):
        card = survey_card(actor("supervisor"), survey_id)
        hidden = survey_results(actor("supervisor"), survey_id)
    assert (card.asked_people, card.sheets) == (1, 1)
    assert hidden == (), "one sheet would tell who said it"


def test_results_are_shown_once_nobody_can_be_made_out():
    survey_id = published()
    survey = Survey.objects.get(pk=survey_id)
    people = Party.objects.filter(kind="person").order_by("pk")
    least = rating_rules().hidden_below
    for place, party in enumerate(people[:least]):
        assert survey_results(actor("supervisor"), survey_id) == ()
        SurveyAnswer.objects.create(
            survey=survey,
            party=party,
            office_path=survey.office_path,
            answers={
                "1": ["一趟"],
                "2": ["网上", "指南"] if place else ["窗口"],
                "3": ["材料可以再少一点"] if place == 0 else [],
            },
            answered_at=envelope("zhaolei", DAY).now,
        )
    single, multi, text = survey_results(actor("supervisor"), survey_id)
    assert single.counts == (("一趟", least), ("两趟以上", 0))
    assert multi.counts == (("指南", least - 1), ("网上", least - 1), ("窗口", 1))
    assert text.texts == ("材料可以再少一点",)


def test_who_was_not_served_in_those_days_is_not_asked():
    closed_case()
    survey_id = published()
    sent = envelope("limin", DAY)
    assert open_surveys(sent.actor, today=TODAY) == ()
    with pytest.raises(SurveyAnswered):
        answer_survey(sent, survey_id=survey_id, answers=SHEET)


def test_drafts_are_written_over_and_what_is_out_is_not():
    survey_id = draft_survey(supervisor(), NEW)
    sent = envelope("zhaolei", DAY)
    with scoped(sent.actor), pytest.raises(SurveyUnknown):
        answer_survey(sent, survey_id=survey_id, answers=SHEET)
    draft_survey(supervisor(), replace(NEW, title="新的标题"), survey_id=survey_id)
    publish_survey(supervisor(), survey_id=survey_id)
    assert survey_card(actor("supervisor"), survey_id).title == "新的标题"
    with pytest.raises(SurveyPublished):
        draft_survey(supervisor(), NEW, survey_id=survey_id)


def test_after_its_last_day_and_half_answered_it_is_refused():
    closed_case()
    survey_id = published()
    with pytest.raises(AnswerFaulty):
        answer_survey(
            envelope("zhaolei", DAY), survey_id=survey_id, answers={1: ["一趟"]}
        )
    with pytest.raises(SurveyUnknown):
        answer_survey(
            envelope("zhaolei", "2023-10-11"), survey_id=survey_id, answers=SHEET
        )


def test_only_supervisors_make_surveys():
    with pytest.raises(NotAllowed):
        draft_survey(envelope("clerk1", DAY), NEW)
