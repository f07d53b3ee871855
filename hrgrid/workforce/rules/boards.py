"""The words of the public boards of grids (documents.md 7)."""

from __future__ import annotations

from hrgrid.core.labelled import Labelled


class BoardSize(Labelled):
    """On what a grid's public board is printed (documents.md 7)."""

    A4 = "a4", "A4 横", "楼道"
    A3 = "a3", "A3 横", "单元门厅"
    POSTER = "poster", "600×900 毫米海报", "小区入口"


class BoardText(Labelled):
    """What boards say that no other record holds; an area's own text goes before one above it."""

    SCOPE = "scope", "管辖区域"
    DUTY_PHONE = "duty_phone", "工作手机"
    STATION_PHONE = "station_phone", "服务站电话"
    OVERSIGHT = "oversight", "监督电话"
    DUTIES = "duties", "工作职责"
    PROMISE = "promise", "服务承诺"


class ConsentPurpose(Labelled):
    """What somebody's own number may be shown for."""

    BOARD = "board", "公示牌"
