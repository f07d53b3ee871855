"""The words of packages and of collections: where they are."""

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


class CollectKind(Labelled):
    """What is asked of the units."""

    ASSESSMENT = "assessment", "考核数据"
    ROSTER = "roster", "花名册核对"
    ENROLMENT = "enrolment", "培训报名"
    NOMINATION = "nomination", "评选推荐"


class CollectionState(Labelled):
    """Whether an asking round still takes workbooks."""

    OPEN = "open", "收集中"
    CLOSED = "closed", "已收齐"
    CANCELLED = "cancelled", "已取消"


class SheetState(Labelled):
    """How far the workbook of a unit has come."""

    OUT = "out", "已下发"
    RETURNED = "returned", "已收回，待合并"
    MERGED = "merged", "已合并"
    EXCUSED = "excused", "免报"
    REPLACED = "replaced", "已换新版"
