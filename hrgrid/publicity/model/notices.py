"""Public notices: what was shown, where, from which day to which, and what became of them."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hrgrid.publicity.rules import NoticeState, NoticeStepKind
from hrgrid.storage import attachments  # noqa: F401 - foreign keys
from hrgrid.storage.base import ROW_ID, Base, RowHashed, Versioned, code_of, guard
from hrgrid.storage.triggers import Trigger, append_only
from hrgrid.storage.violations import says


def differ(*names: str) -> str:
    """One of these columns is changed (NULL counts)."""
    return " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in names)


class Notice(RowHashed, Versioned, Base):
    """A list hung out for the public, first and last day both counted.

    `subject` is whose list it is ("hiring:12"), `round` the how-manieth of it. `handling` and
    `deciding` are the rights that the caller's room asks for. `calendar_note` is what the
    calendar could not know, `time_note` why its days may be believed where the clock was not.
    """

    __tablename__ = "notice"
    __label__ = "公示"
    __table_args__ = (
        UniqueConstraint("subject", "round"),
        CheckConstraint("subject <> '' AND title <> ''", name="named"),
        CheckConstraint("round >= 1", name="round_from_one"),
        CheckConstraint("last_day >= first_day", name="days_in_order"),
        CheckConstraint("workdays >= 1 AND reply_workdays >= 1", name="workdays_from_one"),
        CheckConstraint("where_shown <> ''", name="where_given"),
        CheckConstraint(
            "accepting_office <> '' AND (accepting_phone <> '' OR accepting_mail <> '' "
            "OR accepting_address <> '')",
            name="reachable",
        ),
        CheckConstraint("length(roster_sha256) = 64", name="roster_known"),
        CheckConstraint(
            "(state IN ('closed', 'withdrawn')) = (ended_on IS NOT NULL)", name="ended_when"
        ),
        # What cannot be closed before its last day is over cannot be shortened either.
        CheckConstraint("state <> 'closed' OR ended_on > last_day", name="closed_after_last_day"),
        CheckConstraint("state <> 'withdrawn' OR ended_why <> ''", name="withdrawn_why"),
        Index("ix_notice_state", "state", "last_day"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    subject: Mapped[str] = mapped_column(String(60))
    round: Mapped[int]
    title: Mapped[str] = mapped_column(String(120))
    area_path: Mapped[str] = mapped_column(String(200))
    # Codes of rights, without a CHECK: a right that comes later needs no new table.
    handling: Mapped[str] = mapped_column(String(40))
    deciding: Mapped[str] = mapped_column(String(40))
    # What the last column of the list is headed with: 拟录用岗位, 拟命名称号.
    remark_heading: Mapped[str] = mapped_column(String(20))
    basis: Mapped[str] = mapped_column(String(200))
    # How the paper begins: after which steps who is proposed for what.
    opening: Mapped[str] = mapped_column(Text)
    first_day: Mapped[dt.date]
    last_day: Mapped[dt.date]
    workdays: Mapped[int]
    reply_workdays: Mapped[int]
    calendar_note: Mapped[str] = mapped_column(String(200))
    calendar_version: Mapped[str] = mapped_column(String(200))
    where_shown: Mapped[str] = mapped_column(String(200))
    accepting_office: Mapped[str] = mapped_column(String(80))
    accepting_phone: Mapped[str] = mapped_column(String(40))
    accepting_mail: Mapped[str] = mapped_column(String(80))
    accepting_address: Mapped[str] = mapped_column(String(120))
    accepting_hours: Mapped[str] = mapped_column(String(80))
    roster_sha256: Mapped[str] = mapped_column(String(64))
    scan_sha256: Mapped[str | None] = mapped_column(String(64), ForeignKey("attachment.sha256"))
    state: Mapped[NoticeState] = mapped_column(code_of(NoticeState, "state"))
    ended_on: Mapped[dt.date | None]
    ended_why: Mapped[str] = mapped_column(Text)
    late_note: Mapped[str] = mapped_column(Text)
    time_note: Mapped[str] = mapped_column(Text)
    # Who made the list, and who hung it out: neither decides on objections to it.
    list_maker_id: Mapped[int] = mapped_column(ForeignKey("operator.id"))
    maker_id: Mapped[int] = mapped_column(ForeignKey("operator.id"))
    made_by: Mapped[str] = mapped_column(String(80))
    made_at: Mapped[dt.datetime]


_PUBLISHED = (
    "subject",
    "round",
    "title",
    "area_path",
    "handling",
    "deciding",
    "remark_heading",
    "basis",
    "opening",
    "first_day",
    "reply_workdays",
    "where_shown",
    "accepting_office",
    "accepting_phone",
    "accepting_mail",
    "accepting_address",
    "accepting_hours",
    "roster_sha256",
    "late_note",
    "list_maker_id",
    "maker_id",
    "made_by",
    "made_at",
)
_OVER = ("state", "last_day", "workdays", "ended_on", "ended_why", "time_note")
guard(
    Notice,
    Trigger("notice_keeps_delete", "notice", "DELETE"),
    Trigger(
        "notice_stays",
        "notice",
        "UPDATE",
        differ(*_PUBLISHED)
        + " OR (OLD.scan_sha256 IS NOT NULL AND ("
        + differ("scan_sha256")
        + "))",
    ),
    Trigger("notice_not_shortened", "notice", "UPDATE", "NEW.last_day < OLD.last_day"),
    Trigger(
        "notice_one_way",
        "notice",
        "UPDATE",
        f"OLD.state <> 'open' AND ({differ(*_OVER)})",
    ),
    Trigger("notice_begins_open", "notice", "INSERT", "NEW.state IN ('closed', 'withdrawn')"),
)
says("uq_notice_subject_round", "这份名单刚被别人公示过。请刷新后再看要不要另公示一次")
says("ck_notice_named", "没有写公示的标题。请填上再发布")
says("ck_notice_round_from_one", "公示的次数从 1 数起。请刷新后重新发布")
says("ck_notice_days_in_order", "公示的止日早于起日。请核对日期")
says("ck_notice_workdays_from_one", "公示和答复的工作日数至少是 1。请改正再发布")
says("ck_notice_where_given", "没有写明在哪里公示。请填公示栏、网站或文件名称")
says("ck_notice_reachable", "没有写受理部门，或没有写电话、邮箱、地址。请至少填一种联系方式")
says("ck_notice_roster_known", "公示的名单没有校验值。请重新发布")
says("ck_notice_ended_when", "公示结束要有日期。请刷新后再办")
says("ck_notice_closed_after_last_day", "公示还没有满期。请在最后一天过后再结束")
says("ck_notice_withdrawn_why", "撤回公示须写明事由。请填上再办")
says("notice_keeps_delete", "公示的登记不能删除。公示有错请撤回，写明事由")
says("notice_stays", "公示发布后内容不能改写。有错请撤回，改正后再公示一次")
says("notice_not_shortened", "公示期只能延长，不能缩短。请核对止日")
says("notice_one_way", "这次公示已经结束或撤回，不能再改。需要时请另公示一次")
says("notice_begins_open", "公示从发布开始登记。请先发布")


class NoticeEntry(RowHashed, Base):
    """One line of what was shown; `target` is whom the caller means ("application:5")."""

    __tablename__ = "notice_entry"
    __label__ = "公示名单"
    __table_args__ = (
        UniqueConstraint("notice_id", "target"),
        UniqueConstraint("notice_id", "place"),
        CheckConstraint("target <> '' AND name <> ''", name="named"),
        CheckConstraint("place >= 1", name="place_from_one"),
        Index("ix_notice_entry_target", "target"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    notice_id: Mapped[int] = mapped_column(ForeignKey("notice.id"))
    place: Mapped[int]
    target: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(40))
    sex: Mapped[str] = mapped_column(String(4))
    unit_post: Mapped[str] = mapped_column(String(200))
    remark: Mapped[str] = mapped_column(String(120))


guard(NoticeEntry, *append_only("notice_entry"))
says("uq_notice_entry_notice_id_target", "有人在这份名单里出现两次。请去掉一行再公示")
says("uq_notice_entry_notice_id_place", "名单里有两行序号相同。请重新排序再公示")
for _event in ("update", "delete", "truncate"):
    says(f"notice_entry_keeps_{_event}", "已公示的名单不能改也不能删。有错请撤回，改正后再公示")


class NoticeStep(RowHashed, Base):
    """What happened to a notice, one line a deed; `told` is what a person is to read of it."""

    __tablename__ = "notice_step"
    __label__ = "公示经过"
    __table_args__ = (
        CheckConstraint(
            "kind NOT IN ('extended', 'withdrawn', 'time_vouched') OR reason <> ''",
            name="reason_given",
        ),
        Index("ix_notice_step_notice", "notice_id", "id"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    notice_id: Mapped[int] = mapped_column(ForeignKey("notice.id"))
    kind: Mapped[NoticeStepKind] = mapped_column(code_of(NoticeStepKind, "kind"))
    told: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    operator_id: Mapped[int] = mapped_column(ForeignKey("operator.id"))
    made_by: Mapped[str] = mapped_column(String(80))
    at: Mapped[dt.datetime]


guard(NoticeStep, *append_only("notice_step"))
says("ck_notice_step_reason_given", "这一步须写明事由。请填上事由再办")
for _event in ("update", "delete", "truncate"):
    says(f"notice_step_keeps_{_event}", "公示的经过不能改也不能删。有变化请另办一步")
