"""The open clock: due days that were computed by hand."""

import pytest


def due(client, accepted: str, working_days: int):
    answer = client.get(
        "/api/v1/clock", {"accepted": accepted, "working_days": working_days}
    )
    assert answer.status_code == 200, answer.content.decode()
    return answer.json()


def test_15_days_from_22_september_2023_end_after_the_long_holiday(client):
    found = due(client, "2023-09-22", 15)

    assert (found["due_on"], found["provisional"]) == ("2023-10-19", False)
    assert found["explanation"][0]["text"].startswith("2023年9月22日（星期五）受理")
    assert any("国庆节" in line["text"] for line in found["explanation"])


@pytest.mark.parametrize(
    ("accepted", "days", "expected"),
    [("2023-09-22", 0, "2023-09-22"), ("2023-09-28", 1, "2023-10-07")],
)
def test_the_day_itself_does_not_count_and_worked_saturdays_do(
    client, accepted, days, expected
):
    assert due(client, accepted, days)["due_on"] == expected


def test_a_year_without_a_notice_is_provisional(client):
    assert due(client, "2028-12-20", 15)["provisional"] is True
