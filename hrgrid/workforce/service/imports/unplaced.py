"""The refusal of a row whose place cannot be told."""

from __future__ import annotations


class Unplaced(Exception):
    """A row names no area that can be told; `column` is what to mend."""

    def __init__(
        self, code: str, column: str, sentence: str, suggestion: str | None = None
    ) -> None:
        super().__init__(sentence)
        self.code = code
        self.column = column
        self.sentence = sentence
        self.suggestion = suggestion
