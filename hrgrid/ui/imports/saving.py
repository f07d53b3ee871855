"""Workbooks of an import: empty tables to fill in, and the rows to mend."""

from __future__ import annotations

from hrgrid.exchange.papers import write_error_workbook, write_template
from hrgrid.exchange.service import ImportKind
from hrgrid.overview.service import KINDS
from hrgrid.ui.imports.checking import Checked
from hrgrid.ui.saving import Saving, Writing

_TITLE = "正在写出表格"


def save_template(saving: Saving, code: str) -> None:
    """An empty table of one kind, with the columns of these data."""
    kind = KINDS[code]
    if kind.settle is None:
        _save_template(saving, kind)
    else:
        saving.session.tasks.read(kind.settled, lambda settled: _save_template(saving, settled))


def _save_template(saving: Saving, kind: ImportKind) -> None:
    spec = kind.spec
    saving.save(Writing(f"{spec.label}模板", lambda path, _: write_template(spec, path), _TITLE))


def save_left_out(saving: Saving, checked: Checked) -> None:
    """The rows that stay out, each with what is wrong."""
    spec, drop, report = checked.kind.spec, checked.drop, checked.report
    name = f"{spec.label}要改的 {checked.left_out} 行"
    saving.save(
        Writing(name, lambda path, _: write_error_workbook(spec, drop, report, path), _TITLE)
    )
