"""``tongban exchange``: what others need to know of us, and proof of the messages."""

import pytest
from click.testing import CliRunner, Result
from tests.region import demo_region  # noqa: F401 - a fixture
from tests.services.transfers.stage import (
    HERE,
    THERE,
    applied,
    exchanged,
    moved_city,
    open_hall,
)

from tongban.config.commands.exchange import exchange
from tongban.records.exchange.models import Inbound, Outgoing


@pytest.fixture(autouse=True)
def _staged(
    demo_region: None,  # noqa: F811 - the fixture above
    db: None,
    settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Give every test two cities, and the command the server that runs already."""
    settings.TONGBAN_EXCHANGE_REGIONS = [HERE, THERE]
    open_hall(THERE, "济南市医保中心")
    monkeypatch.setattr("tongban.config.postgres.answers", lambda _: True)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(exchange, arguments)


@pytest.mark.parametrize("algorithm", ["ed25519", "sm2"])
def test_the_key_is_told_with_code_and_regions(settings, algorithm: str) -> None:
    settings.TONGBAN_EXCHANGE_SIGNATURE = algorithm
    told = run("key").output
    assert f"公钥：{algorithm}:" in told
    assert "代码：370700" in told
    assert "地区：370700,370100" in told


def test_messages_as_they_left_are_proved() -> None:
    moved_city()
    applied()
    exchanged()
    result = run("verify")
    assert result.exit_code == 0, result.output
    assert "共4条消息，0处不符。" in result.output


@pytest.mark.parametrize(
    ("box", "change", "words"),
    [
        (Inbound, {"subject": "X"}, "收到 self 第1条：内容被改动"),
        (Inbound, {"previous": "X"}, "与前一条接不上"),
        (Outgoing, {"number": 99}, "发出 self 第1条：缺这一条"),
    ],
)
def test_a_changed_message_is_named_and_the_exit_code_is_one(box, change, words):
    moved_city()
    applied()
    exchanged()
    box.objects.filter(number=1).update(**change)
    result = run("verify")
    assert result.exit_code == 1
    assert words in result.output
