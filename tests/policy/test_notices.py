"""Templates and delivery as policy files, and every mistake with file and line."""

import shutil
from pathlib import Path

import pytest
from tests.policy.folders import PUBLISHED, change

from tongban.core.notices.coverage import CellState, coverage, holes
from tongban.core.notices.moments import Moment, Way
from tongban.policy.notices import check_folder, check_notices, load_notice_book
from tongban.policy.publishing import load_book
from tongban.policy.reading import PolicyErrors


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(PUBLISHED / "notices", tmp_path / "notices")
    return tmp_path


def mistakes(folder: Path) -> list[str]:
    with pytest.raises(PolicyErrors) as refused:
        load_notice_book(folder)
    return [str(problem) for problem in refused.value.problems]


@pytest.mark.clause("SD20-18")
def test_all_28_items_have_words_for_all_12_moments_or_a_reason():
    catalogue = load_book(PUBLISHED)
    day = catalogue.effective_days()[-1]
    items = catalogue.items_on("370000", day)
    cells = coverage(items, check_notices(PUBLISHED, catalogue), day)
    assert len(cells) == 28 * 12
    assert holes(cells) == ()
    assert all(
        cell.why or {Way.INBOX, Way.SMS} <= set(cell.ways)
        for cell in cells
        if cell.state is not CellState.HOLE
    )


def test_the_published_rules_are_the_ones_decided():
    rules = load_notice_book(PUBLISHED).rules
    assert (rules.quiet_from.hour, rules.quiet_until.hour) == (21, 8)
    assert (rules.second_way_hours, rules.elder_age) == (72, 60)
    assert rules.elder == (Way.SMS, Way.CALL)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("sms: 您已撤回“{item}”", "sms: 您已撤回“{due}”", "填不了变量due（办结日）"),
        ("sms: 您已撤回“{item}”", "sms: 您已撤回“{thing}”", "没有登记的变量：thing"),
        ("sms: 您已撤回“{item}”", "sms: 您已撤回“{item!r}”", "只能写变量名"),
        ("sms: 您已撤回“{item}”", "sms: 您已撤回“{item”", "只能写变量名"),
        (
            "sms: 您已撤回“{item}”",
            "sms: " + "长" * 335 + "“{item}”",
            "超过335字",
        ),
        ("code: case.withdrawn.withdrawn", "code: case.gone", "没有“case.gone”"),
        ("code: mandate.revoked", "code: mandate.given", "写了两次"),
    ],
)
def test_a_template_that_cannot_be_sent_is_refused_with_its_line(
    folder, old, new, sentence
):
    change(folder, "notices/templates.yaml", old, new)
    (found,) = [one for one in mistakes(folder) if sentence in one]
    name, line, _ = found.split(":", 2)
    assert name == "notices/templates.yaml"
    text = (folder / name).read_text().splitlines()[int(line) - 1]
    assert new.split("“")[0] in text or "code:" in text


def test_two_versions_of_one_day_are_refused(folder):
    old = "      - in_force: {from: 2021-01-01}\n        inbox: 您已撤销对"
    new = "      - in_force: {from: 2020-01-01}\n        inbox: 旧的\n" + old
    change(folder, "notices/templates.yaml", old, new)
    (found,) = mistakes(folder)
    assert "第1版和第2版的日期重叠" in found


def test_a_message_without_any_template_is_named(folder):
    path = folder / "notices/templates.yaml"
    text = path.read_text()
    start = text.index("  - code: credential.activated")
    end = text.find("  - code: ", start + 1)
    path.write_text(text[:start] + (text[end:] if end > 0 else ""))
    (found,) = mistakes(folder)
    assert "缺少“credential.activated”的模板" in found


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("from: '21:00'", "from: '25:00'", "写法不符合要求"),
        ("from: '21:00'", "from: '07:00'", "跨过午夜"),
        ("confirm: [确认,", "confirm: [进度, 确认,", "同一个回复词写给了两件事：进度"),
        ("verified: false", "verified: maybe", "应当是true或false"),
    ],
)
def test_rules_that_make_no_sense_are_refused(folder, old, new, sentence):
    change(folder, "notices/delivery.yaml", old, new)
    assert any(sentence in one for one in mistakes(folder))


def test_a_missing_file_is_named(folder):
    (folder / "notices/items.yaml").unlink()
    (found,) = mistakes(folder)
    assert found.startswith("notices/items.yaml:1: 读不到文件")


def whole(tmp_path: Path) -> Path:
    target = tmp_path / "policy"
    shutil.copytree(PUBLISHED, target)
    return target


def test_a_hole_is_found_with_item_and_moment(tmp_path):
    target = whole(tmp_path)
    old = "        sms: 您申请的“{item}”（{number}）款项已由银行确认到账。\n"
    change(target, "notices/templates.yaml", old, "")
    with pytest.raises(PolicyErrors) as refused:
        check_folder(target)
    found = [str(problem) for problem in refused.value.problems]
    assert len(found) == 11  # the items that pay
    assert all("“拨付成功”没有可用的模板：case.paid/sms" in one for one in found)


def test_words_for_unknown_items_and_needless_reasons_are_found(tmp_path):
    target = whole(tmp_path)
    change(target, "notices/items.yaml", "item: temporary-travel-filing", "item: none")
    exempt = (
        "exempt:\n  - {item: transfer-in, moment: paid, reason: 不拨付}\n"
        "  - {item: transfer-in, moment: answered, reason: 只作测试}"
    )
    change(target, "notices/items.yaml", "exempt: []", exempt)
    with pytest.raises(PolicyErrors) as refused:
        check_folder(target)
    found = " ".join(str(problem) for problem in refused.value.problems)
    assert "不存在的事项“none”" in found
    assert "“transfer-in”的“拨付成功”不需要另写不适用的理由" in found
    assert "补正收到" not in found


def test_a_broken_catalogue_is_left_to_its_own_check(tmp_path):
    target = whole(tmp_path)
    change(target, "documents.yaml", "verified: true", "verified: maybe")
    assert check_folder(target).is_legal("case.accepted")


def test_moments_are_the_ones_of_the_schema():
    schema = (PUBLISHED / "schema/notice-items.json").read_text()
    assert all(f'"{moment.value}"' in schema for moment in Moment)
