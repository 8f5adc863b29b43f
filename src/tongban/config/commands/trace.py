"""``tongban trace``: the page of every clause and what serves and proves it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import click

from tongban.core.refusals import Refusal
from tongban.policy.trace import Clause, Kind, Trace, read_trace, titles

ROOT: Final = Path(__file__).resolve().parents[4]
PAGE: Final = Path("docs/reference/trace.md")
KIND_WORDS: Final = {Kind.OFFICE: "机构职责", Kind.LATER: "尚未实现"}
UNPROVED: Final = "**尚无证明**"
HEAD: Final = (
    "# 条款与实现对照",
    "",
    "<!-- 由 `tongban trace` 生成，请勿手改。 -->",
    "",
    "五份文件的每个条款、事项、指南和表格行：由哪些政策文件和代码实现，由哪些测试或场景证明。",
    "条款的要点用自己的话写在 `policy/trace/clauses.yaml`；以文件原文为准。",
    "证明来自测试上的 `clause` 标记和场景文件的“条款”一栏。",
)


@click.command(
    help=(
        "生成 docs/reference/trace.md：每个条款的政策文件、代码和证明；"
        "引用了没有的条款时退出码为1。"
    )
)
@click.option("--check", is_flag=True, help="只检查页面是否最新，不改写。")
@click.pass_context
def trace(context: click.Context, *, check: bool) -> None:
    """Write the page, or with ``--check`` say why it is not right."""
    try:
        found = read_trace(ROOT)
    except Refusal as refusal:
        raise click.ClickException(refusal.message) from refusal
    for fault in found.faults:
        click.echo(fault)
    page = page_of(found, titles(ROOT / "policy"))
    stale = check and _kept() != page
    if stale:
        click.echo(f"{PAGE} 不是最新的，请运行 tongban trace。")
    if not check:
        (ROOT / PAGE).write_text(page, encoding="utf-8")
    click.echo(_summary(found))
    context.exit(1 if found.faults or stale else 0)


def _kept() -> str:
    path = ROOT / PAGE
    return path.read_text(encoding="utf-8") if path.exists() else ""


def _summary(found: Trace) -> str:
    unproved = sum(1 for clause in found.clauses if found.is_unproved(clause))
    return f"{len(found.clauses)}个条款，{unproved}个尚无证明。"


def page_of(found: Trace, documents: dict[str, str]) -> str:
    """Return the page: counts of each document, then one table for each."""
    codes = list(dict.fromkeys(clause.document for clause in found.clauses))
    lines = [*HEAD, "", "| 文件 | 条款 | 已证明 | 尚无证明 | 机构职责 | 尚未实现 |"]
    lines.append("| --- " * 6 + "|")
    lines += [_count_row(code, documents[code], found) for code in codes]
    for code in codes:
        lines += ["", f"## {code} {documents[code]}", ""]
        lines += ["| 条款 | 要点 | 政策文件 | 代码 | 证明 |", "| --- " * 5 + "|"]
        lines += _rows(code, found)
    return "\n".join(lines) + "\n"


def _count_row(code: str, title: str, found: Trace) -> str:
    own = [clause for clause in found.clauses if clause.document == code]
    unproved = sum(1 for clause in own if found.is_unproved(clause))
    of_kind = {
        kind: sum(1 for clause in own if clause.kind is kind) for kind in (*Kind,)
    }
    proved = of_kind[Kind.SOFTWARE] - unproved
    return (
        f"| {code} {title} | {len(own)} | {proved} | {unproved} "
        f"| {of_kind[Kind.OFFICE]} | {of_kind[Kind.LATER]} |"
    )


def _rows(code: str, found: Trace) -> Iterator[str]:
    for clause in found.clauses:
        if clause.document == code:
            text = clause.text
            if clause.later:
                text += f"（尚未实现：{clause.later}）"
            policy = _cell(f"policy/{name}" for name in clause.policy)
            modules, proof = _cell(clause.code), _proof(clause, found)
            yield f"| {clause.id} | {text} | {policy} | {modules} | {proof} |"


def _proof(clause: Clause, found: Trace) -> str:
    files = _cell(found.proofs.get(clause.id, ()))
    if clause.kind is Kind.SOFTWARE:
        return files or UNPROVED
    return "；".join(part for part in (KIND_WORDS[clause.kind], files) if part)


def _cell(names: Iterator[str] | tuple[str, ...]) -> str:
    return "<br>".join(f"`{name}`" for name in names)
