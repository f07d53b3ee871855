"""Certificates of honour: a page each in one PDF of a volume, and their register.

design (what is printed and where), pages (how it is drawn), writing (volumes), register,
alignment (the page that fits a printer to bought covers).
"""

from __future__ import annotations

from hrgrid.paper.certificate.alignment import write_alignment_page
from hrgrid.paper.certificate.design import (
    A3_FOLD,
    A4,
    CITATIONS,
    CLOSING,
    CertificateRow,
    Design,
    Layout,
    with_units,
)
from hrgrid.paper.certificate.register import SheetLine, write_print_register, write_register
from hrgrid.paper.certificate.writing import (
    MOST_PAGES,
    Volume,
    write_certificates,
    write_cover,
)

__all__ = [
    "A3_FOLD",
    "A4",
    "CITATIONS",
    "CLOSING",
    "MOST_PAGES",
    "CertificateRow",
    "Design",
    "Layout",
    "SheetLine",
    "Volume",
    "with_units",
    "write_alignment_page",
    "write_certificates",
    "write_cover",
    "write_print_register",
    "write_register",
]
