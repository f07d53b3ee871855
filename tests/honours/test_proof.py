"""The package that proves a selection without hrgrid: rebuilt by its own file, or told apart."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import subprocess
import sys
import zipfile
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrgrid.core.apportionment import DrawRequired, apportion
from hrgrid.core.errors import UserError
from hrgrid.core.methods import Method
from hrgrid.core.paths import resources
from hrgrid.core.rights import Right
from hrgrid.honours import service
from hrgrid.honours.papers import write_proof
from hrgrid.honours.queries import candidates
from hrgrid.honours.queries.proofs import proof_code
from hrgrid.honours.rules.categories import split_places
from hrgrid.honours.rules.proof import inputs_document, result_document
from hrgrid.honours.rules.rows import TieDecision
from hrgrid.honours.rules.scheme import Scheme
from hrgrid.honours.rules.selection import select_all
from hrgrid.honours.rules.weights import DistrictCounts, sharing_units
from hrgrid.honours.rules.words import Basis, QuotaMethod, Removal, Tier, WeightKind
from tests.honours.build import TWO, ran
from tests.honours.parts import categories, parted, places_told
from tests.honours.test_running import computed, decide, small
from tests.honours.test_selection import inputs

CHECKER = resources() / "proof" / "verify.py"


def checker():
    """The shipped file as a module; it calls nothing of hrgrid."""
    spec = importlib.util.spec_from_file_location("checker", CHECKER)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


VERIFY = checker()


def unpacked(path, folder):
    with zipfile.ZipFile(path) as package:
        package.extractall(folder)
    return folder


def verified(folder):
    """As an auditor runs it: no packages, no environment, another folder."""
    return subprocess.run(
        [sys.executable, "-I", "-S", str(folder / "核验.py")],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={"PYTHONIOENCODING": "utf-8"},
        cwd=folder.parent,
        check=False,
    )


def proved(office, tmp_path, campaign_id):
    path = tmp_path / "验证包.zip"
    made = write_proof(office, campaign_id, path)
    assert made.path == path
    return unpacked(path, tmp_path / "解压")


# --- the file itself ------------------------------------------------------------------------------


def test_the_file_is_short_and_of_the_standard_library_alone():
    text = CHECKER.read_text(encoding="utf-8")
    assert len(text.splitlines()) < 300
    imported = {
        line.split()[1] for line in text.splitlines() if line.startswith(("import", "from"))
    }
    assert imported <= set(sys.stdlib_module_names)
    assert "hrgrid" not in text
    assert "0.5" not in text
    assert "float" not in text


@st.composite
def decided(draw):
    """Inputs whose ties people have closed."""
    found = draw(inputs())
    if draw(st.booleans()):
        found = draw(parted(found))
    if draw(st.booleans()):
        chain = draw(st.sampled_from([(), ("unit_rank",), ("review", "service_months")]))
        found = replace(found, scheme=replace(found.scheme, tie_breaks=chain))
    if draw(st.booleans()):
        scheme = replace(found.scheme, basis=Basis.UNIT_RANK, tie_breaks=("unrounded",))
        ranked = [replace(one, unit_rank=draw(st.integers(1, 4))) for one in found.nominees]
        found = replace(found, scheme=scheme, nominees=ranked)
    while ties := select_all(found).open_ties:
        closed = [
            TieDecision(t.tier, t.district, t.tied, tuple(sorted(t.tied[-t.places :])))
            for t in ties
        ]
        found = replace(found, decisions=[*found.decisions, *closed])
    return replace(found, nominees=sorted(found.nominees, key=lambda n: (n.tier.order, n.number)))


@given(decided())
def test_it_rebuilds_every_line_of_any_selection(found):
    data = json.loads(json.dumps(inputs_document(found, [], [], {})))
    result = json.loads(json.dumps(result_document(select_all(found).lines, [])))
    assert VERIFY.select(data, places_told(found)) == result["lines"]


@given(
    st.lists(
        st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 30)), min_size=1, max_size=6
    ),
    st.sampled_from([Method.EQUAL, Method.LARGEST_REMAINDER, Method.SAINTE_LAGUE, Method.DHONDT]),
    st.integers(1, 30),
    st.integers(0, 2),
    st.sampled_from(
        [
            {WeightKind.WORKERS: 10_000},
            {WeightKind.GRIDS: 5_000, WeightKind.WORKERS: 3_000, WeightKind.ELIGIBLE: 2_000},
            {WeightKind.GRIDS: 5_000, WeightKind.WORKERS: 3_000, WeightKind.HONOURED: 2_000},
        ]
    ),
    st.randoms(use_true_random=False),
)
def test_it_shares_places_as_the_program_does(counts, method, places, floor, shares, chance):  # noqa: PLR0917
    districts = [
        DistrictCounts(f"D{at}", f"区{at}", grids, workers, eligible, honoured=at * eligible % 5)
        for at, (grids, workers, eligible) in enumerate(counts)
    ]
    units = sharing_units([one.code for one in districts], districts, shares, floor)
    lot = []
    try:
        try:
            shared = apportion(units, places, method)
        except DrawRequired as tie:
            lot = sorted(chance.sample(tie.names, tie.places))
            shared = apportion(units, places, method, lot=lot)
    except UserError:
        return
    sharing = {
        "tier": "skilled",
        "places": places,
        "method": method.value,
        "floor": floor,
        "lot": lot,
        "by_hand": None,
    }
    rows = [
        [one.code, one.name, one.grids, one.workers, one.eligible, one.honoured]
        for one in districts
    ]
    rules = {"weights": {kind.value: share for kind, share in shares.items()}}
    rebuilt = VERIFY.quota_of(rules, rows, sharing)
    assert rebuilt == {("skilled", row.name): row.seats for row in shared.result}


@given(categories(), st.integers(0, 60), st.data())
def test_it_parts_places_as_the_program_does(found, places, data):
    eligible = [data.draw(st.integers(0, 40)) for _ in found]
    material = {
        "rules": Scheme(categories=found).parameters(),
        "category_counts": {"D1": eligible},
    }
    rebuilt = VERIFY.by_category(material, {"tier": "skilled"}, "D1", places)
    assert rebuilt == list(split_places(found, places, eligible))


# --- the package ----------------------------------------------------------------------------------


def test_an_auditor_rebuilds_a_selection_with_ties_a_lot_and_a_removal(office, tmp_path):
    campaign_id = small(office, tmp_path, east=(95, 90, 90, 90), west=(80, 70, 60))
    rows = office.read(lambda work: candidates(work, campaign_id, Tier.EXCELLENT))
    out = next(one for one in rows if one.number == "B001")
    office.write(
        lambda work: service.remove(work, out.nomination_id, Removal.WITHDRAWN), reason="本人申请"
    )
    decide(office, campaign_id, ["A003"])
    ran(office, campaign_id)
    folder = proved(office, tmp_path, campaign_id)
    done = verified(folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == "一致"
    assert "重算 16 人，入选 4 人" in done.stdout


def test_no_name_and_no_number_is_in_the_package(office, tmp_path):
    campaign_id = small(office, tmp_path)
    ran(office, campaign_id)
    folder = proved(office, tmp_path, campaign_id)
    everything = "".join(path.read_text(encoding="utf-8") for path in folder.iterdir())
    for number, name in [*TWO["东区"], *TWO["西区"]]:
        assert number not in everything
        assert name not in everything
    own = office.read(lambda work: proof_code(work, campaign_id, "A001"))
    assert own in everything


def test_the_same_selection_gives_the_same_bytes(office, tmp_path):
    campaign_id = small(office, tmp_path)
    ran(office, campaign_id)
    one, two = tmp_path / "一.zip", tmp_path / "二.zip"
    write_proof(office, campaign_id, one)
    write_proof(office, campaign_id, two)
    assert one.read_bytes() == two.read_bytes()


def _lost(result):
    return next(row for row in result["lines"] if row[3] == "not_selected")


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda data, _result: data["nominees"][0].__setitem__(4, 1), "结果 excellent"),
        (lambda _data, result: _lost(result).__setitem__(3, "selected"), "结果 excellent"),
        (lambda _data, result: result["quotas"][0].__setitem__(2, 9), "名额 excellent"),
        (lambda _data, result: result["lines"].pop(), "结果行数"),
    ],
    ids=["a mark", "an outcome", "a quota", "a line gone"],
)
def test_the_first_difference_is_named(office, tmp_path, spoil, told):
    campaign_id = small(office, tmp_path)
    ran(office, campaign_id)
    folder = proved(office, tmp_path, campaign_id)
    data, result = (json.loads((folder / name).read_text(encoding="utf-8")) for name in FILES)
    spoil(data, result)
    sums = rewritten(folder, data, result)
    touched = verified(folder)
    assert touched.returncode == 1
    assert "校验值" in touched.stdout
    (folder / "manifest.json").write_text(json.dumps({"files": sums}), encoding="utf-8")
    done = verified(folder)
    assert done.returncode == 1
    assert done.stdout.startswith(f"不一致。第一处：{told}")


FILES = ("inputs.json", "result.json")


def rewritten(folder, data, result):
    for name, content in zip(FILES, (data, result), strict=True):
        (folder / name).write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in FILES}


def test_places_by_hand_and_by_every_method_are_rebuilt(office, tmp_path):
    campaign_id = small(office, tmp_path, method=QuotaMethod.SAINTE_LAGUE, floor=1)
    ran(office, campaign_id)
    assert verified(proved(office, tmp_path, campaign_id)).returncode == 0


def test_without_a_list_in_force_there_is_nothing_to_prove(office, tmp_path):
    campaign_id = small(office, tmp_path)
    computed(office, campaign_id)
    with pytest.raises(UserError, match="还没有采用的名单"):
        write_proof(office, campaign_id, tmp_path / "验证包.zip")
    assert not (tmp_path / "验证包.zip").exists()


def test_the_journal_tells_of_it_and_who_may_not_is_refused(office, tmp_path):
    campaign_id = small(office, tmp_path)
    ran(office, campaign_id)
    write_proof(office, campaign_id, tmp_path / "验证包.zip")
    office.actor = replace(
        office.actor,
        grants=frozenset(
            one
            for one in office.actor.grants
            if one.right not in (Right.RUN_HONOURS, Right.DECIDE_HONOURS)
        ),
    )
    with pytest.raises(UserError, match="办理十百千评选"):
        write_proof(office, campaign_id, tmp_path / "另一个.zip")
