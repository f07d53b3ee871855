"""The draw before witnesses: what the full screen tells at each step, and the draw itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hrgrid.assessment.rules.inspection_rows import PlanBoard
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.banners import Kind, Message
from hrgrid.ui.inspections.draw_screen import DrawScreen, PoolTold
from hrgrid.ui.inspections.reading import Read, read_board
from hrgrid.ui.inspections.words import TOPIC
from hrgrid.ui.matters.second_screen import HallRow, HallTable
from hrgrid.ui.status import when

if TYPE_CHECKING:
    from hrgrid.ui.inspections.deeds import Deeds


def pool_told(board: PlanBoard) -> PoolTold:
    """What is read out before the seed."""
    row, seal = board.row, board.seal
    if seal is None:
        return PoolTold(row.title, (), "", "抽取")
    people = seal.first + seal.others
    streets = sum(1 for one in board.strata if one.on_list)
    figures = [("名册在岗人员", f"{people:,} 人"), ("街道", f"{streets:,} 个")]
    figures.append(("抽网格员", f"{row.sample:,} 人"))
    if row.office_sample:
        figures.append(("抽联动单位", f"{row.office_sample:,} 家"))
    figures.append(("检查人员", f"{len(board.inspectors):,} 名"))
    wanted = [f"{row.sample:,} 人"] if row.sample else []
    if row.office_sample:
        wanted.append(f"{row.office_sample:,} 家单位")
    return PoolTold(row.title, tuple(figures), seal.sha256, f"抽取 {'、'.join(wanted)}")


def result_tables(board: PlanBoard) -> list[HallTable]:
    """What came of it by street and by team, and how to repeat it; no name of who was drawn."""
    if not board.teams or board.seal is None:
        return []
    title = board.row.title
    at = f"{when(board.drawn_at)} " if board.drawn_at is not None else ""
    foot = f"种子 {board.seed}　校验码 {board.seal.sha256[:16]}……　{at}抽取"
    streets = tuple(
        HallRow(
            "",
            one.name,
            f"名册 {one.on_list:,} 人" if one.on_list else "",
            _drawn(one.drawn, one.offices),
        )
        for one in board.strata
        if one.drawn or one.offices
    )
    teams = tuple(
        HallRow(
            f"{one.number} 组",
            "、".join(one.inspectors),
            f"回避 {'、'.join(own)}" if (own := sorted(filter(None, one.own_units))) else "",
            f"查 {one.visits:,} 个",
        )
        for one in board.teams
    )
    people = board.row.people
    offices = board.row.drawn - people
    heading = f"抽中 {_drawn(people, offices)}，按名册人数分到各街道"
    steps = (
        HallRow("第 1 步", "核对名册", "重算校验码，与公布的一样", f"{board.seal.sha256[:8]}……"),
        HallRow("第 2 步", "算每人的号", "“种子|街道|编码”的 SHA-256", ""),
        HallRow("第 3 步", "各街道名额", "按名册人数，最大余数法", ""),
        HallRow("第 4 步", "取人", "街道内按号从小到大取", ""),
        HallRow("第 5 步", "检查人员分组", "用同一个种子算号，回避本街道", ""),
        HallRow("", "见证人", board.witnesses, ""),
        HallRow("", "算法", board.algorithm, ""),
    )
    tables = [HallTable(title, heading, streets, foot)]
    tables.append(HallTable(title, f"{len(teams)} 个检查组", teams, foot))
    tables.append(HallTable(title, "怎样复验", steps, foot))
    return tables


def _drawn(people: int, offices: int) -> str:
    told = [f"{people:,} 人"] if people else []
    if offices:
        told.append(f"{offices:,} 家")
    return "、".join(told)


def open_draw(deeds: Deeds, read: Read) -> DrawScreen:
    """The screen at the step that has come, on another display where there is one."""
    if deeds.screen is not None:
        deeds.screen.close()
    screen = DrawScreen(pool_told(read.board), result_tables(read.board))
    deeds.screen = screen
    screen.typed.connect(lambda seed, witnesses: _draw(deeds, screen, seed, witnesses))
    screen.paper_wanted.connect(lambda: deeds.paper_wanted.emit("draw_record"))
    screen.closed.connect(lambda: _let_go(deeds, screen))
    if not deeds.drafting and not read.board.teams:
        # Whoever may not draw may look at the code all the same.
        screen.act.setEnabled(False)
    screen.put_beside(deeds.window)
    return screen


def _let_go(deeds: Deeds, screen: DrawScreen) -> None:
    if deeds.screen is screen:
        deeds.screen = None


def _draw(deeds: Deeds, screen: DrawScreen, seed: str, witnesses: str) -> None:
    plan_id, digest = deeds.key, screen.told.digest

    def job(work: UnitOfWork) -> int:
        from hrgrid.assessment.service.inspection_draws import DrawForm, draw_plan

        return draw_plan(work, plan_id, DrawForm(digest, seed, witnesses=witnesses))

    def failed(sentence: str) -> None:
        if deeds.screen is screen:
            screen.refuse(sentence or "没有抽取。请再试一次。")

    def done(count: int) -> None:
        deeds.told.emit(Message(f"已抽取，共 {count:,} 条检查任务，分到各检查组。", Kind.OK))
        deeds.session.tasks.read(read_board(plan_id), show)

    def show(read: Read) -> None:
        if deeds.screen is screen:
            screen.show_result(result_tables(read.board))

    deeds.session.tasks.write(job, topic=TOPIC, done=done, failed=failed, title="正在抽取")
