"""`casebook bench hostile` measures others under each attack. No figure is judged: that is the machine's."""

import json
import math
from pathlib import Path

from tests.cli.command import casebook

KEYS = {"name", "figure", "unit", "reference", "ratio", "bar", "met"}
ATTACKS = ("made_up_keys", "half_open_requests")


def test_it_prints_what_others_need_under_an_attack_beside_their_quiet_figure(tmp_path: Path) -> None:
    chosen = [word for attack in ATTACKS for word in ("--attack", attack)]
    ended = casebook(tmp_path, "bench", "hostile", "--json", "--seconds", "0.3", "--rounds", "1", *chosen)
    assert ended.returncode == 0, ended.stderr
    found = json.loads(ended.stdout)
    assert [each["name"] for each in found] == [
        f"{who}_under_{attack}" for attack in ATTACKS for who in ("commands", "reads")
    ]
    for each in found:
        assert set(each) == KEYS
        assert (each["unit"], each["bar"]) == ("ms", 2)
        assert min(each["figure"], each["reference"]) > 0
        assert math.isclose(each["ratio"], each["figure"] / each["reference"], rel_tol=0.01)
        assert each["met"] is (each["ratio"] <= 2)


def test_an_attack_that_is_not_known_is_refused(tmp_path: Path) -> None:
    ended = casebook(tmp_path, "bench", "hostile", "--attack", "sorcery")
    assert ended.returncode == 2
    assert "sorcery" in ended.stderr
