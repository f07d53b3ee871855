"""名额按什么分配: one count, or several with their shares in per cent."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hrgrid.core.errors import UserError
from hrgrid.honours.rules.scheme import WHOLE
from hrgrid.honours.rules.words import WeightKind
from hrgrid.ui.forms import Choice, Field, TextField, label
from hrgrid.ui.honours.words import percent

_SEVERAL = "several"
_ENTRIES: list[tuple[object, str]] = [
    *((kind, kind.label) for kind in WeightKind),
    (_SEVERAL, "几项按比例合计"),
]


class WeightFields(QWidget):
    """The shares of the counts, shown where there are several; `kind` stands where a form likes."""

    def __init__(self) -> None:
        super().__init__()
        self.kind = Choice("名额按什么分配", _ENTRIES)
        self.shares = {kind: TextField(f"{kind.label}（%）") for kind in WeightKind}
        self.told = label(
            "上年命名人数取上一次已决定的评选（同名的优先），撤销的不算；没有上一次时这一项不计。",
            "caption",
            wraps=True,
        )
        row = QHBoxLayout()
        row.setSpacing(12)
        for kind, field in self.shares.items():
            row.addWidget(Field(f"{kind.label}（%）", field))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self.told)
        self.kind.currentIndexChanged.connect(lambda _: self.follow())

    def put(self, weights: Mapping[WeightKind, int]) -> None:
        """Show shares in basis points."""
        used = [kind for kind, share in weights.items() if share]
        for kind, field in self.shares.items():
            field.setText(percent(weights.get(kind, 0))[:-1])
        self.kind.choose(used[0] if len(used) == 1 else _SEVERAL)
        self.follow()

    def follow(self) -> None:
        """Show the shares only where they count."""
        self.setVisible(self.kind.currentData() == _SEVERAL)

    def read(self) -> dict[WeightKind, int]:
        """The shares in basis points. Raises UserError unless they are per cents of a whole."""
        chosen = self.kind.currentData()
        if chosen != _SEVERAL:
            return {chosen: WHOLE}
        shares = {kind: _share(kind, field.text()) for kind, field in self.shares.items()}
        if sum(shares.values()) != WHOLE:
            raise UserError(
                f"分配名额的各项权重合计 {percent(sum(shares.values()))}，要是 100%。请核对权重"
            )
        return {kind: share for kind, share in shares.items() if share}


def _share(kind: WeightKind, text: str) -> int:
    return basis_points(text.strip() or "0", f"{kind.label}权重")


def basis_points(text: str, what: str) -> int:
    """A share in per cent with at most two decimals. Raises UserError, calling it by `what`."""
    whole, _, rest = text.strip().partition(".")
    if not whole.isdecimal() or len(rest) > 2 or (rest and not rest.isdecimal()):
        raise UserError(f"{what}“{text}”不是百分数。请填 0 到 100，最多两位小数")
    return int(whole) * 100 + int(rest.ljust(2, "0") or 0)
