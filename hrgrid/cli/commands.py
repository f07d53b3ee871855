"""The table of commands, and the way from the words of a command line to one of them."""

from __future__ import annotations

import argparse
import dataclasses
from collections.abc import Callable, Sequence

from hrgrid import __version__
from hrgrid.cli.outcomes import Finish, Outcome, conclude, speak_utf8
from hrgrid.cli.usage import Parser

Parts = tuple[Callable[[Parser], None], Callable[[argparse.Namespace], Outcome]]


@dataclasses.dataclass(frozen=True)
class Command:
    """One or two words, what they do, and how to load what declares the arguments and works.

    `load` gets the words: only the command that was asked for imports what it needs.
    """

    words: str
    summary: str
    load: Callable[[str], Parts]


def _calculations(words: str) -> Parts:
    from hrgrid.cli import calculations

    return {
        "apportion": (calculations.declare_apportion, calculations.apportion_seats),
        "tabulate": (calculations.declare_tabulate, calculations.tabulate_marks),
        "draw": (calculations.declare_draw, calculations.draw_pool),
        "sort-names": (calculations.declare_sort_names, calculations.sort_name_list),
    }[words]


def _office(words: str) -> Parts:
    from hrgrid.cli import office

    return {
        "init": (office.declare_init, office.init_office),
        "check": (office.declare_nothing, office.check_data),
        "backup": (office.declare_backup, office.back_up_data),
        "restore": (office.declare_restore, office.restore_data),
        "journal verify": (office.declare_journal_verify, office.verify_journal),
        "export-all": (office.declare_export_all, office.export_data),
    }[words]


def _demonstration(words: str) -> Parts:
    from hrgrid.cli import demonstration

    return {"demo": (demonstration.declare_demo, demonstration.make_demonstration)}[words]


def _workforce(words: str) -> Parts:
    from hrgrid.cli import workforce

    return {
        "import": (workforce.declare_import, workforce.import_file),
        "template": (workforce.declare_template, workforce.write_template_file),
        "coverage": (workforce.declare_coverage, workforce.show_coverage),
    }[words]


def _honours(words: str) -> Parts:
    from hrgrid.cli import honours

    return {
        "honours list": (honours.declare_list, honours.list_campaigns),
        "honours run": (honours.declare_run, honours.run_campaign),
        "honours explain": (honours.declare_explain, honours.explain_person),
        "honours rerun": (honours.declare_rerun, honours.rerun_selection),
        "honours proof": (honours.declare_proof, honours.make_proof),
    }[words]


def _documents(words: str) -> Parts:
    from hrgrid.cli import documents

    return {
        "roster": (documents.declare_roster, documents.make_roster),
        "certificates": (documents.declare_certificates, documents.make_certificates),
        "certificates verify": (documents.declare_verify, documents.verify_certificates),
    }[words]


COMMANDS = (
    Command("demo", "建一个示例机构，再打开窗口", _demonstration),
    Command("init", "新建数据", _office),
    Command("check", "检查数据是否完好", _office),
    Command("backup", "备份并核对", _office),
    Command("restore", "把备份恢复到原数据旁边", _office),
    Command("import", "导入网格、花名册、聘用关系、推荐表等", _workforce),
    Command("template", "空白导入模板", _workforce),
    Command("coverage", "一格一员配备情况", _workforce),
    Command("honours list", "十百千评选和每次计算", _honours),
    Command("honours run", "按冻结的情况计算名单", _honours),
    Command("honours explain", "某人为什么入选或未入选", _honours),
    Command("honours rerun", "重新计算并与存下的比对", _honours),
    Command("honours proof", "不用本程序就能重算核验的验证包", _honours),
    Command("roster", "表彰名单，PDF 或 Excel", _documents),
    Command("certificates", "荣誉证书 PDF，或登记表 Excel", _documents),
    Command("certificates verify", "核验证书上的校验码，不用联网", _documents),
    Command("export-all", "导出全部数据", _office),
    Command("journal verify", "核验操作留痕", _office),
    Command("apportion", "按权数分配名额", _calculations),
    Command("tabulate", "去掉最高分和最低分，算出名次", _calculations),
    Command("draw", "双随机抽取", _calculations),
    Command("sort-names", "按姓氏笔画或拼音排序", _calculations),
)


@dataclasses.dataclass(frozen=True)
class Options:
    """A command line that was understood; without a command the window opens."""

    data: str | None
    user: str | None
    work: Callable[[argparse.Namespace], Outcome] | None
    arguments: argparse.Namespace


def parse(words: Sequence[str], commands: Sequence[Command] = COMMANDS) -> Options:
    """Understand `words`; on wrong usage say so and raise SystemExit(2)."""
    speak_utf8()
    outer = _outer_parser(commands)
    given = outer.parse_args(words)
    if not given.command:
        return Options(given.data, given.user, None, argparse.Namespace())
    command, rest = _found(outer, given.command, commands)
    declare, work = command.load(command.words)
    inner = Parser(f"hrgrid {command.words}", command.summary)
    declare(inner)
    inner.add_argument("--json", action="store_true", help="输出一个 JSON 对象，供程序读取")
    arguments = inner.parse_args(rest, argparse.Namespace(data=given.data, user=given.user))
    return Options(given.data, given.user, work, arguments)


def run(options: Options) -> Finish:
    """Carry out the command: its exit status, and the data that a window shall open on now."""
    work, arguments = options.work, options.arguments
    if work is None:
        raise ValueError("no command to run")
    return conclude(lambda: work(arguments), arguments.json)


def _outer_parser(commands: Sequence[Command]) -> Parser:
    width = max(len(command.words) for command in commands)
    listed = "\n".join(f"  {c.words:<{width}}  {c.summary}" for c in commands)
    parser = Parser(
        "hrgrid",
        "网格员队伍管理。不写命令时打开窗口。",
        f"命令：\n{listed}\n\n“hrgrid 命令 --help”看每条命令的写法。",
    )
    parser.add_argument("--version", action="version", version=__version__, help="显示版本号")
    parser.add_argument("--data", metavar="文件或地址", help="数据文件（.hrg）或 PostgreSQL 地址")
    parser.add_argument("--user", metavar="操作员", help="以哪个操作员的身份办理")
    parser.add_argument(
        "command", nargs=argparse.REMAINDER, metavar="命令 …", help="见下，后面跟它的参数"
    )
    return parser


def _found(
    outer: Parser, words: list[str], commands: Sequence[Command]
) -> tuple[Command, list[str]]:
    """The command with the most words that the line begins with, and what follows it."""
    for length in (2, 1):
        for command in commands:
            if command.words.split() == words[:length]:
                return command, words[length:]
    wider = [command.words for command in commands if command.words.split()[0] == words[0]]
    what = f"后面还要写一个词：{'、'.join(wider)}" if wider else "不是 hrgrid 的命令"
    return outer.error(f"“{words[0]}”{what}")
