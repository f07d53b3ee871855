"""The words of packages: where they are."""

from __future__ import annotations

from hrgrid.core.labelled import Labelled


class PackageSide(Labelled):
    """Whether a package went out from here or came here."""

    OUT = "out", "带走"
    IN = "in", "带来"


class PackageState(Labelled):
    """Whether a package is still elsewhere."""

    AWAY = "away", "在外"
    RETURNED = "returned", "已收回"
    CANCELLED = "cancelled", "已作废"
