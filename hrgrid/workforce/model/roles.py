"""What the office asks of who holds a role."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from hrgrid.storage.base import ROW_ID, Base, RowHashed, code_of, guard
from hrgrid.storage.triggers import AtMostOne
from hrgrid.storage.violations import says
from hrgrid.workforce.model import people  # noqa: F401 - foreign keys
from hrgrid.workforce.rules import Engagement, RoleRuleKind


class RoleRule(RowHashed, Base):
    """Two roles that exclude each other on one grid, one holder a grid, or a kind of engagement.

    Several kinds of engagement of one role: any of them will do.
    """

    __tablename__ = "role_rule"
    __label__ = "任职规则"
    __table_args__ = (
        CheckConstraint(
            "(kind = 'exclusive') = (other_role IS NOT NULL)", name="exclusive_has_other"
        ),
        CheckConstraint("other_role IS NULL OR role < other_role", name="pair_in_order"),
        CheckConstraint(
            "(kind = 'engagement') = (engagement IS NOT NULL)", name="engagement_given"
        ),
    )

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True, init=False)
    kind: Mapped[RoleRuleKind] = mapped_column(code_of(RoleRuleKind, "kind"))
    role: Mapped[str] = mapped_column(String(30), ForeignKey("post_role.code"))
    other_role: Mapped[str | None] = mapped_column(String(30), ForeignKey("post_role.code"))
    engagement: Mapped[Engagement | None] = mapped_column(code_of(Engagement, "engagement"))


guard(
    RoleRule,
    AtMostOne("ux_role_rule_pair", "role_rule", ("role", "other_role"), "kind = 'exclusive'"),
    AtMostOne("ux_role_rule_single", "role_rule", ("role",), "kind = 'single'"),
    AtMostOne(
        "ux_role_rule_engagement", "role_rule", ("role", "engagement"), "kind = 'engagement'"
    ),
)
for _name in ("pair", "single", "engagement"):
    says(f"ux_role_rule_{_name}", "这条任职规则已经有了。请刷新后查看")
