"""``tongban simulate``: a population is made, two sets of terms are compared."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tongban.config.commands.simulate import simulate

POLICY = Path(__file__).resolve().parents[3] / "policy"
LINYI = POLICY / "simulations/371300-tertiary-deductible.yaml"
WEIFANG = POLICY / "simulations/370700-resident-rate.yaml"
ON = ("--day", "2026-07-01")


def run(*arguments: object) -> Result:
    return CliRunner().invoke(simulate, [str(one) for one in arguments])


@pytest.fixture(scope="module")
def population(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("simulate") / "weifang.npz"
    made = run(path, "--make", 3_000, "--region", "370700", *ON)
    assert made.exit_code == 0, made.output
    assert "3000人" in made.stdout
    return path


def test_a_change_is_told_on_the_screen_and_in_files(population, tmp_path):
    out = tmp_path / "result"
    said = run(population, "--change", WEIFANG, "--out", out, *ON)
    assert said.exit_code == 0, said.output
    assert "按哪天的待遇：2026-07-01" in said.stdout
    assert "5500→6000" in said.stdout
    resident = next(
        line for line in said.stdout.splitlines() if line.startswith("城乡居民")
    )
    assert resident.split()[1].startswith("+")
    assert any(line.startswith("寿光市") for line in said.stdout.splitlines())
    assert {path.suffix for path in out.iterdir()} == {".xlsx", ".svg"}
    assert len(list(out.iterdir())) == 9


def test_the_seed_decides(tmp_path):
    files = []
    for at, seed in enumerate((1, 1, 2)):
        path = tmp_path / f"{at}.npz"
        assert run(path, "--make", 50, "--seed", seed, *ON).exit_code == 0
        files.append(path.read_bytes())
    assert files[0] == files[1] != files[2]


def test_refusals_say_what_to_do(population, tmp_path):
    other = run(population, "--change", LINYI, *ON)
    assert other.exit_code == 1
    assert "请用同一个地区的文件" in other.output
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(WEIFANG.read_text().replace("from: 5500", "from: 5400"))
    told = run(population, "--change", wrong, *ON)
    assert told.exit_code == 1
    assert "wrong.yaml:7: " in told.output
    assert "现在是“5500”" in told.output
    assert run(population, *ON).exit_code == 2
    assert run(tmp_path / "no.npz", "--change", WEIFANG, *ON).exit_code == 1


def test_a_place_without_a_name_stays_a_code(tmp_path):
    path = tmp_path / "tai.npz"
    assert run(path, "--make", 200, "--region", "370900", *ON).exit_code == 0
    change = tmp_path / "change.yaml"
    change.write_text(
        "region: '370900'\nname: 试\nchanges:\n  - {path: plans.0.away.first_own_bp, "
        "from: 1000, to: 2000}\n"
    )
    said = run(path, "--change", change, *ON)
    assert said.exit_code == 0, said.output
    assert "泰安市" in said.stdout
