"""抽取记录: what was drawn from, with which seed, before whom, and how to repeat it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from hrgrid.assessment.papers.inspections import Frame, asked_visits, read_frame
from hrgrid.assessment.papers.options import Asked
from hrgrid.assessment.queries.pools import LISTS, sealed_lists
from hrgrid.assessment.rules.inspection_rows import StratumRow, TeamRow
from hrgrid.core.errors import UserError
from hrgrid.documents.papers.record import Drawn, Lists
from hrgrid.paper.lists import Listed, Row, middle, number, numbered, text
from hrgrid.paper.records import Fact, RecordSheet, record_leaves
from hrgrid.storage.work import UnitOfWork

_SIGNS = (
    "主持人签名：________________　　　　操作人签名：________________",
    "见证人签名：________________　　　　________________　　　　________________",
    "日期：______________",
)
_STREETS, _TEAMS = 36, 30
"""So many stand on a page that is still read."""


def draw_record(work: UnitOfWork, asked: Asked) -> Drawn:
    """The record of the draw to be signed, with a page that says how anybody repeats it."""
    frame = read_frame(work, asked)
    if frame.board.drawn_at is None:
        raise UserError(f"“{frame.title}”还没有抽取，没有记录可输出。请先抽取")
    facts = list(_pages(frame))
    sheets = [
        RecordSheet(
            "双随机抽取记录" if not at else f"双随机抽取记录（{label}）",
            f"编号：{frame.board.row.number}　第 {at + 1} 页，共 {len(facts)} 页",
            frame.office,
            tuple(rows),
            _SIGNS if not at else (),
        )
        for at, (label, rows) in enumerate(facts)
    ]
    leaves = record_leaves(f"{frame.title}抽取记录", sheets)
    return Drawn(frame.about, leaves, frame.board.row.drawn)


def _pages(frame: Frame) -> Iterator[tuple[str, list[Fact]]]:
    yield "", list(_drawn(frame))
    streets = [one for one in frame.board.strata if one.on_duty or one.offices]
    for start in range(0, len(streets), _STREETS):
        part = streets[start : start + _STREETS]
        yield "各街道", [Fact("街道、名册人数和抽中", "\n".join(map(_street, part)))]
    for start in range(0, len(frame.board.teams), _TEAMS):
        rows = frame.board.teams[start : start + _TEAMS]
        yield "分组", [Fact("检查组", "\n".join(map(_team, rows)))]
    yield "怎样复验", list(_repeat(frame))


def _drawn(frame: Frame) -> Iterator[Fact]:
    board, seal = frame.board, frame.seal
    row = board.row
    yield Fact("检查", f"{row.title}（{row.number}）")
    yield Fact("区域和日期", f"{row.area}　{frame.days}")
    yield Fact("抽查岗位", "、".join(label for _, label in board.roles))
    lists = f"今年未查 {seal.first:,} 人，今年已查 {seal.others:,} 人，联动单位 {seal.offices:,} 家"
    yield Fact("名册", f"在岗 {row.on_duty:,} 人：{lists}")
    again = f"，第 {seal.times} 次封存" if seal.times > 1 else ""
    yield Fact("名册封存", f"{when_words(seal.sealed_at)}{again}")
    yield Fact("封存校验码", seal.sha256)
    yield Fact("随机种子", board.seed)
    yield Fact("抽取时间", f"{when_words(board.drawn_at)}　{board.drawn_by}")
    yield Fact("算法", board.algorithm)
    yield Fact("抽查人数", _sizes(frame))
    yield Fact("检查人员", f"名单 {len(board.inspectors)} 人，抽出 {_teams_words(frame)}")
    yield Fact("见证人", board.witnesses)


def _sizes(frame: Frame) -> str:
    row, seal = frame.board.row, frame.seal
    told = f"{row.sample:,} 人"
    if row.sample > seal.first and seal.others:
        second = row.sample - seal.first
        told = f"{told}：未查的 {seal.first:,} 人全部抽中，再从已查的人中抽 {second:,} 人"
    if row.office_sample:
        told = f"{told}；联动单位 {row.office_sample} 家"
    return told


def _teams_words(frame: Frame) -> str:
    row = frame.board.row
    return f"{row.team_count} 组，每组 {row.team_size} 人"


def _street(one: StratumRow) -> str:
    offices = f"，联动单位 {one.offices} 家" if one.offices else ""
    there = f"在岗 {one.on_duty:,} 人，未查 {one.on_list:,} 人"
    return f"{one.name}：{there}，抽中 {one.drawn} 人{offices}"


def _team(one: TeamRow) -> str:
    own = f"（回避{'、'.join(one.own_units)}）" if one.own_units else ""
    return f"第 {one.number} 组：{'、'.join(one.inspectors)}{own}，检查 {one.visits} 个"


def _repeat(frame: Frame) -> Iterator[Fact]:
    seal, row = frame.seal, frame.board.row
    taken = min(row.sample, seal.first)
    runs = (
        ("first", "未查人员", taken, seal.first_sha256),
        ("others", "已查人员", row.sample - taken, seal.others_sha256),
        ("offices", "联动单位", row.office_sample, seal.offices_sha256),
    )
    for _, label, count, sha256 in runs:
        if count:
            given = f'--count {count} --seed "{frame.board.seed}" --by 街道'
            command = f"hrgrid draw {label}.csv {given}"
            yield Fact(f"{label}名册", f"名册校验码 {sha256}\n{command}")
    yield Fact(
        "封存校验码怎样算",
        "四份名册的校验码和四个数，用竖线连成一行，取 SHA-256：\n"
        f"{seal.first_sha256}|{seal.others_sha256}|{seal.offices_sha256}|{seal.inspectors_sha256}"
        f"|{row.sample}|{row.office_sample}|{row.team_size}|{row.team_count}",
    )
    yield Fact(
        "签号怎样算",
        "每个编码的签号是“种子|街道|编码”的 SHA-256，街道内签号小的先抽中；"
        "各街道名额按人数用最大余数法分配，余数相同的，“种子|街道|”的 SHA-256 小的先得。例如：\n"
        f"printf '%s' '{frame.board.seed}|某街道|某编码' | sha256sum",
    )
    yield Fact(
        "分组怎样算",
        "检查人员按名单顺序编号 J01、J02……，签号是“种子|检查人员|编号”的 SHA-256，从小到大"
        f"取 {row.team_size * row.team_count} 人依次编组。如果有街道每一组都要回避，改按街道编组："
        "各街道轮流各取一人，人多的街道先入座，同街道的人坐同一组。"
        "抽中的按可去的组数由少到多，依次派给任务最少的组。详见程序说明（hrgrid-teams/1）。",
    )


def pool_list(work: UnitOfWork, asked: Asked) -> Lists:
    """名册 in codes: what was drawn from, to be handed to whoever repeats the draw; no names."""
    frame = read_frame(work, asked)
    held = sealed_lists(work, asked.subject_id)
    seal = frame.seal
    hashes = {
        "first": seal.first_sha256,
        "others": seal.others_sha256,
        "offices": seal.offices_sha256,
    }
    made = []
    for name, label in LISTS.items():
        rows = getattr(held, name)
        if rows:
            made.append(
                Listed(
                    f"{frame.title}抽查名册（{label}）",
                    label,
                    _CODES,
                    numbered([Row((one.key, one.unit)) for one in rows]),
                    frame.left,
                    f"共 {len(rows):,} 个　　封存于 {when_words(seal.sealed_at)}",
                    notes=(
                        f"名册校验码 {hashes[name]}。编码是网格或区域编码加序号，不含个人信息。",
                    ),
                    owner=1,
                    standing=True,
                )
            )
    return Lists(frame.about, made)


_CODES = (number("序号", 8, 20), middle("编码", 26, 60), text("街道", 24, 60))


def team_lists(work: UnitOfWork, asked: Asked) -> Lists:
    """分组名单: a page for each team, whom it visits."""
    frame = read_frame(work, asked)
    found = asked_visits(work, frame, asked)
    rows: list[Row] = []
    for team in frame.board.teams:
        mine = [row for row in found if row.team_no == team.number]
        own = f"　回避：{'、'.join(team.own_units)}" if team.own_units else ""
        heading = f"第 {team.number} 组　{'、'.join(team.inspectors)}{own}　共 {len(mine)} 个"
        by_street = sorted(mine, key=lambda one: (one.street, one.draw_order))
        for at, one in enumerate(by_street, start=1):
            rows.append(
                Row(
                    (at, one.street, one.place, one.name, one.person_number, "", ""),
                    heading if at == 1 else "",
                    fresh=at == 1,
                )
            )
    listed = Listed(
        f"{frame.title}分组名单",
        "分组名单",
        _TEAM,
        tuple(rows),
        frame.left,
        f"检查日期：{frame.days}",
        owner=3,
        standing=True,
        airy=20,
        size=1050,
        people=len(found),
        notes=("检查人员不检查本单位。名单供检查组使用，检查前不告知被检查人。",),
    )
    return Lists(frame.about, [listed])


_TEAM = (
    number("序号", 6, 14),
    text("街道", 16, 36),
    text("网格或单位", 28, 64),
    middle("姓名或单位名称", 16, 44),
    middle("工号", 12, 30),
    middle("检查时间", 14, 30),
    text("备注", 16, 34),
)


def when_words(at: dt.datetime | None) -> str:
    """As people write a time of a day."""
    if at is None:
        return ""
    here = at.astimezone()
    return f"{here.year}年{here.month}月{here.day}日 {here:%H:%M:%S}"
