"""Write the reference pages that are generated from the code itself."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import click
import yaml

from tongban.config.main import prepare_django, tongban

ROOT = Path(__file__).resolve().parents[1]
REFERENCE = ROOT / "docs/reference"
ADDRESSES = "## 全部地址"
NOTICE = "<!-- 由 `make docs` 生成，请勿手改。 -->"


def error_codes() -> str:
    """Return the page of all refusals: code and the sentence people read."""
    lines = [
        "# 拒绝代码",
        "",
        NOTICE,
        "",
        "每一次“不行”都有一个稳定的代码。接口按 RFC 9457 返回它，页面显示右边的句子；",
        "花括号中的词由当时的数据填写。句子写在 `src/tongban/services/messages/`。",
    ]
    for path in sorted((ROOT / "src/tongban/services/messages").glob("*.yaml")):
        if path.name == "words.yaml":  # names of states, not refusals
            continue
        sentences: dict[str, str] = yaml.safe_load(path.read_text())
        lines += ["", f"## {path.stem}", "", "| 代码 | 句子 |", "| --- | --- |"]
        lines += [
            f"| `{code}` | {_cell(sentence)} |"
            for code, sentence in sorted(sentences.items())
        ]
    return "\n".join(lines) + "\n"


def commands() -> str:
    """Return the page of all commands with their arguments."""
    lines = [
        "# 命令",
        "",
        NOTICE,
        "",
        "`tongban 命令 --help` 显示同样的说明；`make` 的目标见 `Makefile`。",
        "",
        "| 命令 | 用途 |",
        "| --- | --- |",
    ]
    lines += [
        f"| `{name}` | {_cell(text)} |" for name, text in _walk("tongban", tongban)
    ]
    return "\n".join(lines) + "\n"


def _walk(prefix: str, command: click.Command) -> Iterator[tuple[str, str]]:
    context = click.Context(command, info_name=prefix)
    if not isinstance(command, click.Group):
        pieces = command.collect_usage_pieces(context)
        yield " ".join([prefix, *pieces]), command.get_short_help_str(limit=200)
        return
    for name in command.list_commands(context):
        below = command.get_command(context, name)
        if below is not None:
            yield from _walk(f"{prefix} {name}", below)


def api_addresses() -> str:
    """Return the page of the interface: its text by hand, its addresses generated."""
    prepare_django()
    from tongban.api.app import api  # noqa: PLC0415 - needs apps
    from tongban.api.reference import routes_of  # noqa: PLC0415 - needs apps

    by_hand = (REFERENCE / "api.md").read_text().split(ADDRESSES)[0]
    lines = [ADDRESSES, "", NOTICE]
    routes = routes_of(api)
    for tag in dict.fromkeys(route.tag for route in routes):
        lines += ["", f"### {tag}", "", "| 地址 | 用途 | 登录 |", "| --- | --- | --- |"]
        lines += [
            f"| `{route.method} {route.path}` | {_cell(route.summary)} "
            f"| {'无需' if route.is_open else '需要'} |"
            for route in routes
            if route.tag == tag
        ]
    return by_hand + "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


PAGES: Mapping[str, Callable[[], str]] = {
    "api.md": api_addresses,
    "commands.md": commands,
    "error-codes.md": error_codes,
}


def main() -> None:
    """Write every generated page; the trace page has its own command."""
    for name, page in PAGES.items():
        (REFERENCE / name).write_text(page())
        print(f"docs/reference/{name}")


if __name__ == "__main__":
    main()
