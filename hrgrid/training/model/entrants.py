"""Who competes, alone and in teams; the times they took and points given as an event runs."""

# ruff: noqa: S608 - the names in the SQL are our own

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hrgrid.storage.base import ROW_ID, Base, RowHashed, Versioned, code_of, guard
from hrgrid.storage.triggers import Trigger, listed
from hrgrid.storage.violations import says
from hrgrid.training.model.competitions import competition_state
from hrgrid.training.rules.competing import FIXED, EntrantState, MemberRole, Side


class CompetitionEntrant(RowHashed, Versioned, Base):
    """One entry: a person, or a team whose members are entries with its `team_id`.

    `number` is what sheets say instead of the name. A guest is marked and ranked beside the
    prizes. `from_id` is the entry of the lower level that brought him here.
    """

    __tablename__ = "competition_entrant"
    __label__ = "参赛者"
    __table_args__ = (
        UniqueConstraint("competition_id", "number"),
        UniqueConstraint("competition_id", "person_id"),
        UniqueConstraint("competition_id", "from_id"),
        CheckConstraint("number >= 1", name="number_from_one"),
        CheckConstraint("name <> ''", name="named"),
        CheckConstraint("side = 'person' OR person_id IS NULL", name="team_is_no_person"),
        CheckConstraint("side = 'person' OR team_id IS NULL", name="team_in_no_team"),
        CheckConstraint("(team_id IS NULL) = (member_role IS NULL)", name="member_has_role"),
        CheckConstraint("(state = 'entered') = (state_reason = '')", name="state_has_reason"),
        Index("ix_competition_entrant_team", "team_id"),
        Index("ix_competition_entrant_person", "person_id"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    competition_id: Mapped[int] = mapped_column(ForeignKey("competition.id"))
    number: Mapped[int]
    side: Mapped[Side] = mapped_column(code_of(Side, "side"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("competition_entrant.id"))
    member_role: Mapped[MemberRole | None] = mapped_column(code_of(MemberRole, "member_role"))
    name: Mapped[str] = mapped_column(String(40))
    unit: Mapped[str] = mapped_column(String(120))
    area_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"))
    guest: Mapped[bool]
    from_id: Mapped[int | None] = mapped_column(ForeignKey("competition_entrant.id"))
    state: Mapped[EntrantState] = mapped_column(code_of(EntrantState, "state"))
    state_reason: Mapped[str] = mapped_column(String(200))


_FIXED = listed(*FIXED)
# Where there is no such team at all, the reference refuses.
_WRONG_TEAM = (
    "EXISTS (SELECT 1 FROM competition_entrant AS team WHERE team.id = NEW.team_id "
    "AND (team.side <> 'team' OR team.competition_id <> NEW.competition_id))"
)
guard(
    CompetitionEntrant,
    Trigger(
        "competition_entrant_fixed_insert",
        "competition_entrant",
        "INSERT",
        f"{competition_state('NEW')} IN ({_FIXED})",
    ),
    Trigger(
        "competition_entrant_fixed_delete",
        "competition_entrant",
        "DELETE",
        f"{competition_state('OLD')} NOT IN ('draft', 'entry_open')",
    ),
    Trigger(
        "competition_entrant_team_insert",
        "competition_entrant",
        "INSERT",
        _WRONG_TEAM,
    ),
    Trigger(
        "competition_entrant_team_update",
        "competition_entrant",
        "UPDATE",
        _WRONG_TEAM,
    ),
    Trigger(
        "competition_entrant_stays_update",
        "competition_entrant",
        "UPDATE",
        "OLD.competition_id <> NEW.competition_id OR OLD.side <> NEW.side",
    ),
)
says("uq_competition_entrant_competition_id_number", "这个参赛号已经有人用了。请换一个号")
says("uq_competition_entrant_competition_id_person_id", "这个人已经报名这场比武。请刷新后查看")
says("uq_competition_entrant_competition_id_from_id", "这名选手已经晋级到这场比武，没有重复加入")
says("competition_entrant_fixed_insert", "成绩已定，不能再加参赛者")
says("competition_entrant_fixed_delete", "比赛已经开始，参赛者不能删除。请登记退赛，写明原因")
for _event in ("insert", "update"):
    says(f"competition_entrant_team_{_event}", "所选代表队不在这场比武里。请刷新后再选")
says("competition_entrant_stays_update", "参赛者属于哪场比武、是个人还是团队不能改")


def _closed(row: str) -> str:
    ours = (
        "SELECT panel.state FROM panel JOIN competition_event AS own "
        f"ON own.id = {row}.event_id "
        "WHERE panel.subject = 'competition:' || own.competition_id || ':' || own.code"
    )
    return f"({ours}) = 'closed'"


class EventTime(RowHashed, Versioned, Base):
    """How long somebody took in an event, in tenths of a second; for overtime and for ties."""

    __tablename__ = "event_time"
    __label__ = "用时"
    __table_args__ = (CheckConstraint("tenths >= 0", name="time_not_negative"),)

    event_id: Mapped[int] = mapped_column(ForeignKey("competition_event.id"), primary_key=True)
    entrant_id: Mapped[int] = mapped_column(ForeignKey("competition_entrant.id"), primary_key=True)
    tenths: Mapped[int]
    keyed_by: Mapped[str] = mapped_column(String(80))
    keyed_at: Mapped[dt.datetime]


guard(
    EventTime,
    *(
        Trigger(
            f"event_time_closed_{event.lower()}",
            "event_time",
            event,
            _closed("NEW" if event == "INSERT" else "OLD"),
        )
        for event in ("INSERT", "UPDATE", "DELETE")
    ),
)
says("pk_event_time", "这名选手的用时刚被别人录过。请刷新后核对")
for _event in ("insert", "update", "delete"):
    says(f"event_time_closed_{_event}", "这个项目的评分已经截止，用时不能再改")


class EventPoint(RowHashed, Versioned, Base):
    """Points (thousandths, also negative) for one question of a running event; undone, not lost."""

    __tablename__ = "event_point"
    __label__ = "抢答得分"
    __table_args__ = (
        UniqueConstraint("event_id", "seq"),
        CheckConstraint("seq >= 1 AND round >= 1", name="counted_from_one"),
        Index("ix_event_point_entrant", "entrant_id"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    event_id: Mapped[int] = mapped_column(ForeignKey("competition_event.id"))
    entrant_id: Mapped[int] = mapped_column(ForeignKey("competition_entrant.id"))
    seq: Mapped[int]
    round: Mapped[int]
    milli: Mapped[int]
    label: Mapped[str] = mapped_column(String(40))
    # Empty while it counts.
    undone_reason: Mapped[str] = mapped_column(Text)
    keyed_by: Mapped[str] = mapped_column(String(80))
    keyed_at: Mapped[dt.datetime]


guard(
    EventPoint,
    Trigger("event_point_closed_insert", "event_point", "INSERT", _closed("NEW")),
    Trigger(
        "event_point_stays_update",
        "event_point",
        "UPDATE",
        f"({_closed('OLD')}) OR OLD.event_id <> NEW.event_id OR OLD.entrant_id <> NEW.entrant_id "
        "OR OLD.seq <> NEW.seq OR OLD.round <> NEW.round OR OLD.milli <> NEW.milli "
        "OR OLD.label <> NEW.label",
    ),
    Trigger("event_point_keeps_delete", "event_point", "DELETE"),
)
says("uq_event_point_event_id_seq", "刚有别人记了一分。请核对后再记")
says("event_point_closed_insert", "这个项目的评分已经截止，不能再记分")
says("event_point_stays_update", "记下的分不能改。请撤销后重记；评分截止后请走复核")
says("event_point_keeps_delete", "记下的分不能删除，撤销后留底")


class CompetitionPrize(RowHashed, Versioned, Base):
    """How many hold a prize of a ranking; `ranking` is person, team, an event's code, or empty.

    An empty ranking is a prize that is given and not won (优秀组织奖).
    """

    __tablename__ = "competition_prize"
    __label__ = "奖项"
    __table_args__ = (
        UniqueConstraint("competition_id", "ranking", "label"),
        CheckConstraint("label <> ''", name="named"),
        CheckConstraint("places >= 0", name="places_not_negative"),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    competition_id: Mapped[int] = mapped_column(ForeignKey("competition.id"))
    ranking: Mapped[str] = mapped_column(String(20))
    label: Mapped[str] = mapped_column(String(40))
    places: Mapped[int]
    sort: Mapped[int]


guard(
    CompetitionPrize,
    *(
        Trigger(
            f"competition_prize_awarded_{event.lower()}",
            "competition_prize",
            event,
            f"{competition_state('NEW' if event == 'INSERT' else 'OLD')} "
            "IN ('awarded', 'archived')",
        )
        for event in ("INSERT", "UPDATE", "DELETE")
    ),
)
says("uq_competition_prize_competition_id_ranking_label", "这个奖项已经设过。请改它的名额")
for _event in ("insert", "update", "delete"):
    says(f"competition_prize_awarded_{_event}", "已经颁奖，奖项和名额不能再改")
