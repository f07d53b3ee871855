"""The suggested households of grids, kept as a rule set with versions."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict

from hrgrid.core.rights import Right
from hrgrid.storage.rulebook import add_version
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.rules import SIZES_TOPIC, GridSizes


def keep_grid_sizes(
    work: UnitOfWork, sizes: GridSizes, valid_from: dt.date, document_no: str = ""
) -> None:
    """A new version from a day on; needs a reason. Raises UserError for ends that are no range."""
    work.require(Right.KEEP_RULES)
    work.require_reason()
    parameters = asdict(sizes.check())
    add_version(
        work,
        SIZES_TOPIC,
        "网格建议户数",
        parameters,
        valid_from=valid_from,
        document_no=document_no,
    )
