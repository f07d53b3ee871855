"""What a paper of assessment is: the common declaration over this room's subjects and choices."""

from __future__ import annotations

from collections.abc import Callable

from hrgrid.assessment.papers.options import Asked
from hrgrid.documents.papers.declaring import BOTH, PDF, Paper, drawn, lists, official
from hrgrid.documents.papers.written import Written
from hrgrid.storage.desk import Desk

__all__ = ["BOTH", "PDF", "AssessmentPaper", "Write", "drawn", "lists", "official"]

Write = Callable[[Desk, Asked], Written]
AssessmentPaper = Paper[Asked]
