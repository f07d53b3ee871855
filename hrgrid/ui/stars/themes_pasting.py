"""What is pasted into the sheet: a block of marks, or lines that begin with the name of a grid."""

from __future__ import annotations

from dataclasses import dataclass, field

from hrgrid.assessment.rules.theme_words import is_mark, read_mark
from hrgrid.assessment.rules.themes import Cell, Typed
from hrgrid.core.errors import UserError
from hrgrid.ui.cells.clipboard import Block
from hrgrid.ui.cells.preview import RefusedCell
from hrgrid.ui.stars.themes_model import ThemesModel

Found = list[tuple[Cell | None, str]]


@dataclass
class Pasted:
    """Cells that can be taken, cells that cannot, and how many lie beyond the sheet."""

    values: dict[Cell, Typed | None] = field(default_factory=dict)
    refused: list[RefusedCell] = field(default_factory=list)
    beyond: int = 0


def begins_with_names(block: Block) -> bool:
    """Whether the first column says whose marks they are."""
    first = next((line[0].strip() for line in block if line[0].strip()), "")
    return bool(first) and not is_mark(first) and len(block[0]) > 1


def read_cells(model: ThemesModel, found: Found) -> Pasted:
    """Marks for the cells that they were pasted on."""
    pasted = Pasted()
    for cell, words in found:
        _take(model, pasted, cell, words)
    return pasted


def read_named(model: ThemesModel, block: Block, first: str) -> Pasted:
    """Marks by name or code of the grid, from the theme `first` on.

    A name that two grids of the sheet share tells nobody apart; then the code does.
    """
    grids: dict[str, list[int]] = {}
    for row in model.grids:
        for told in {row.name, row.code}:
            grids.setdefault(told, []).append(row.id)
    codes = [one.code for one in model.themes]
    codes = codes[codes.index(first) :]
    pasted = Pasted()
    for line in block:
        name = line[0].strip()
        if not name:
            continue
        ids = grids.get(name, [])
        if len(ids) != 1:
            told = "名称有几个网格在用，请改成网格编号" if ids else "这张表里没有这个网格"
            pasted.refused.append(RefusedCell(name, "整行", "　".join(line[1:]), f"{told}。"))
            continue
        for at, words in enumerate(line[1:]):
            if words.strip():
                cell = (ids[0], codes[at]) if at < len(codes) else None
                _take(model, pasted, cell, words.strip())
    return pasted


def _take(model: ThemesModel, pasted: Pasted, cell: Cell | None, words: str) -> None:
    if cell is None:
        pasted.beyond += 1
        return
    try:
        pasted.values[cell] = read_mark(words, model.named(cell))
    except UserError as error:
        grid, theme = model.grid_of(cell).name, model.theme_of(cell).label
        pasted.refused.append(RefusedCell(grid, theme, words, error.sentence))
