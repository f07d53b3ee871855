"""The benchmark measures what it says, in the form that other programs read."""

from __future__ import annotations

import json
import subprocess
import sys

from tests.bench.__main__ import BENCHES
from tests.tree import ROOT


def run(*words):
    return subprocess.run(
        [sys.executable, "-m", "tests.bench", *words],
        check=False,
        capture_output=True,
        encoding="utf-8",
        cwd=ROOT,
    )


def test_a_row_holds_both_sides_and_their_ratio():
    done = run("journal", "--json", "--runs", "1", "--n", "20")
    assert done.returncode == 0, done.stderr
    (row,) = json.loads(done.stdout)["rows"]
    assert list(row) == ["name", "ours_s", "limit_s", "ratio", "peak_mb", "n"]
    assert (row["name"], row["n"]) == ("journal", 20)
    assert row["ours_s"] > 0
    assert row["limit_s"] > 0
    assert row["peak_mb"] is None or row["peak_mb"] > 10


def test_the_verified_journal_is_whole():
    done = run("journal_verify", "--json", "--runs", "1", "--n", "300")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["rows"][0]["n"] == 300


def test_both_sides_do_all_the_work():
    # Each side fails where a row of the small office is missing from what it read or wrote.
    names = ["import", "import_peer", "export", "page", "page_million", "coverage", "search"]
    done = run(*names, "--json", "--runs", "1", "--n", "120")
    assert done.returncode == 0, done.stderr
    rows = json.loads(done.stdout)["rows"]
    assert [(row["name"], row["n"]) for row in rows] == [(name, 120) for name in names]
    assert all(row["ratio"] > 0 for row in rows)


def test_the_selection_selects_everybody_it_should():
    done = run("honours", "--json", "--runs", "1", "--n", "1200")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["rows"][0]["n"] == 1200


def test_the_certificates_are_all_there():
    done = run("certificates", "--json", "--runs", "1", "--n", "30")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["rows"][0]["n"] == 30


def test_a_row_that_does_not_exist_is_named():
    done = run("juornal")
    assert done.returncode == 2
    assert "no such row: juornal" in done.stderr


def test_the_child_refuses_a_limit_that_uses_the_product(tmp_path):
    cheat = "def limit(folder, n):\n    import hrgrid.core.errors\n    return 1.0\n"
    (tmp_path / "cheat.py").write_text(cheat, encoding="utf-8")
    program = (
        f"import sys; sys.path.insert(0, {str(tmp_path)!r}); "
        "from tests.bench.child import main; main('cheat:limit', '.', '1')"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        check=False,
        capture_output=True,
        cwd=ROOT,
        encoding="utf-8",
    )
    assert done.returncode != 0
    assert "imports the product" in done.stderr


def test_every_limit_is_a_function_that_the_child_checks():
    assert all(bench.limit.__name__.startswith("limit") for bench in BENCHES)


def test_the_month_of_pay_is_whole():
    done = run("pay", "--json", "--runs", "1", "--n", "150")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["rows"][0]["n"] == 150
