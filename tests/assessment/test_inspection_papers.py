"""The papers of random inspections, on both engines."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader

from hrgrid.assessment.papers import PaperOptions, papers_of, write_paper
from hrgrid.assessment.papers.options import Subject
from hrgrid.assessment.queries.pools import LISTS, pool_csv
from hrgrid.assessment.rules.words import InspectionState
from hrgrid.assessment.service.inspections import publish_bulletin
from hrgrid.core.errors import UserError
from hrgrid.paper.forms import Form
from hrgrid.storage.desk import Desk
from tests.assessment.inspected import (
    SEED,
    board,
    drawn,
    held,
    planned,
    rows,
    today,
    with_offices,
)
from tests.assessment.office import ASSESSED, ON_LEAVE, TOO_FEW


def written(desk: Desk, code: str, plan_id: int, path: Path, **given: object) -> str:
    """The text of a paper without blanks."""
    options = PaperOptions(**given)  # type: ignore[arg-type]
    made = write_paper(desk, code, plan_id, path / f"{code}.pdf", Form.PDF, options=options)
    pages = PdfReader(made.path).pages
    assert len(pages) == made.pages
    return "".join("".join(page.extract_text().split()) for page in pages)


@pytest.fixture
def inspected(office: Desk) -> int:
    """A plan of which all was visited: one faulty person, one faulty office, one away."""
    with_offices(office)
    plan_id = drawn(office, 8, offices=2, title="2026年11月双随机检查")
    found = rows(office, plan_id)
    held(office, found[0], "on_duty", "ledger")
    held(office, found[1], marks={}, not_held=True, note="请假")
    for row in found[2:]:
        held(office, row, *(("handles",) if row is found[-1] else ()))
    return plan_id


def test_the_record_says_how_to_repeat_the_draw(
    office: Desk, inspected: int, tmp_path: Path
) -> None:
    seen = board(office, inspected)
    text = written(office, "draw_record", inspected, tmp_path)
    assert seen.seal is not None
    for said in (seen.seal.sha256, seen.seal.first_sha256, SEED, "纪检组李明", "见证人签名"):
        assert "".join(said.split()) in text
    line = "|".join(
        (
            seen.seal.first_sha256,
            seen.seal.others_sha256,
            seen.seal.offices_sha256,
            seen.seal.inspectors_sha256,
            "8|2|2|3",
        )
    )
    assert line in text
    assert hashlib.sha256(line.encode()).hexdigest() == seen.seal.sha256


def test_the_printed_list_is_drawn_again_by_the_command(
    office: Desk, inspected: int, tmp_path: Path
) -> None:
    """The sealed list as CSV, the seed and the count of the record give the same people."""
    seen = board(office, inspected)
    assert seen.seal is not None
    found = rows(office, inspected)
    for which, count, sha256, drawn_keys in (
        ("first", 8, seen.seal.first_sha256, [row.key for row in found if not row.office]),
        ("offices", 2, seen.seal.offices_sha256, [row.key for row in found if row.office]),
    ):
        file = tmp_path / f"{LISTS[which]}.csv"
        content = office.read(lambda work, which=which: pool_csv(work, inspected, which))  # type: ignore[misc]
        file.write_bytes(content)
        command = [sys.executable, "-m", "hrgrid", "draw", str(file)]
        command += ["--count", str(count), "--seed", SEED, "--by", "街道", "--json"]
        made = subprocess.run(command, capture_output=True, check=True)
        told = json.loads(made.stdout)
        assert told["drawn"] == drawn_keys
        assert told["pool_sha256"] == sha256


def test_the_bulletin_names_units_and_no_person(
    office: Desk, inspected: int, tmp_path: Path
) -> None:
    office.write(lambda work: publish_bulletin(work, inspected, "示政法〔2026〕8号", today(office)))
    text = written(office, "inspection_bulletin", inspected, tmp_path)
    people = {*(name for names in ASSESSED.values() for name in names), *ON_LEAVE, *TOO_FEW}
    assert not [name for name in people if name in text]
    for said in (
        "示政法〔2026〕8号",
        "随机抽取6名检查人员、8名网格员",
        "合格6人，占75.00%",
        "发现问题3个，已整改0个，整改率0.00%",
        "（一）巡查类",
        "在岗情况1个",
        "（四）联动单位处置类",
        "处置结果1个",
        f"种子“{''.join(SEED.split())}”",
        "分街道情况",
        "合计",
    ):
        assert said in text, said


def test_every_paper_is_written_in_every_form(office: Desk, inspected: int, tmp_path: Path) -> None:
    for paper in papers_of(Subject.INSPECTION):
        for form in paper.forms:
            made = write_paper(
                office, paper.code, inspected, tmp_path / f"{paper.code}.{form.value}", form
            )
            assert made.path.stat().st_size > 1_000, paper.code


def test_codes_stand_on_the_public_list_and_names_on_no_public_paper(
    office: Desk, inspected: int, tmp_path: Path
) -> None:
    text = written(office, "pool_list", inspected, tmp_path)
    assert all(row.key in text for row in rows(office, inspected))
    assert not [row.name for row in rows(office, inspected) if not row.office and row.name in text]


def test_sheets_come_by_team_and_blank(office: Desk, inspected: int, tmp_path: Path) -> None:
    mine = [row for row in rows(office, inspected) if row.team_no == 1]
    text = written(office, "visit_sheets", inspected, tmp_path, team_no=1)
    assert text.count("双随机检查记录表") == len(mine)
    assert "√" in text
    blank = written(office, "visit_sheets", inspected, tmp_path, team_no=1, blank=True)
    assert "√" not in blank
    assert "□" in blank
    notices = written(office, "rectification", inspected, tmp_path)
    assert notices.count("双随机检查整改通知书") == 2
    assert "检查时不在岗" in notices
    assert "签收人签名" in notices


def test_a_paper_that_would_say_nothing_is_refused(office: Desk, tmp_path: Path) -> None:
    plan_id = planned(office)
    for code, words in (
        ("pool_list", "还没有封存"),
        ("draw_record", "还没有抽取"),
        ("visit_sheets", "没有要输出的检查对象"),
        ("inspection_bulletin", "还没有检查结果"),
        ("rectification", "没有要整改的问题"),
    ):
        with pytest.raises(UserError, match=words):
            write_paper(office, code, plan_id, tmp_path / "x.pdf", Form.PDF)
    ready = {
        paper.code for paper in papers_of(Subject.INSPECTION) if paper.ready(InspectionState.DRAFT)
    }
    assert ready == {"pool_list"}
