"""Certificates of honour: a page each in one PDF of a volume, and their register.

face (words and look of an issue, as data), design (what is printed and where), stage and pages
(how it is drawn), preflight (what would go wrong), writing (volumes), register, alignment (the
page that fits a printer to bought covers).
"""

from __future__ import annotations

from hrgrid.paper.certificate.alignment import write_alignment_page
from hrgrid.paper.certificate.changes import differences
from hrgrid.paper.certificate.design import (
    A3_FOLD,
    A4,
    CITATIONS,
    K6,
    K8,
    K12,
    CertificateRow,
    Design,
    Layout,
    with_units,
)
from hrgrid.paper.certificate.face import (
    CLOSING,
    GAPS,
    SIZES,
    TEMPLATES,
    Face,
    Frame,
    Ink,
    Look,
    Part,
    Template,
)
from hrgrid.paper.certificate.places import Place, places, seal_space
from hrgrid.paper.certificate.preflight import preflight
from hrgrid.paper.certificate.register import SheetLine, write_print_register, write_register
from hrgrid.paper.certificate.remarkable import Remarkable, remarkable
from hrgrid.paper.certificate.writing import (
    MOST_PAGES,
    Volume,
    write_certificates,
    write_cover,
)
from hrgrid.paper.notes import Concern, Note

__all__ = [
    "A3_FOLD",
    "A4",
    "CITATIONS",
    "CLOSING",
    "GAPS",
    "K6",
    "K8",
    "K12",
    "MOST_PAGES",
    "SIZES",
    "TEMPLATES",
    "CertificateRow",
    "Concern",
    "Design",
    "Face",
    "Frame",
    "Ink",
    "Layout",
    "Look",
    "Note",
    "Part",
    "Place",
    "Remarkable",
    "SheetLine",
    "Template",
    "Volume",
    "differences",
    "places",
    "preflight",
    "remarkable",
    "seal_space",
    "with_units",
    "write_alignment_page",
    "write_certificates",
    "write_cover",
    "write_print_register",
    "write_register",
]
