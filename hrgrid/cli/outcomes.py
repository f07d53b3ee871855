"""What a command hands back, and the one place that turns it into output and an exit status."""

from __future__ import annotations

import io
import json
import os
import sys
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from hrgrid.core.errors import Cancelled, UserError
from hrgrid.core.faults import write_fault

DONE = 0
REFUSED = 1
MISUSED = 2
FAULT = 3

_CANCELLED = "已取消，没有改动任何数据。"


@dataclass(frozen=True)
class Outcome:
    """The JSON object, the lines for people, and a sentence where the result is a refusal.

    `window` names data on which the window opens afterwards.
    """

    report: dict[str, Any]
    lines: Sequence[str] = field(default=())
    refusal: str | None = None
    window: str | None = None


@dataclass(frozen=True)
class Finish:
    """The exit status, and the data to open the window on, if any."""

    status: int
    window: str | None = None


def speak_utf8() -> None:
    """Write UTF-8 whatever the system's own encoding is (cp936 on Windows).

    A path may hold bytes that are no text; in JSON its escape is still valid.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def conclude(command: Callable[[], Outcome], as_json: bool) -> Finish:
    """Run a command and print what came of it."""
    try:
        outcome = _outcome(command)
        _print(outcome, as_json)
    except BrokenPipeError:
        # Whoever read the output has seen enough (`| head`); Python would complain at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Finish(REFUSED)
    except Exception as fault:  # noqa: BLE001 - the last place where a fault can be told
        return Finish(_tell(fault))
    return Finish(DONE if outcome.refusal is None else REFUSED, outcome.window)


def _outcome(command: Callable[[], Outcome]) -> Outcome:
    try:
        return command()
    except UserError as refusal:
        return _refused(refusal.sentence)
    except (Cancelled, KeyboardInterrupt):
        return _refused(_CANCELLED)


def _refused(sentence: str) -> Outcome:
    return Outcome({"refused": sentence}, refusal=sentence)


def _print(outcome: Outcome, as_json: bool) -> None:
    if as_json:
        print(json.dumps(outcome.report, ensure_ascii=False))
    else:
        for line in outcome.lines:
            print(line)
        if outcome.refusal is not None:
            print(outcome.refusal, file=sys.stderr)
    sys.stdout.flush()


def _tell(fault: Exception) -> int:
    log = write_fault(fault)
    where = f"经过记在 {log}，请交给维护人员" if log else "经过没能记下，请把所用的命令交给维护人员"
    print(f"程序出错了，没有完成这条命令。{where}。", file=sys.stderr)
    return FAULT


def table(headings: Sequence[str], rows: Sequence[Sequence[object]]) -> list[str]:
    """Lines of a plain table; a Chinese character is two columns wide."""
    cells = [headings, *[["" if cell is None else str(cell) for cell in row] for row in rows]]
    widths = [max(_width(row[column]) for row in cells) for column in range(len(headings))]
    return ["  ".join(map(_padded, row, widths)).rstrip() for row in cells]


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))


def _width(text: str) -> int:
    return sum(
        0
        if unicodedata.combining(character)
        else 2
        if unicodedata.east_asian_width(character) in "WF"
        else 1
        for character in text
    )
