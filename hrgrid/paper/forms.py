"""Kinds of files that a paper may be."""

from __future__ import annotations

from hrgrid.core.labelled import Labelled


class Form(Labelled):
    """What kind of file a paper is."""

    PDF = "pdf", "PDF"
    XLSX = "xlsx", "Excel"
