"""``tongban hsa``: institutions entered, and the keys their systems call with."""

import re
import secrets
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

import click

from tongban.config.main import prepare_django
from tongban.config.postgres import database_running
from tongban.core.benefits.vocabulary import LEVEL_WORDS, Level
from tongban.core.days import Period
from tongban.core.hsa.profiles import PROFILE_WORDS, Profile
from tongban.core.institutions.agreements import (
    CODE_PATTERN,
    INSTITUTION_KIND_WORDS,
    InstitutionKind,
)
from tongban.core.refusals import Refusal

KEY_BYTES = 12
Word = TypeVar("Word", bound=StrEnum)
KINDS = "、".join(
    f"{one.value}（{word}）" for one, word in INSTITUTION_KIND_WORDS.items()
)
LEVELS = "、".join(f"{one.value}（{word}）" for one, word in LEVEL_WORDS.items())
PROFILES = "、".join(f"{one.value}（{word}）" for one, word in PROFILE_WORDS.items())


@click.group(help="登记定点医药机构，发给和停用它们连接接口的密钥。")
def hsa() -> None:
    """Hold the commands on institutions and their keys."""


@hsa.command(help="登记一家机构；编号已有的是变更，每次都留历史。")
@click.argument("code", metavar="机构编号")
@click.option("--name", required=True, help="机构名称。")
@click.option(
    "--kind",
    required=True,
    type=click.Choice([one.value for one in InstitutionKind]),
    help=KINDS,
)
@click.option(
    "--level",
    type=click.Choice([one.value for one in Level]),
    help=f"药店不写。{LEVELS}",
)
@click.option("--region", required=True, help="所在县区的行政区划代码。")
@click.option(
    "--since",
    required=True,
    type=click.DateTime(["%Y-%m-%d"]),
    help="协议从哪天起，如2026-01-01。",
)
def institution(
    code: str, name: str, kind: str, level: str | None, region: str, since: datetime
) -> None:
    """Enter an institution, or change it."""
    if not re.fullmatch(CODE_PATTERN, code):
        raise click.ClickException("机构编号是H或者P加11位数字。")
    prepare_django()
    with database_running():
        from tongban.services.institutions.operations import (  # noqa: PLC0415 - needs apps
            InstitutionTerms,
            keep_institution,
        )
        from tongban.services.timekeeping.queries import now  # noqa: PLC0415 - as above

        terms = InstitutionTerms(
            code=code,
            name=name,
            kind=InstitutionKind(kind),
            region=region,
            agreement=Period(since.date(), None),
            level=Level(level) if level else None,
        )
        keep_institution(
            terms, at=now(), key=f"command:{code}:{secrets.token_hex(KEY_BYTES)}"
        )
    click.echo(f"已登记：{code} {name}。")


@hsa.command(help="给一家机构发一把密钥；密钥只显示这一次。")
@click.argument("code", metavar="机构编号")
@click.option(
    "--profile",
    type=click.Choice([one.value for one in Profile]),
    default=Profile.PLAIN.value,
    show_default=True,
    help=PROFILES,
)
@click.option("--public-key", default="", help="A、B要写机构的SM2公钥（十六进制）。")
@click.option("--network", "networks", multiple=True, help="只许从这个网段来，可多次。")
def key(code: str, profile: str, public_key: str, networks: tuple[str, ...]) -> None:
    """Make a key and print both halves."""
    prepare_django()
    with database_running():
        from tongban.services.hsa.keys import NewKey, make_key  # noqa: PLC0415 - needs apps
        from tongban.services.messages.queries import (  # noqa: PLC0415 - as above
            sentence_of,
        )
        from tongban.services.timekeeping.queries import now  # noqa: PLC0415 - as above

        new = NewKey(code, Profile(profile), public_key, networks)
        try:
            made = make_key(new, at=now())
        except Refusal as no:
            raise click.ClickException(sentence_of(no)) from no
    click.echo(
        f"名字：{made.name}\n密钥：{made.secret}\n请立即交给机构，平台不再显示。"
    )


@hsa.command(
    help="登记机构的医执人员名单（XLSX或CSV）；有问题时一行也不登记，同一份装两次不会重复。"
)
@click.argument("code", metavar="机构编号")
@click.argument(
    "file",
    metavar="文件",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
def staff(code: str, file: Path) -> None:
    """Keep a table of an institution's medical staff."""
    prepare_django()
    with database_running():
        from tongban.services.departments.practitioners import (  # noqa: PLC0415 - needs apps
            keep_staff,
        )
        from tongban.services.messages.queries import (  # noqa: PLC0415 - as above
            sentence_of,
        )
        from tongban.services.timekeeping.queries import now  # noqa: PLC0415 - as above

        key = f"command:{secrets.token_hex(KEY_BYTES)}"
        try:
            kept = keep_staff(code, file, at=now(), key=key)
        except Refusal as no:
            raise click.ClickException(sentence_of(no)) from no
    click.echo(f"登记{kept.written}人，原来已有{kept.stood}人没有变化。")


@hsa.command(help="停用一把密钥，立即生效；没有这把密钥时退出码为1。")
@click.argument("name", metavar="名字")
def end(name: str) -> None:
    """End a key at once."""
    prepare_django()
    with database_running():
        from tongban.services.hsa.keys import end_key  # noqa: PLC0415 - needs apps
        from tongban.services.timekeeping.queries import now  # noqa: PLC0415 - as above

        if not end_key(name, at=now()):
            raise click.ClickException("没有这把在用的密钥。")
    click.echo("已停用。")
