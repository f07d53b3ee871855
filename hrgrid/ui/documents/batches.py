"""What the certificates of a batch share: batches belong to the rooms that honour somebody."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from hrgrid.assessment.queries.star_titles import round_title
from hrgrid.core.labelled import Labelled
from hrgrid.documents.papers.issued import shared_design
from hrgrid.documents.papers.registers import Place, by_unit
from hrgrid.documents.queries import (
    BatchRow,
    IssuedRow,
    PackRow,
    SeriesRow,
    batches,
    first_of_batch,
    owed_sheets,
    series_of,
    tally,
    waiting_packs,
)
from hrgrid.documents.rules import Standing
from hrgrid.honours.papers import certificate_design
from hrgrid.honours.queries import campaign
from hrgrid.honours.queries.roster import grants
from hrgrid.honours.rules.certificates import campaign_of_batch, source_of
from hrgrid.paper.certificate import A3_FOLD, A4, K6, K8, K12, Design, Layout
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.queries.titles import class_title, competition_title

_ROOMS: dict[str, tuple[str, Callable[[UnitOfWork, int], str]]] = {
    "competition": ("获奖证书", competition_title),
    "training_class": ("结业证书", class_title),
    "star_round": ("星级证书", round_title),
}
"""By the kind of a batch: what its certificates are, and how their occasion is called."""


class Order(Labelled):
    """In what order certificates leave the printer."""

    NUMBER = "number", "按编号"
    PLACE = "place", "按区、街道"
    SLIPS = "slips", "按区、街道，夹分隔单"


@dataclass(frozen=True)
class Fit:
    """How a printer is fitted: right and down in tenths of a millimetre, scale in thousandths."""

    shift: tuple[int, int] = (0, 0)
    scale: int = 1000

    def write(self) -> str:
        """As text for the settings."""
        return f"{self.shift[0]} {self.shift[1]} {self.scale}"

    @classmethod
    def read(cls, text: str) -> Fit:
        """From the settings; ValueError where it is damaged."""
        across, down, scale = map(int, text.split())
        if not 500 <= scale <= 2000:
            raise ValueError(text)
        return cls((across, down), scale)


@dataclass(frozen=True)
class PaperForm:
    """A form that certificates are printed on; an overprint leaves out what the cover has."""

    key: str
    label: str
    layout: Layout
    overprint: bool = False
    title: bool = True

    def design(self, shared: Design, fit: Fit | None = None) -> Design:
        """The design of a batch on this form, fitted to a printer."""
        whole = replace(shared, layout=self.layout)
        made = whole.overprinted(title=self.title) if self.overprint else whole
        wanted = fit or Fit()
        return replace(made, shift=wanted.shift, scale=wanted.scale)

    def cover(self, shared: Design) -> Design | None:
        """What the bought cover has on it; None for blank paper."""
        if not self.overprint:
            return None
        whole = replace(shared, layout=self.layout)
        return whole.cover(self.design(shared))

    @property
    def told(self) -> str:
        """The paper in words, as it stands below a preview."""
        width, height = (tenths // 10 for tenths in self.layout.page)
        name = {A3_FOLD.page: "A3 横向", A4.page: "A4 横向"}.get(self.layout.page, "封皮内芯")
        paper = f"{name} {width} × {height} 毫米"
        return f"{paper} · 浅色部分是预印底纸，不打印" if self.overprint else paper


FORMS = (
    PaperForm("a4", "A4 白纸全印", A4),
    PaperForm("a4_cover", "A4 套打", A4, overprint=True, title=False),
    PaperForm("a4_frame", "A4 套打并印标题", A4, overprint=True),
    PaperForm("a3", "A3 对折 白纸全印", A3_FOLD),
    PaperForm("a3_cover", "A3 对折 套打", A3_FOLD, overprint=True, title=False),
    PaperForm("k6_cover", "6K 内芯 327 × 223 套打", K6, overprint=True, title=False),
    PaperForm("k8_cover", "8K 内芯 285 × 197 套打", K8, overprint=True, title=False),
    PaperForm("k12_cover", "12K 内芯 240 × 165 套打", K12, overprint=True, title=False),
)


def form_of(key: str) -> PaperForm:
    """A form by its key; the first where there is none."""
    return next((form for form in FORMS if form.key == key), FORMS[0])


@dataclass(frozen=True)
class BatchTitle:
    """A batch in a chooser."""

    row: BatchRow
    title: str


@dataclass(frozen=True)
class Overview:
    """What the page shows of a batch beside its list."""

    batches: list[BatchTitle]
    batch: str = ""
    series: tuple[SeriesRow, ...] = ()
    counts: dict[Standing, int] | None = None
    packs: tuple[PackRow, ...] = ()
    owed: int = 0

    @property
    def title(self) -> str:
        """The batch on show."""
        return next((one.title for one in self.batches if one.row.batch == self.batch), "")


def read_overview(work: UnitOfWork, wanted: str) -> Overview:
    """The wanted batch, or the newest where there is no such batch."""
    found = [BatchTitle(row, _title(work, row.batch)) for row in batches(work)]
    if not found:
        return Overview([])
    keys = [one.row.batch for one in found]
    batch = wanted if wanted in keys else keys[0]
    return Overview(
        found,
        batch,
        tuple(series_of(work, batch)),
        tally(work, batch),
        tuple(waiting_packs(work, batch)),
        len(owed_sheets(work, batch)),
    )


def batch_design(work: UnitOfWork, batch: str) -> Design:
    """What the certificates of a batch share, where they were issued without a face."""
    campaign_id = campaign_of_batch(batch)
    if campaign_id is not None:
        return certificate_design(work, campaign_id)
    _, occasion = _occasion(work, batch)
    return shared_design(work, batch, (occasion,) if occasion else ())


def places(work: UnitOfWork, rows: Sequence[IssuedRow]) -> list[Place]:
    """Where certificates go: an honour's to its district and unit, others to the unit on them."""
    campaigns = {campaign_of_batch(row.batch) for row in rows}
    given = {
        source_of(grant.id): Place(grant.district, grant.unit)
        for campaign_id in campaigns
        if campaign_id is not None
        for grant in grants(work, campaign_id)
    }
    return [
        given.get(row.source) or place for row, place in zip(rows, by_unit(work, rows), strict=True)
    ]


def _title(work: UnitOfWork, batch: str) -> str:
    campaign_id = campaign_of_batch(batch)
    if campaign_id is not None:
        found = campaign(work, campaign_id)
        return f"{found.year} 年度“{found.title}”"
    what, occasion = _occasion(work, batch)
    if occasion:
        return f"“{occasion}”{what}"
    first = first_of_batch(work, batch)
    return f"{first.honour}证书（{first.document_no}）" if first else batch


def _occasion(work: UnitOfWork, batch: str) -> tuple[str, str]:
    """What the certificates of a batch of another room are, and how their occasion is called."""
    kind, _, number = batch.partition(":")
    if kind not in _ROOMS or not number.isdecimal():
        return "", ""
    what, title = _ROOMS[kind]
    return what, title(work, int(number))
