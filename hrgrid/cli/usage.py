"""Reading the words of a command line, with every sentence in Chinese (argparse knows none)."""

from __future__ import annotations

import argparse
import enum
import re
from collections.abc import Callable, Iterable
from typing import Any, NoReturn, TypeVar

from hrgrid.cli.outcomes import MISUSED

_TRANSLATED = (
    (r"the following arguments are required: (.*)", r"缺少参数 \1"),
    (r"unrecognized arguments: (.*)", r"不认识的参数 \1"),
    (r"invalid choice: '?(.*?)'? \(choose from (.*)\)", r"没有“\1”这个选项，可以填 \2"),
    (r"expected one argument", r"后面要跟一个值"),
    (r"expected at least one argument", r"后面至少要跟一个值"),
    (r"expected (\d+) arguments?", r"后面要跟 \1 个值"),
    (r"ignored explicit argument '?(.*?)'?", r"后面不能跟“\1”"),
    (r"not allowed with argument (.*)", r"不能与 \1 同时使用"),
    (r"one of the arguments (.*) is required", r"\1 中要写一个"),
)


class Parser(argparse.ArgumentParser):
    """An ArgumentParser that speaks Chinese and takes no shortened options."""

    def __init__(self, prog: str, description: str, epilog: str = "") -> None:
        super().__init__(
            prog=prog,
            description=description,
            epilog=epilog,
            add_help=False,
            allow_abbrev=False,
            formatter_class=_Formatter,
        )
        self._given = self.add_argument_group("参数")
        self._chosen = self.add_argument_group("选项")
        self.add_argument("-h", "--help", action="help", help="显示这段说明")

    def add_argument(self, *names: Any, **settings: Any) -> argparse.Action:
        """Declare one argument under the Chinese heading where it belongs."""
        optional = names[0].startswith("-")
        return (self._chosen if optional else self._given).add_argument(*names, **settings)

    def error(self, message: str) -> NoReturn:
        """Say in Chinese what is wrong with the words, and leave with the status for it."""
        self.exit(MISUSED, f"{self.format_usage()}{sentence(message)}\n")


class _Formatter(argparse.RawDescriptionHelpFormatter):
    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Any,
        prefix: str | None = None,
    ) -> None:
        """The usual usage after a Chinese word."""
        super().add_usage(usage, actions, groups, prefix or "用法：")


def sentence(message: str) -> str:
    """Argparse's message as a Chinese sentence."""
    named = re.fullmatch(r"argument (\S+): (.*)", message, re.DOTALL)
    where, what = named.groups() if named else ("", message)
    for pattern, translation in _TRANSLATED:
        found = re.fullmatch(pattern, what, re.DOTALL)
        if found:
            what = found.expand(translation)
            break
    return f"写法不对：{where}{' ' if where else ''}{what}。用 --help 看写法。"


_Member = TypeVar("_Member", bound=enum.Enum)


def coded(kind: type[_Member], code: str) -> _Member:
    """The member with this code, which argparse has checked already."""
    return next(member for member in kind if member.value == code)


def whole_number(least: int) -> Callable[[str], int]:
    """An argument's type: a whole number not below `least`."""

    def number(text: str) -> int:
        if re.fullmatch(r"-?[0-9]{1,15}", text) and int(text) >= least:
            return int(text)
        raise argparse.ArgumentTypeError(f"要填不小于 {least} 的整数，现在是“{text}”")

    return number
