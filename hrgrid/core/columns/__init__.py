"""Columns of tables: one declaration for import, template, list, export and typed cells.

declaring (what a column is), cleaning (dirt of pasted cells), words, numbers and dates (the
ready readers), likeness (telling a column from its values). Pure, and quick on 40,000 rows.
"""

from __future__ import annotations

from hrgrid.core.columns.dates import date_reader
from hrgrid.core.columns.declaring import (
    NOTHING,
    Cell,
    Column,
    GlancingReader,
    Reader,
    Reading,
    ReadingContext,
    Remark,
    Severity,
    TableSpec,
    UsualReader,
    dropped_word,
    heading_key,
    heading_key_without_brackets,
    masked,
    quoted,
)
from hrgrid.core.columns.likeness import (
    looks_like_choices,
    looks_like_dates,
    looks_like_mobiles,
    looks_like_names,
    looks_like_resident_ids,
)
from hrgrid.core.columns.numbers import (
    money_reader,
    resident_id_reader,
    telephone_reader,
    whole_number_reader,
)
from hrgrid.core.columns.words import choice_reader, code_reader, name_reader, text_reader

__all__ = [
    "NOTHING",
    "Cell",
    "Column",
    "GlancingReader",
    "Reader",
    "Reading",
    "ReadingContext",
    "Remark",
    "Severity",
    "TableSpec",
    "UsualReader",
    "choice_reader",
    "code_reader",
    "date_reader",
    "dropped_word",
    "heading_key",
    "heading_key_without_brackets",
    "looks_like_choices",
    "looks_like_dates",
    "looks_like_mobiles",
    "looks_like_names",
    "looks_like_resident_ids",
    "masked",
    "money_reader",
    "name_reader",
    "quoted",
    "resident_id_reader",
    "telephone_reader",
    "text_reader",
    "whole_number_reader",
]
