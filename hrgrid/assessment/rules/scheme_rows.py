"""What the list, the editor and the history of schemes show."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from hrgrid.assessment.rules.scheme import Scheme
from hrgrid.assessment.rules.words import PeriodKind


@dataclass(frozen=True)
class SchemeForm:
    """A scheme as somebody edited it: `code` None makes a new one, `version` is what was open.

    `version` is the newest number that the editor saw (0: the shipped one, nobody needed it yet).
    """

    scheme: Scheme
    valid_from: dt.date
    code: str | None = None
    version: int = 0
    document_no: str = ""


@dataclass(frozen=True)
class SchemeUse:
    """A period that used a version."""

    period_id: int
    title: str
    state: str


@dataclass(frozen=True)
class SchemeVersion:
    """One version; `number` 0 is the shipped one that was not needed yet.

    `in_force` today; `locked_for` names the first result that rests on it.
    """

    code: str
    number: int
    valid_from: dt.date | None
    document_no: str
    reason: str
    made_by: str
    made_at: dt.datetime | None
    locked_for: str
    in_force: bool
    scheme: Scheme
    used_by: tuple[SchemeUse, ...] = ()


@dataclass(frozen=True)
class SchemeRow:
    """A scheme of the list as it is in force today, or as it will be when it begins.

    `coming` is the day from which a newer version holds; `stopped` why it is not used any more.
    """

    code: str
    title: str
    role: str
    role_label: str
    kind: PeriodKind
    number: int
    valid_from: dt.date | None
    versions: int
    periods: int
    items: int
    full_milli: int
    shipped: bool
    coming: dt.date | None = None
    stopped: str = ""


@dataclass(frozen=True)
class SchemeOffer:
    """Where a new scheme may begin: a shipped one (`number` 0) or one that is there."""

    code: str
    number: int
    title: str
    scheme: Scheme


@dataclass(frozen=True)
class Difference:
    """What changed of one thing between two versions: `before`/`after` empty where it is new, gone.

    `where` is the item or "方案", `what` the field.
    """

    where: str
    what: str
    before: str
    after: str

    @property
    def sentence(self) -> str:
        """For people: 事件按时办结率 满分：15 → 20."""
        if not self.before:
            return f"{self.where}：新增{self.what}{'，' + self.after if self.after else ''}"
        if not self.after:
            return f"{self.where}：去掉{self.what}（{self.before}）"
        return f"{self.where} {self.what}：{self.before} → {self.after}"


@dataclass(frozen=True)
class DraftProblem:
    """Why a scheme cannot be saved as it stands; `item` is the code of the line, "" for all."""

    item: str
    sentence: str
