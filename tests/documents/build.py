"""Certificates for tests: some of each series, issued by the real service."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from hrgrid.documents.rules import Series
from hrgrid.documents.service import CertificateRequest, Decision, issue
from hrgrid.paper.certificate import CITATIONS
from hrgrid.storage.desk import Desk

DAY = dt.date(2019, 4, 15)
DECISION = Decision("苏政法〔2019〕12号", DAY)
BATCH = "campaign:1"
SERIES = {
    "XF": (Series("苏政法网格", "XF", 2019, 3), "先锋网格员"),
    "YX": (Series("苏政法网格", "YX", 2019, 3), "优秀网格员"),
    "NS": (Series("苏政法网格", "NS", 2019, 4), "能手网格员"),
}
_SURNAMES, _GIVEN = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨", "伟芳娜敏静丽强磊军洋勇艳杰涛明超"


def request(serial: int, code: str = "NS", **changes: object) -> CertificateRequest:
    """What a certificate of a series shall say."""
    series, honour = SERIES[code]
    asked = CertificateRequest(
        f"honour:{code}{serial}",
        series,
        name_of(serial),
        "示例街道",
        with_unit=False,
        honour=honour,
        title=f"示例市“{honour}”",
        body=CITATIONS[honour].format(year=2018, city="示例市"),
    )
    return replace(asked, **changes)  # type: ignore[arg-type]


def name_of(serial: int) -> str:
    """A made-up name, the same for a serial each time."""
    return _SURNAMES[serial % 16] + _GIVEN[serial // 16 % 16] + _GIVEN[serial * 7 % 16]


def issued(desk: Desk, batch: str = BATCH, **counts: int) -> None:
    """As many certificates of each series: issued(desk, XF=2, NS=30)."""
    asked = [
        request(serial, code, source=f"{batch}:{code}{serial}")
        for code, count in counts.items()
        for serial in range(1, count + 1)
    ]
    desk.write(lambda work: issue(work, batch, asked, DECISION))
