"""Early warnings: a look at confirmed results, whom it named and why; rules people signed for."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hrgrid.exits.rules.words import FlagState
from hrgrid.exits.rules.words import Trigger as Cause
from hrgrid.storage import attachments  # noqa: F401 - foreign keys
from hrgrid.storage.base import ROW_ID, Base, RowHashed, Versioned, code_of, guard
from hrgrid.storage.triggers import AtMostOne, Trigger, append_only
from hrgrid.storage.violations import says
from hrgrid.workforce.model import people  # noqa: F401 - foreign keys


class Regulation(RowHashed, Versioned, Base):
    """Rules of assessment and exit as the office made and announced them (article 4, a hint)."""

    __tablename__ = "regulation"
    __label__ = "考核管理办法"
    __table_args__ = (
        UniqueConstraint("title", "document_no"),
        CheckConstraint("title <> '' AND document_no <> ''", name="named"),
        CheckConstraint("announced_on >= adopted_on", name="announced_after"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    title: Mapped[str] = mapped_column(String(80))
    document_no: Mapped[str] = mapped_column(String(80))
    area_path: Mapped[str] = mapped_column(String(400))
    # How it was made: whom it was talked over with, which meeting took it.
    procedure: Mapped[str] = mapped_column(Text)
    adopted_on: Mapped[dt.date]
    announced_on: Mapped[dt.date]
    scan_sha256: Mapped[str | None] = mapped_column(String(64), ForeignKey("attachment.sha256"))


_SIGNED = "EXISTS (SELECT 1 FROM regulation_signed WHERE regulation_signed.regulation_id = NEW.id"
guard(
    Regulation,
    Trigger("regulation_keeps_delete", "regulation", "DELETE"),
    # What people put their names under stays what it was.
    Trigger(
        "regulation_stays",
        "regulation",
        "UPDATE",
        "(OLD.title <> NEW.title OR OLD.document_no <> NEW.document_no "
        "OR (OLD.scan_sha256 IS NOT NULL AND (NEW.scan_sha256 IS NULL "
        f"OR OLD.scan_sha256 <> NEW.scan_sha256))) AND {_SIGNED})",
    ),
    Trigger(
        "regulation_announced_first",
        "regulation",
        "UPDATE",
        f"{_SIGNED} AND regulation_signed.signed_on < NEW.announced_on)",
    ),
)
says("uq_regulation_title_document_no", "这份办法已经登记过。请打开原来的")
says("regulation_keeps_delete", "办法不能删除，办过的退出要引用它")
says("regulation_stays", "已有人签收这份办法，名称、文号和扫描件不能再改。内容变了请另登记一份")
says("regulation_announced_first", "有人在这个公布日期以前签收过。请核对公布日期")


class RegulationSigned(RowHashed, Base):
    """Somebody signed that he knows a regulation."""

    __tablename__ = "regulation_signed"
    __label__ = "办法签收"
    __table_args__ = ()

    regulation_id: Mapped[int] = mapped_column(ForeignKey("regulation.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    signed_on: Mapped[dt.date]
    scan_sha256: Mapped[str | None] = mapped_column(String(64), ForeignKey("attachment.sha256"))
    made_at: Mapped[dt.datetime]
    made_by: Mapped[str] = mapped_column(String(80))


says("pk_regulation_signed", "这个人已经签收过这份办法。请刷新后查看")


class ExitLook(RowHashed, Versioned, Base):
    """One look at the confirmed results of a period: who should be warned, and who is left out.

    `scheme` and the period name the results as assessment names them; `results_hash` is the hash
    of what was read, by which a change since is noticed. `counts` is JSON of how many were seen.
    """

    __tablename__ = "exit_look"
    __label__ = "预警筛查"
    __table_args__ = (
        CheckConstraint("title <> '' AND results_hash <> ''", name="named"),
        Index("ix_exit_look_period", "year", "kind", "number"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    title: Mapped[str] = mapped_column(String(80))
    scheme: Mapped[str] = mapped_column(String(30))
    kind: Mapped[str] = mapped_column(String(20))
    year: Mapped[int]
    number: Mapped[int]
    area_path: Mapped[str] = mapped_column(String(400))
    # The rule book's topic is exits.
    rule_number: Mapped[int]
    rule_sha256: Mapped[str] = mapped_column(String(64))
    results_hash: Mapped[str] = mapped_column(String(64))
    output_hash: Mapped[str] = mapped_column(String(64))
    counts: Mapped[str] = mapped_column(Text)
    void_reason: Mapped[str] = mapped_column(String(200))
    made_at: Mapped[dt.datetime]
    made_by: Mapped[str] = mapped_column(String(80))


_LOOK = (
    *("title", "scheme", "kind", "year", "number", "area_path"),
    *("results_hash", "output_hash", "rule_number", "rule_sha256", "counts"),
)
guard(
    ExitLook,
    AtMostOne(
        "ux_exit_look_one",
        "exit_look",
        ("scheme", "kind", "year", "number", "area_path"),
        "void_reason = ''",
    ),
    Trigger("exit_look_keeps_delete", "exit_look", "DELETE"),
    Trigger(
        "exit_look_stays",
        "exit_look",
        "UPDATE",
        "OLD.void_reason <> '' OR " + " OR ".join(f"OLD.{one} <> NEW.{one}" for one in _LOOK),
    ),
)
says("ux_exit_look_one", "这一期刚被别人筛查过。请刷新后查看")
says("exit_look_keeps_delete", "筛查记录不能删除。看错了请作废，写明原因")
says("exit_look_stays", "筛查的结果不能改。请另做一次筛查")


class ExitFlag(RowHashed, Versioned, Base):
    """Somebody whom a look named, with the reason; or left out, with the months that he lacks.

    `rank` of `people` in his unit is told as a clue and stands on no paper as a ground. All who
    are equal at the line are named (`tied`). `words` say the reason, `facts` is JSON of it.
    """

    __tablename__ = "exit_flag"
    __label__ = "预警名单"
    __table_args__ = (
        UniqueConstraint("look_id", "person_id"),
        CheckConstraint("words <> ''", name="said_why"),
        CheckConstraint("state <> 'put_aside' OR aside_reason <> ''", name="aside_why"),
        CheckConstraint("(state = 'taken_up') = (case_id IS NOT NULL)", name="taken_up_as"),
        Index("ix_exit_flag_person", "person_id"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    look_id: Mapped[int] = mapped_column(ForeignKey("exit_look.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("area.id"))
    cause: Mapped[Cause] = mapped_column(code_of(Cause, "cause"))
    total_milli: Mapped[int | None]
    rank: Mapped[int | None]
    people: Mapped[int]
    tied: Mapped[bool]
    words: Mapped[str] = mapped_column(Text)
    facts: Mapped[str] = mapped_column(Text)
    state: Mapped[FlagState] = mapped_column(code_of(FlagState, "state"))
    aside_reason: Mapped[str] = mapped_column(String(200))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("exit_case.id"))


_FLAG = ("look_id", "person_id", "area_id", "unit_id", "cause", "people", "tied", "words", "facts")
_OPTIONAL = ("total_milli", "rank")
_LOOK_VOID = "(SELECT void_reason FROM exit_look WHERE exit_look.id = NEW.look_id) <> ''"
guard(
    ExitFlag,
    Trigger("exit_flag_keeps_delete", "exit_flag", "DELETE"),
    Trigger(
        "exit_flag_stays",
        "exit_flag",
        "UPDATE",
        "OLD.state = 'taken_up' OR (OLD.state = 'left_out' AND NEW.state <> 'left_out') OR "
        + " OR ".join(
            (
                *(f"OLD.{one} <> NEW.{one}" for one in _FLAG),
                *(f"COALESCE(OLD.{one}, -1) <> COALESCE(NEW.{one}, -1)" for one in _OPTIONAL),
            )
        ),
    ),
    Trigger("exit_flag_of_void_insert", "exit_flag", "INSERT", _LOOK_VOID),
    Trigger("exit_flag_of_void_update", "exit_flag", "UPDATE", _LOOK_VOID),
    *(
        Trigger(
            f"exit_flag_of_another_{event.lower()}",
            "exit_flag",
            event,
            "EXISTS (SELECT 1 FROM exit_case WHERE exit_case.id = NEW.case_id "
            "AND exit_case.person_id <> NEW.person_id)",
        )
        for event in ("INSERT", "UPDATE")
    ),
)
says("uq_exit_flag_look_id_person_id", "这个人已经在这份名单里。请刷新后查看")
says("exit_flag_keeps_delete", "预警名单不能删除。不立案的请写明原因")
for _event in ("insert", "update"):
    says(f"exit_flag_of_void_{_event}", "这次筛查已经作废，名单不能再用。请打开新的一次筛查")
    says(f"exit_flag_of_another_{_event}", "这件退出事项是另一个人的。请刷新名单后再办")
says("exit_flag_stays", "已经立案的不能再改，月数不够的不能立案")

guard(
    RegulationSigned,
    *append_only("regulation_signed"),
    Trigger(
        "regulation_signed_too_soon",
        "regulation_signed",
        "INSERT",
        "NEW.signed_on < (SELECT announced_on FROM regulation "
        "WHERE regulation.id = NEW.regulation_id)",
    ),
)
says("regulation_signed_too_soon", "签收日期在办法公布以前。请核对日期")
for _event in ("update", "delete"):
    says(f"regulation_signed_keeps_{_event}", "签收记录不能改，也不能删除")
