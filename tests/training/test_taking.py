"""A competition goes to a laptop, is scored in both places, and comes together again."""

from __future__ import annotations

import pytest

from tests.training.taken import Place, compete, opened, take


@pytest.fixture
def office(desk):
    return Place(desk, desk.write(compete))


@pytest.fixture
def pack(office, tmp_path):
    return take(office, tmp_path / "比武.hrpack")


def test_what_is_keyed_on_the_laptop_comes_home(office, pack, tmp_path):
    with opened(pack, office.contest, tmp_path / "外带.hrg") as laptop:
        laptop.key({(1, 1, "content"): 92_600, (1, 1, "manner"): 88_000, (2, 3, "content"): 0})
        laptop.send_back(tmp_path / "回.hrpack")
    came = office.bring_back(tmp_path / "回.hrpack")
    assert (came.taken, came.same, came.decided) == (3, 0, 0)
    assert office.marks() == {
        (1, 1, "content"): "92.6", (1, 1, "manner"): "88", (2, 3, "content"): "0"
    }  # fmt: skip
