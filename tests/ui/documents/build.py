"""A campaign with certificates, and printers that print into files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtPrintSupport import QPrinter

from hrgrid.honours.rules.words import Kind, Tier
from hrgrid.honours.service import CampaignForm, keep_scheme, open_campaign
from hrgrid.storage.desk import Desk
from hrgrid.ui.documents.page import DocumentsPage
from hrgrid.ui.documents.printers import Printers
from hrgrid.ui.page import Page, PageSpec
from hrgrid.ui.pages import PAGES
from hrgrid.ui.session import Session
from tests.documents.build import issued
from tests.honours.build import CUTOFF, DAWN, YEAR, scheme

PRINTER = "一号机"


def campaign_with(desk: Desk, **counts: int) -> str:
    """The batch of a campaign with as many certificates of each series: XF=1, NS=30."""
    wanted = scheme({Tier.SKILLED: 1})
    desk.write(lambda work: keep_scheme(work, wanted, DAWN), reason="年度方案")
    form = CampaignForm(YEAR, "十百千网格员评选", CUTOFF, Kind.NAMING)
    batch = f"campaign:{desk.write(lambda work: open_campaign(work, form))}"
    issued(desk, batch, **counts)
    return batch


class Tray(Printers):
    """Real printers of Qt whose paper is a PDF file in a folder, a file each time one is opened."""

    def __init__(self, folder: Path, dpi: int = 96) -> None:
        self.folder, self.dpi = folder, dpi
        self.jammed = False

    @property
    def files(self) -> list[Path]:
        """What was printed, in order."""
        return sorted(self.folder.glob("打印-*.pdf"))

    def names(self) -> list[str]:
        """Two of them."""
        return [PRINTER, "二号机"]

    def default(self) -> str:
        """The first."""
        return PRINTER

    def open(self, name: str) -> QPrinter:
        """Prints into the next file; a jammed one into a folder that is not there."""
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setResolution(self.dpi)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        folder = self.folder / "没有" if self.jammed else self.folder
        printer.setOutputFileName(str(folder / f"打印-{len(self.files) + 1:03d}.pdf"))
        return printer


def pages_with(printers: Printers) -> tuple[PageSpec, ...]:
    """The program's pages, with these printers at hand."""

    def make(session: Session) -> Page:
        return DocumentsPage(session, printers)

    return tuple(replace(spec, make=make) if spec.key == "documents" else spec for spec in PAGES)
