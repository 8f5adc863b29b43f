"""``tongban credentials …``: prove a 医保码 offline, and tell the public key."""

from datetime import datetime
from pathlib import Path
from typing import Final

import click

from tongban.config.main import prepare_django

REFUSED: Final = 1


@click.group(help="离线核验医保码，显示核验用的公钥。")
def credentials() -> None:
    """Hold the commands on credentials; none needs a database."""


@credentials.command(help="显示签发医保码的公钥和标记，可以公布。")
def key() -> None:
    """Print the mark and the public key of codes shown now."""
    prepare_django()
    from tongban.gateways.code_signing import code_keys  # noqa: PLC0415 - settings

    for mark, public in code_keys().items():
        click.echo(f"{mark.hex()} {public}")


@credentials.command(
    help=(
        "核验扫到的医保码，不联网、不用数据库。是本平台签发并在有效时间内的，退出码为0。"
        "离线核验看不出有没有用过、是否挂失；联网后请再核验。"
    )
)
@click.argument("code", metavar="码")
@click.option("--key", "public", default="", help="公布的公钥；默认用本机的。")
@click.option(
    "--at", "moment", default="", help="按这个时刻核验（ISO 8601），默认现在。"
)
def verify(code: str, public: str, moment: str) -> None:
    """Say whether a code carries the signature of a key and still serves."""
    prepare_django()
    from django.conf import settings  # noqa: PLC0415 - needs settings

    from tongban.core.credentials.purposes import SCOPE_WORDS  # noqa: PLC0415 - as above
    from tongban.core.refusals import Refusal  # noqa: PLC0415 - with the rest
    from tongban.gateways.clock import real_now  # noqa: PLC0415 - with the rest
    from tongban.gateways.code_signing import key_mark  # noqa: PLC0415 - with the rest
    from tongban.gateways.signing import (  # noqa: PLC0415 - with the rest
        KeyUnreadable,
        check_key,
    )
    from tongban.policy.credentials import load_credential_book  # noqa: PLC0415 - too
    from tongban.services.credentials.proving import prove  # noqa: PLC0415 - needs apps
    from tongban.services.messages.queries import sentence_of  # noqa: PLC0415 - as above

    at = _moment(moment) if moment else real_now()
    rules = load_credential_book(Path(settings.TONGBAN_POLICY)).on(at.date()).code
    keys = {key_mark(public): public} if public else None
    try:
        if public:
            check_key(public)
        proved = prove(code, now=int(at.timestamp()), rules=rules, keys=keys)
    except KeyUnreadable as fault:
        raise click.ClickException("公钥的写法不对，应为“ed25519:Base64”。") from fault
    except Refusal as no:
        click.echo(f"不能用：{sentence_of(no)}")
        raise click.exceptions.Exit(REFUSED) from no
    tail = proved.number[-4:]
    click.echo(f"有效：尾号{tail}的医保码，{SCOPE_WORDS[proved.scope]}。")


def _moment(text: str) -> datetime:
    """Return the moment a text names; without a zone it is that of China."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError as fault:
        raise click.BadParameter("时刻写成2023-09-11T10:00:00。") from fault
    from tongban.services.cases.envelope import CHINA  # noqa: PLC0415 - needs apps

    return found if found.tzinfo else found.replace(tzinfo=CHINA)
