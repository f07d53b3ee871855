"""What the use cases of budgets are given."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class ApproveForm:
    """An approval; with a `name` it was given on paper, and recorded with post and day."""

    document_no: str = ""
    name: str = ""
    post: str = ""
    on: dt.date | None = None
