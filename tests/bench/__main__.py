"""`python -m tests.bench [NAME…] [--json] [--runs N] [--n N]`."""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys

from tests.bench import (
    assessment,
    certificates,
    honours,
    journal,
    lists,
    pay,
    scoring,
    stars,
    start,
    workbooks,
)
from tests.bench.measure import Bench, Measured, measure

BENCHES = (
    Bench("start", 1, "≤ 2.5", start.prepare, start.ours, start.limit),
    Bench(
        "import",
        40_000,
        "≤ 4",
        workbooks.prepare,
        workbooks.ours_imported,
        workbooks.limit_imported,
    ),
    Bench(
        "import_peer",
        40_000,
        "≤ 0.8",
        workbooks.prepare,
        workbooks.ours_imported,
        workbooks.limit_read_by_openpyxl,
    ),
    Bench(
        "export",
        40_000,
        "≤ 0.2",
        workbooks.prepare_export,
        workbooks.ours_exported,
        workbooks.limit_exported,
    ),
    Bench("page", 40_000, "≤ 3", lists.prepare, lists.ours_page, lists.limit_page),
    Bench(
        "page_million",
        1_000_000,
        "≤ 3, and ≤ 1.5 × page",
        lists.prepare,
        lists.ours_page,
        lists.limit_page,
    ),
    Bench("coverage", 40_000, "≤ 3", lists.prepare, lists.ours_coverage, lists.limit_coverage),
    Bench("search", 1_000_000, "≤ 0.050 s", lists.prepare, lists.ours_search, lists.limit_search),
    Bench("assessment", 40_000, "≤ 5", assessment.prepare, assessment.ours, assessment.limit),
    Bench(
        "assessment_tenfold",
        400_000,
        "≤ 5, and ≤ 12 × assessment",
        assessment.prepare,
        assessment.ours,
        assessment.limit,
    ),
    Bench("pay", 12_000, "≤ 5", pay.prepare, pay.ours, pay.limit),
    Bench("stars", 40_000, "≤ 2 s of CPU", stars.prepare, stars.ours, stars.limit),
    Bench("honours", 40_000, "≤ 3 s of CPU", honours.prepare, honours.ours, honours.limit),
    Bench(
        "honours_shared",
        40_000,
        "PostgreSQL, as long as honours",
        honours.prepare_shared,
        honours.ours_shared,
        honours.limit_shared,
    ),
    Bench(
        "honours_tenfold",
        400_000,
        "PostgreSQL, ≤ 12 × honours_shared",
        honours.prepare_shared,
        honours.ours_shared,
        honours.limit_shared,
    ),
    Bench(
        "certificates", 1_110, "≤ 4", certificates.prepare, certificates.ours, certificates.limit
    ),
    Bench("score_key", 60, "p99 ≤ 0.016 s", scoring.prepare, scoring.ours, scoring.limit),
    Bench(
        "score_key_cpu",
        60,
        "p99 ≤ 0.016 s of CPU",
        scoring.prepare,
        scoring.ours_cpu,
        scoring.limit_cpu,
    ),
    Bench("journal", 2_000, "≥ 500/s", journal.prepare, journal.ours, journal.limit),
    Bench(
        "journal_verify",
        100_000,
        "10^6 < 30 s",
        journal.prepare_long,
        journal.ours_verified,
        journal.limit_verified,
    ),
)

# Rows where n pieces are done; elsewhere n is how large the office is.
_BY_THE_PIECE = {"import", "export", "journal", "journal_verify"}


def main() -> None:
    """Measure the rows that were asked for, all by default."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    names = [bench.name for bench in BENCHES]
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(names))
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--runs", type=int, default=5, help="how often each side runs")
    parser.add_argument("--n", type=int, help="another amount of work than the usual one")
    options = parser.parse_args()
    unknown = set(options.names) - set(names)
    if unknown:
        parser.error(f"no such row: {', '.join(sorted(unknown))}")
    rows = []
    if not options.json:
        print(f"{'row':16}{'n':>10}{'ours s':>11}{'limit s':>11}{'ratio':>8}{'MB':>8}  goal")
    for bench in BENCHES:
        if options.names and bench.name not in options.names:
            continue
        row = measure(dataclasses.replace(bench, n=options.n or bench.n), options.runs)
        rows.append(dataclasses.asdict(row))
        if not options.json:
            print(_line(row, bench.goal), flush=True)
    if options.json:
        print(json.dumps({"rows": rows}))


def _line(row: Measured, goal: str) -> str:
    speed = f"  ({row.n / row.ours_s:,.0f}/s)" if row.name in _BY_THE_PIECE else ""
    peak = "" if row.peak_mb is None else f"{row.peak_mb:.0f}"
    return (
        f"{row.name:16}{row.n:>10,}{row.ours_s:>11.3f}{row.limit_s:>11.3f}{row.ratio:>8.2f}"
        f"{peak:>8}  {goal}{speed}"
    )


if __name__ == "__main__":
    sys.exit(main())
