"""Papers of a round of stars: the list, the public board, the units, signed certificates."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import select

from hrgrid.assessment.papers import Subject, papers_of, write_paper
from hrgrid.assessment.queries.star_papers import star_head, star_holders
from hrgrid.assessment.rules.star_words import RoundState, star_label
from hrgrid.assessment.service.star_certificates import (
    issue_star_certificates,
    take_back_star_certificates,
)
from hrgrid.core.errors import Refused, UserError
from hrgrid.core.rights import Grant, Right
from hrgrid.core.tabulation import fixed_text
from hrgrid.documents.queries import Wanted, certificates
from hrgrid.documents.rules import CertificateState
from hrgrid.paper.forms import Form
from hrgrid.storage.desk import Desk
from hrgrid.workforce.model import Person
from tests.assessment import assessed
from tests.assessment.office import MONTH
from tests.assessment.test_period_rights import with_rights
from tests.paper.measuring import texts_of
from tests.ui.stars import rounds


def write(desk: Desk, code: str, own: int, folder: Path, form: Form = Form.PDF) -> Path:
    path = folder / f"{code}.{form.value}"
    write_paper(desk, code, own, path, form)
    return path


def text_of(path: Path) -> str:
    return "".join(texts_of(path)).replace("\n", "")


def rows_of(path: Path) -> list[tuple]:
    """The rows of the first sheet that begin with a number."""
    first = openpyxl.load_workbook(path).worksheets[0]
    return [row for row in first.iter_rows(values_only=True) if row[0].__class__ is int]


@pytest.fixture
def draft(office) -> int:
    """September is confirmed; its stars are computed and decided on, and count not yet."""
    assessed.confirmed(office)
    key = rounds.open_over(office, MONTH)
    rounds.compute(office, key)
    rounds.decide(office, key)
    return key


@pytest.fixture
def counted(office, draft) -> int:
    """The same, confirmed."""
    rounds.confirm(office, draft)
    return draft


def holders(desk: Desk, key: int):
    return desk.read(lambda work: star_holders(work, star_head(work, key)))


def test_the_list_has_everybody_with_the_star_and_why(office, draft, tmp_path):
    rows = rows_of(write(office, "star_list", draft, tmp_path, Form.XLSX))
    found = holders(office, draft)
    assert [row[1] for row in rows] == [one.name for one in found]
    out = "不参加"
    assert [row[8] for row in rows] == [
        out if one.left_out else star_label(one.level) for one in found
    ]
    assert "星级尚未评定，供核对用" in text_of(write(office, "star_list", draft, tmp_path))


def test_the_board_that_is_hung_out_tells_names_units_and_stars_alone(office, counted, tmp_path):
    path = write(office, "star_board", counted, tmp_path)
    told = text_of(path)
    found = holders(office, counted)
    people = office.read(lambda work: list(work.session.scalars(select(Person.number))))
    for one in found:
        # Nobody stands on it for having few stars.
        assert (one.name in told) == (one.level >= 3), one.name
        if one.total_milli is not None:
            assert fixed_text(one.total_milli // 10, 2) not in told
    assert not any(number in told for number in people if number)
    assert not re.search(r"\d{17}[\dX]|1\d{10}", told)
    assert not re.search("得分|名次|身份证|电话|手机|工号", told)
    sheet = rows_of(write(office, "star_board", counted, tmp_path, Form.XLSX))
    assert all(len([cell for cell in row if cell is not None]) == 4 for row in sheet)


def test_public_papers_say_so_and_wait_for_the_confirmation():
    public = {paper.code for paper in papers_of(Subject.STARS) if paper.public}
    assert public == {"star_board", "star_units"}
    early = {paper.code for paper in papers_of(Subject.STARS) if paper.ready(RoundState.DRAFT)}
    assert early == {"star_list", "star_units"}


def test_the_units_add_up_and_name_nobody(office, draft, tmp_path):
    rows = rows_of(write(office, "star_units", draft, tmp_path, Form.XLSX))
    found = [one for one in holders(office, draft) if one.left_out is None]
    assert sum(row[2] for row in rows) == len(found)
    for level, column in zip(range(5, 0, -1), range(3, 8), strict=True):
        assert sum(row[column] or 0 for row in rows) == sum(one.level == level for one in found)
    told = text_of(write(office, "star_units", draft, tmp_path))
    assert not any(one.name in told for one in found)


def test_certificates_are_numbered_signed_and_printed(office, counted, tmp_path):
    wanted = [one for one in holders(office, counted) if one.level >= 3]
    new = office.write(lambda work: issue_star_certificates(work, counted))
    assert new == len(wanted) > 0
    assert office.write(lambda work: issue_star_certificates(work, counted)) == 0
    issued = office.read(lambda work: certificates(work, Wanted(f"star_round:{counted}")))
    numbers = [one.number for one in issued]
    assert numbers[0].endswith("XJ0001")
    assert all("盐南政法星级〔" in number for number in numbers)
    assert len(set(numbers)) == len(numbers)
    assert all(one.code_text for one in issued)
    told = text_of(write(office, "star_certificates", counted, tmp_path))
    for one in wanted:
        assert one.name in told
    assert "被评为" in told
    assert "有效期至2027年9月30日" in told
    office.write(lambda work: take_back_star_certificates(work, counted, "重开"), reason="重开")
    after = office.read(lambda work: certificates(work, Wanted(f"star_round:{counted}")))
    assert {one.state for one in after} == {CertificateState.REVOKED}


def test_nothing_is_issued_before_the_stars_count(office, draft):
    with pytest.raises(UserError, match="评定之后才能签发"):
        office.write(lambda work: issue_star_certificates(work, draft))


@pytest.mark.parametrize("missing", [Right.RUN_ASSESSMENT, Right.PRINT_PAPERS])
def test_papers_ask_for_both_rights(office, draft, tmp_path, missing):
    rights = {Right.RUN_ASSESSMENT, Right.PRINT_PAPERS, Right.APPROVE} - {missing}
    desk = with_rights(office, *map(Grant, rights))
    with pytest.raises(Refused):
        write(desk, "star_list", draft, tmp_path)
