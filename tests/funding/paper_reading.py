"""Reads the papers of funding again: the text of pages, the formulas of sheets computed anew."""

from __future__ import annotations

import re
from decimal import Decimal

import openpyxl
import pypdf
import pytest

from hrgrid.funding.papers import PaperOptions, write_paper
from hrgrid.paper.forms import Form

_RANGE = re.compile(r"SUM\(([A-Z]+)([0-9]+):([A-Z]+)([0-9]+)\)")
_CELL = re.compile(r"\b([A-Z]{1,2}[0-9]+)\b")


def flat(path) -> str:
    """The text of all pages without blanks."""
    pages = pypdf.PdfReader(path).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


class Reckoner:
    """Computes the formulas of a sheet anew, from its plain numbers alone."""

    def __init__(self, path, name: str) -> None:
        self._live = openpyxl.load_workbook(path)[name]
        self.stored = openpyxl.load_workbook(path, data_only=True)[name]
        self._done: dict[str, Decimal] = {}

    def formulas(self) -> dict[str, str]:
        return {
            cell.coordinate: cell.value
            for row in self._live.iter_rows(min_row=4)
            for cell in row
            if cell.data_type == "f"
        }

    def value(self, place: str) -> Decimal:
        if place not in self._done:
            cell = self._live[place]
            self._done[place] = (
                self._compute(cell.value.removeprefix("="))
                if cell.data_type == "f"
                else Decimal(str(cell.value if isinstance(cell.value, int | float) else 0))
            )
        return self._done[place]

    def _compute(self, formula: str) -> Decimal:
        def ranged(found: re.Match[str]) -> str:
            cells = self._live[f"{found[1]}{found[2]}:{found[3]}{found[4]}"]
            places = [cell.coordinate for row in cells for cell in row]
            return f"({sum((self.value(place) for place in places), Decimal(0))})"

        if formula.startswith("IF("):
            whole, part = (self.value(each) for each in re.findall(r"[A-Z]+[0-9]+", formula)[:2])
            return (part / whole).quantize(Decimal("0.0001"), "ROUND_DOWN") if whole else Decimal(0)
        if product := re.fullmatch(r"([A-Z]+[0-9]+)\*([A-Z]+[0-9]+)", formula):
            return self.value(product[1]) * self.value(product[2])
        plain = _RANGE.sub(ranged, formula)
        plain = _CELL.sub(lambda found: f"({self.value(found[1])})", plain)
        plain = plain.replace("ROUND", "").replace(",2)", ")")
        terms = re.findall(r"([+-]?)\(*(-?[0-9.]+)\)*", plain)
        return sum(
            (Decimal(number) * (-1 if sign == "-" else 1) for sign, number in terms), Decimal(0)
        )


def agree(path) -> int:
    """Hold every formula of a workbook against the value stored with it; how many there are."""
    count = 0
    for name in openpyxl.load_workbook(path).sheetnames:
        sheet = Reckoner(path, name)
        for place, formula in sheet.formulas().items():
            stored = Decimal(str(sheet.stored[place].value))
            assert sheet.value(place) == stored, (name, place, formula)
            count += 1
    return count


@pytest.fixture
def made(tmp_path):
    """Writes a paper and gives its path."""
    folder = tmp_path / "papers"
    folder.mkdir()

    def write(desk, code: str, subject: int, form: Form = Form.PDF, **options: object):
        path = folder / f"{code}.{form.value}"
        write_paper(desk, code, subject, path, form, options=PaperOptions(**options))
        return path

    return write
