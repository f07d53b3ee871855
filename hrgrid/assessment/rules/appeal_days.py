"""How long people may appeal, and by when they are answered, in working days (rules.md 4)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hrgrid.core.errors import UserError
from hrgrid.core.workdays import Calendar, LastDay

TOPIC = "assessment.appeals"
_DAY = dt.timedelta(days=1)
_MOST = 60


@dataclass(frozen=True)
class AppealRules:
    """Working days: `file` after the publication in the unit, `answer` after an appeal came in."""

    file: int = 3
    answer: int = 5

    @classmethod
    def read(cls, parameters: Mapping[str, Any]) -> AppealRules:
        """As a rule set keeps them; UserError for what are no such numbers."""
        try:
            found = cls(int(parameters["file"]), int(parameters["answer"]))
        except (KeyError, TypeError, ValueError) as error:
            raise UserError("申诉的天数读不出来。请核对“考核申诉”这一版规则") from error
        if not (1 <= found.file <= _MOST and 1 <= found.answer <= _MOST):
            raise UserError(f"申诉和答复的工作日天数要在 1 到 {_MOST} 之间。请改正")
        return found

    def parameters(self) -> dict[str, Any]:
        """As a rule set keeps them."""
        return {"file": self.file, "answer": self.answer}

    def last_day(self, calendar: Calendar, published_on: dt.date) -> LastDay:
        """The last day to appeal: working days after the day of publication, which counts not."""
        return calendar.add_workdays(published_on + _DAY, self.file)

    def answer_due(self, calendar: Calendar, filed_on: dt.date) -> LastDay:
        """By when an appeal is answered: the working days after the day it came in."""
        return calendar.add_workdays(filed_on + _DAY, self.answer)
