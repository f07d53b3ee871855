"""Commands on the selection: list, run, explain, rerun, proof."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from hrgrid.cli import opening
from hrgrid.cli.outcomes import Outcome, table
from hrgrid.cli.usage import Parser, whole_number
from hrgrid.honours.papers import write_proof
from hrgrid.honours.queries import CampaignRow, Explanation, campaigns
from hrgrid.honours.service import explain, rerun, run_selection

_AGAIN = "用命令再次计算"

# --- list -----------------------------------------------------------------------------------------


def declare_list(_parser: Parser) -> None:
    """No arguments."""


def list_campaigns(options: argparse.Namespace) -> Outcome:
    """Every campaign with its runs; needs no user."""
    with opening.reading(options) as database, database.reading() as work:
        rows = campaigns(work)
    told = {"campaigns": [_told(row) for row in rows]}
    if not rows:
        return Outcome(told, ["还没有评选。"])
    shown = [
        (
            row.id,
            row.year,
            row.title,
            row.state.label,
            run.id if run else "",
            run and run.state.label,
        )
        for row in rows
        for run in row.runs or (None,)
    ]
    return Outcome(told, table(("编号", "年度", "名称", "状态", "计算", "计算状态"), shown))


def _told(row: CampaignRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "year": row.year,
        "title": row.title,
        "state": row.state.value,
        "runs": [run.id for run in row.runs],
    }


# --- run and rerun --------------------------------------------------------------------------------


def declare_run(parser: Parser) -> None:
    """Arguments of `honours run`."""
    _declare_campaign(parser)
    parser.add_argument("--reason", default=_AGAIN, metavar="事由", help="再次计算的事由")


def run_campaign(options: argparse.Namespace) -> Outcome:
    """Compute over the frozen inputs; the result is a preview until somebody applies it."""
    with opening.writing_desk(options) as desk:
        done = desk.write(lambda work: run_selection(work, options.campaign), reason=options.reason)
    selected = {tier.value: count for tier, count in done.selected.items()}
    counts = "，".join(f"{tier.label} {count} 人" for tier, count in done.selected.items())
    return Outcome(
        {
            "run": done.run_id,
            "input_hash": done.input_hash,
            "output_hash": done.output_hash,
            "selected": selected,
        },
        [
            f"第 {done.number} 次计算（编号 {done.run_id}）：{counts}。",
            f"输入校验值 {done.input_hash}",
            f"结果校验值 {done.output_hash}",
            *done.warnings,
        ],
    )


def declare_rerun(parser: Parser) -> None:
    """Arguments of `honours rerun`."""
    parser.add_argument("run", type=whole_number(1), metavar="计算", help="honours list 里的编号")


def rerun_selection(options: argparse.Namespace) -> Outcome:
    """Compute a stored run again and compare; needs no user."""
    with opening.reading(options) as database, database.reading() as work:
        same = rerun(work, options.run)
    if same:
        return Outcome({"same": True}, ["重新计算的结果与存下的完全相同。"])
    refusal = (
        f"编号 {options.run} 的计算重算后与存下的不同，数据可能已被改动。"
        "请停止使用，用“恢复备份”打开最近一次完好的备份。"
    )
    return Outcome({"same": False}, refusal=refusal)


# --- explain --------------------------------------------------------------------------------------


def declare_explain(parser: Parser) -> None:
    """Arguments of `honours explain`."""
    _declare_campaign(parser)
    parser.add_argument("person", metavar="人员", help="工号，或不重名的姓名")


def explain_person(options: argparse.Namespace) -> Outcome:
    """Why somebody was chosen or not; the journal says that it was asked."""
    with opening.writing_desk(options) as desk:
        found = desk.write(lambda work: explain(work, options.campaign, options.person))
    return Outcome(_explained(found), _lines(found))


def _explained(found: Explanation) -> dict[str, Any]:
    return {
        "outcome": found.outcome.value,
        "outcome_code": found.outcome_code.value if found.outcome_code else None,
        "rank": found.rank,
        "cut_score": found.cut_score or None,
        "distance": found.distance or None,
        "checks": [
            {
                "key": check.key,
                "label": check.label,
                "operator": check.operator,
                "threshold": check.threshold,
                "seen": check.seen,
                "passed": check.passed,
            }
            for check in found.checks
        ],
    }


def _lines(found: Explanation) -> list[str]:
    who = f"{found.name}（{found.number}） {found.district} {found.tier.label}"
    ticks = [
        ("符合" if check.passed else "不符合", check.label, check.fact) for check in found.checks
    ]
    return [
        f"{who}：{found.sentence}。",
        *(f"{tie}。" for tie in found.ties),
        *table(("审查", "条件", "实际"), ticks),
    ]


# --- proof ----------------------------------------------------------------------------------------


def declare_proof(parser: Parser) -> None:
    """Arguments of `honours proof`."""
    _declare_campaign(parser)
    parser.add_argument("out", type=Path, metavar="OUT.zip", help="验证包存到哪里")


def make_proof(options: argparse.Namespace) -> Outcome:
    """The package that proves the list in force; the journal says that it was made."""
    with opening.writing_desk(options) as desk:
        made = write_proof(desk, options.campaign, options.out.absolute())
    told = {"path": str(made.path), "run": made.run, "people": made.people}
    return Outcome(
        told | {"files": list(made.files)},
        [
            f"已生成验证包 {made.path}：第 {made.run} 次计算，{made.people} 人。",
            "解压后运行“python 核验.py”，不用本程序就能重算并比对。",
        ],
    )


def _declare_campaign(parser: Parser) -> None:
    parser.add_argument(
        "campaign", type=whole_number(1), metavar="评选", help="honours list 里的编号"
    )
