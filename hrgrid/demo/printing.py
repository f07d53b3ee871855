"""The papers that the demonstration's office hands out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from hrgrid.core.progress import Progress
from hrgrid.documents.service import key_sheet
from hrgrid.honours.papers import (
    DecisionForm,
    Form,
    Written,
    write_certificates,
    write_decision,
    write_roster,
)
from hrgrid.honours.queries import grants
from hrgrid.honours.rules.words import Tier
from hrgrid.honours.service import issue_certificates
from hrgrid.honours.service.honouring import issue_collective_certificates
from hrgrid.storage.desk import Desk
from hrgrid.storage.files import write_whole

FOLDER = "文书"
KEYS = "证书公钥.json"
_DECISION = DecisionForm(
    addressee="各单位",
    basis="《示例市“十百千网格员”评选办法》（示政法〔2024〕30号）",
    task="为建设平安示例市作出新的贡献",
    copies="市委办公室，市政府办公室",
    printed_on="2025年4月16日",
)


@dataclass(frozen=True)
class PaperRow:
    """One paper that the demonstration wrote; `look` says what to look at."""

    path: Path
    kind: str
    pages: int
    rows: int
    look: str


_LOOK_AT = {
    "decision": "表彰决定和它的附件，公文版式",
    "roster": "三级表彰名单和集体荣誉，末页页脚有留痕校验",
    "certificate": "荣誉证书，一人一页，集体一个一页，扫码可核验",
    "register": "证书登记，供印刷厂合并套打",
}


def write_papers(desk: Desk, folder: Path, campaign_id: int, progress: Progress) -> list[PaperRow]:
    """Decision, rosters, certificates, their register; beside them the keys that verify them."""
    desk.write(lambda work: issue_certificates(work, campaign_id), progress=progress)
    desk.write(lambda work: issue_collective_certificates(work, campaign_id), progress=progress)
    papers = [
        _row(
            write_roster(
                desk, campaign_id, folder / f"表彰名单.{form.value}", form, progress=progress
            ),
            "roster",
        )
        for form in Form
    ]
    decided = write_decision(
        desk, campaign_id, folder / "表彰决定.pdf", _DECISION, progress=progress
    )
    papers.insert(0, _row(decided, "decision"))
    made = ((Form.PDF, "荣誉证书.pdf", "certificate"), (Form.XLSX, "证书登记.xlsx", "register"))
    for form, name, kind in made:
        written = write_certificates(desk, campaign_id, folder / name, form, progress=progress)
        papers.append(_row(written, kind))
    write_whole(folder / KEYS, desk.write(key_sheet))
    return papers


def honoured(desk: Desk, campaign_id: int) -> dict[str, int]:
    """How many people of each tier were honoured."""
    counts = Counter(row.tier for row in desk.read(lambda work: grants(work, campaign_id)))
    return {tier.value: counts[tier] for tier in Tier}


def _row(written: Written, kind: str) -> PaperRow:
    return PaperRow(written.path, kind, written.pages, written.rows, _LOOK_AT[kind])
