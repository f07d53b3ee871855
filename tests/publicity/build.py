"""A list to publish, and what happens to it, by the use cases alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from hrgrid.accounts.service import keep_holidays
from hrgrid.core.rights import Right
from hrgrid.publicity.rules import Entry, ObjectionHow
from hrgrid.publicity.service import NoticeForm, ObjectionForm, file_objection, publish_list
from hrgrid.storage.desk import Desk

SUBJECT = "hiring:1"
# A Monday after every entry that the journal of a template has; five working days end on the
# Friday, since the office keeps a table of that year without a holiday.
YEAR = 2099
MONDAY = dt.date(YEAR, 11, 23)
FRIDAY = dt.date(YEAR, 11, 27)
AFTER = dt.date(YEAR, 11, 30)
ENTRIES = (
    Entry("application:1", "王小明", "男", "示例街道示例社区", "示例社区第1网格专职网格员"),
    Entry("application:2", "李芳", "女", "示例街道示例社区", "示例社区第2网格专职网格员"),
    Entry("application:3", "张伟", "男", "示例街道示例社区", "示例社区第3网格专职网格员"),
)
FORM = NoticeForm(
    subject=SUBJECT,
    title="2026 年专职网格员拟录用人员公示",
    first_day=MONDAY,
    where_shown="区政府公示栏、区政法委网站",
    handling=Right.RUN_HIRING,
    deciding=Right.DECIDE_HIRING,
    accepting_office="示例区委政法委综治科",
    accepting_phone="0512-66001234",
    remark_heading="拟录用岗位",
)
OBJECTOR, CONTACT = "赵投诉", "13900001111"
OBJECTION = ObjectionForm(
    target="application:1",
    how=ObjectionHow.NAMED,
    content="反映学历证书不实",
    filed_on=MONDAY,
    objector=OBJECTOR,
    contact=CONTACT,
)


def at(day: dt.date, hour: int = 10) -> dt.datetime:
    """A moment of the office's day."""
    return dt.datetime.combine(day, dt.time(hour)).astimezone()


def kept(desk: Desk) -> Desk:
    """With a table of the year's holidays, which has none."""
    desk.write(lambda work: keep_holidays(work, YEAR, []))
    return desk


def published(desk: Desk, entries: Sequence[Entry] = ENTRIES, **changes: object) -> int:
    """Hang the list out; the notice's id."""
    form = replace(FORM, **changes)  # type: ignore[arg-type]
    return desk.write(lambda work: publish_list(work, form, entries))


def objected(desk: Desk, notice_id: int, **changes: object) -> int:
    """Register an objection; its id."""
    form = replace(OBJECTION, **changes)  # type: ignore[arg-type]
    return desk.write(lambda work: file_objection(work, notice_id, form))
