"""岗位表: the positions of a batch with their units, heads, grids and conditions."""

from __future__ import annotations

from hrgrid.core.errors import UserError
from hrgrid.hiring.papers.facts import Batch, Position, read_batch
from hrgrid.hiring.papers.listed import Listed, Row, middle, number, text
from hrgrid.hiring.papers.options import Asked
from hrgrid.hiring.papers.wording import condition_texts
from hrgrid.storage.work import UnitOfWork

_COLUMNS = (
    number("序号", 6, 18),
    middle("岗位代码", 12, 30),
    text("岗位名称", 20, 46),
    text("用人单位", 22, 56),
    middle("岗位类别", 12, 32),
    number("招录人数", 9, 30),
    number("储备人数", 9, 30),
    text("所在网格", 50, 140),
    text("报考条件", 34, 84),
    text("备注", 16, 30),
)


def positions_list(work: UnitOfWork, asked: Asked) -> tuple[Batch, list[Listed]]:
    """The list; the conditions are those of the scheme, said once a row as people look for them."""
    batch = read_batch(work, asked.batch_id, people=False)
    if not batch.heads:
        raise UserError(f"批次“{batch.title}”还没有岗位和网格。请先添加岗位，再输出岗位表")
    conditions = "；".join(condition_texts(batch.scheme, batch.kind))
    rows = [
        Row(
            (
                at,
                position.code,
                position.title,
                position.unit,
                position.role,
                position.heads,
                position.reserve,
                grids_words(position),
                conditions,
                position.note,
            )
        )
        for at, position in enumerate(batch.positions, start=1)
    ]
    reserve = sum(position.reserve for position in batch.positions)
    rows.append(Row((None, "合计", "", "", "", batch.heads, reserve, "", "", ""), strong=True))
    listed = Listed(
        f"{batch.title}岗位表",
        "岗位表",
        _COLUMNS,
        tuple(rows),
        batch.left,
        f"共 {len(batch.positions)} 个岗位，招录 {batch.heads} 人　　{batch.made}",
        owner=2,
        people=len(batch.positions),
    )
    return batch, [listed]


def grids_words(position: Position) -> str:
    """The grids by their communities: 甲社区：第一网格、第三网格；乙社区：第二网格."""
    by_community: dict[str, list[str]] = {}
    for place in position.places:
        by_community.setdefault(place.community, []).append(place.name)
    return "；".join(
        f"{community}：{'、'.join(names)}" if community else "、".join(names)
        for community, names in by_community.items()
    )
