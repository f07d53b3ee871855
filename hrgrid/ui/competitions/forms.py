"""What the forms of competitions have in common: their topic, and fields for points and shares."""

from __future__ import annotations

from hrgrid.core.errors import UserError
from hrgrid.core.tabulation import mark_text, parse_mark
from hrgrid.ui.competitions.words import TOPIC
from hrgrid.ui.forms import TextField
from hrgrid.ui.matters.forms import MatterForm, ReasonForm
from hrgrid.ui.matters.typed import plain_digits


class CompetitionForm(MatterForm):
    """A form with one deed; whatever shows competitions is read anew when it is done."""

    TOPIC = TOPIC


class CompetitionReason(ReasonForm):
    """A deed that asks for nothing but its reason."""

    TOPIC = TOPIC


class PointsField(TextField):
    """Points as people write them; thousandths inside. Negative ones where `below` zero is meant.

    `value` raises UserError naming the field where it is empty or cannot be read.
    """

    def __init__(
        self, name: str, *, milli: int | None = None, hint: str = "", below: bool = False
    ) -> None:
        text = "" if milli is None else mark_text(abs(milli))
        sign = "-" if milli is not None and milli < 0 else ""
        super().__init__(name, hint=hint, text=f"{sign}{text}")
        self._below = below

    @property
    def value(self) -> int:
        """What was typed, in thousandths."""
        milli = self.value_or_none
        if milli is None:
            raise UserError(f"没有填{self.accessibleName()}。请填一个数，例如 90.5")
        return milli

    @property
    def value_or_none(self) -> int | None:
        """The same; None where the field is empty."""
        text = plain_digits(self.text()).replace("−", "-").replace("－", "-")
        less = text.startswith("-")
        if less and not self._below:
            raise UserError(f"{self.accessibleName()}“{self.text().strip()}”是负数。请改正")
        milli = parse_mark(text.lstrip("+-"), self.accessibleName())
        return None if milli is None else -milli if less else milli


class PercentField(TextField):
    """A share in per cent; basis points inside."""

    def __init__(self, name: str, basis_points: int) -> None:
        super().__init__(name, text=mark_text(basis_points * 10))

    @property
    def value(self) -> int:
        """Basis points. Raises UserError naming the field."""
        text = plain_digits(self.text()).removesuffix("%")
        milli = parse_mark(text, self.accessibleName())
        if milli is None:
            raise UserError(f"没有填{self.accessibleName()}。请填百分数，例如 40")
        if milli % 10 or milli > 100_000:
            raise UserError(
                f"{self.accessibleName()}“{self.text().strip()}”要在 0 到 100 之间，"
                "最多两位小数。请改正"
            )
        return milli // 10
