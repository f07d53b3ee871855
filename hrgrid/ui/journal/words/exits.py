"""The journal's words for exits."""

from __future__ import annotations

from hrgrid.ui.journal.words.table import Words

WORDS = Words(
    actions={},
)
