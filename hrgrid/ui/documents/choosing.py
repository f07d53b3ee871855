"""Which certificates the range in the setup means, and what printing them will be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hrgrid.core.errors import UserError
from hrgrid.documents.queries import Candidate, candidates, series_of
from hrgrid.documents.rules import parse_spans, pick, spans_text
from hrgrid.storage.work import UnitOfWork


@dataclass(frozen=True)
class Choosing:
    """What was asked: a batch, the honour that is listed, the range as it was typed."""

    batch: str
    code: str
    text: str


@dataclass(frozen=True)
class Chosen:
    """What it means: certificates in their order, or why it means none.

    `again` of them have a sheet that still counts. `span` is the range in words, empty for all
    that wait.
    """

    asked: Choosing
    ids: tuple[int, ...] = ()
    again: int = 0
    gone: int = 0
    span: str = ""
    problem: str = ""

    @property
    def count(self) -> int:
        """How many."""
        return len(self.ids)


def choose(work: UnitOfWork, asked: Choosing) -> Chosen:
    """Read what a range means now."""
    series = series_of(work, asked.batch)
    lasts = {row.code: row.last for row in series}
    try:
        picked = pick(parse_spans(asked.text), lasts, asked.code)
    except UserError as error:
        return Chosen(asked, problem=error.sentence)
    found = candidates(work, asked.batch, picked, asked.code)
    ids = tuple(one.id for one in found)
    if not picked:
        return Chosen(asked, ids)
    wanted = sum(one.last - one.first + 1 for one in picked)
    first_copies = len({(one.code, one.serial) for one in found})
    several = len(lasts) > 1 and not asked.code
    return Chosen(
        asked,
        ids,
        _again(found),
        wanted - first_copies,
        spans_text(picked, several=several),
        "" if ids else "这个范围里的证书都已撤销或换发，没有可打的。请改编号范围",
    )


def _again(found: Sequence[Candidate]) -> int:
    return sum(one.live is not None for one in found)
