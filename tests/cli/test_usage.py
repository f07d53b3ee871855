"""The frame around the commands: words, help, exit status, and what is printed where."""

from __future__ import annotations

import re
import sys

import pytest

from hrgrid.cli import usage
from hrgrid.cli.commands import COMMANDS, parse

FRAME = """
import os, signal, sys
from hrgrid.cli.commands import Command, parse, run
from hrgrid.cli.outcomes import Outcome
from hrgrid.core.errors import Cancelled

def fail(options):
    raise ValueError("330102199001011234")

def interrupt(options):
    # A shell gives its background jobs a SIGINT that is ignored.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.raise_signal(signal.SIGINT)

def cancel(options):
    raise Cancelled

def shout(options):
    return Outcome({}, ["一行"] * 100_000)

def say(options):
    return Outcome({"data": options.data, "user": options.user}, ["好"])

def nothing(parser):
    pass

parts = {f.__name__: (nothing, f) for f in (fail, interrupt, cancel, shout)}
parts["honours list"] = parts["journal verify"] = (nothing, say)
parts["honours"] = (lambda parser: parser.add_argument("campaign"), say)
table = [Command(words, "", parts.__getitem__) for words in parts]
sys.exit(run(parse(sys.argv[1:], table)).status)
"""


def test_a_fault_leaves_a_log_and_no_traceback_and_no_personal_data(start, tmp_path):
    done = start("fail", "--json", code=FRAME, HRGRID_HOME=str(tmp_path / "home"))
    assert (done.status, done.out) == (3, "")
    (log,) = (tmp_path / "home" / "logs").iterdir()
    assert done.err == f"程序出错了，没有完成这条命令。经过记在 {log}，请交给维护人员。\n"
    text = log.read_text(encoding="utf-8")
    assert "ValueError" in text
    assert "in fail" in text
    assert "330102199001011234" not in text


def test_a_fault_is_told_even_where_no_log_can_be_written(start, write):
    blocked = write("home", "a file where the folder should be")
    done = start("fail", code=FRAME, HRGRID_HOME=str(blocked))
    assert done.status == 3
    assert done.err == "程序出错了，没有完成这条命令。经过没能记下，请把所用的命令交给维护人员。\n"


@pytest.mark.parametrize("how", ["interrupt", "cancel"])
def test_a_cancelled_command_is_refused(start, how):
    done = start(how, "--json", code=FRAME)
    assert (done.status, done.err) == (1, "")
    assert done.report == {"refused": "已取消，没有改动任何数据。"}


def test_the_longest_command_wins_and_global_options_reach_it(start):
    done = start("--data", "a.hrg", "--user", "张三", "honours", "list", "--json", code=FRAME)
    assert done.report == {"data": "a.hrg", "user": "张三"}
    assert start("honours", "7", code=FRAME).out == "好\n"


def test_half_a_command_names_the_words_that_may_follow(start):
    done = start("journal", code=FRAME)
    assert done.status == 2
    assert done.err.endswith(
        "写法不对：“journal”后面还要写一个词：journal verify。用 --help 看写法。\n"
    )


@pytest.mark.skipif(sys.platform == "win32", reason="no head")
def test_a_reader_that_stops_early_is_no_fault(start):
    code = (
        "import subprocess, sys\n"
        "with subprocess.Popen([sys.executable, '-c', sys.argv[1], 'shout'],"
        " stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:\n"
        "    child.stdout.readline()\n"
        "    child.stdout.close()\n"
        "    print(child.stderr.read().decode(), child.wait())\n"
    )
    assert start(FRAME, code=code).out == " 1\n"


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (["quark"], "“quark”不是 hrgrid 的命令"),
        (["--quark"], "不认识的参数 --quark"),
        (["tabulate"], "缺少参数 文件"),
        (["tabulate", "a.csv", "b.csv"], "不认识的参数 b.csv"),
        (["tabulate", "a.csv", "--drop-high"], "--drop-high 后面要跟一个值"),
        (["tabulate", "a.csv", "--drop-h", "1"], "不认识的参数 --drop-h 1"),
        (["tabulate", "a.csv", "--json=1"], "--json 后面不能跟“1”"),
        (
            ["draw", "a.csv", "--count", "0", "--seed", "x"],
            "--count 要填不小于 1 的整数，现在是“0”",
        ),
        (["draw", "a.csv", "--count", "1"], "缺少参数 --seed"),
        (["--data"], "--data 后面要跟一个值"),
    ],
)
def test_wrong_usage_is_told_in_chinese_with_status_2(run, words, what):
    done = run(*words)
    assert (done.status, done.out) == (2, "")
    *form, sentence = done.err.splitlines()
    assert sentence == f"写法不对：{what}。用 --help 看写法。"
    assert form[0].startswith("用法：hrgrid")


def test_a_choice_that_does_not_exist_is_told_with_those_that_do(run):
    done = run("sort-names", "a.txt", "--by", "age")
    assert done.status == 2
    told = done.err.splitlines()[-1].replace("'", "")
    assert told == "写法不对：--by 没有“age”这个选项，可以填 strokes, pinyin。用 --help 看写法。"


@pytest.mark.parametrize(
    "message",
    [
        "argument --a: not allowed with argument --b",
        "one of the arguments --a --b is required",
        "argument --a: expected 2 arguments",
        "argument --a: expected at least one argument",
    ],
)
def test_no_message_of_argparse_stays_english(message):
    words = re.sub(r"--[ab]|--help", "", usage.sentence(message))
    assert not re.search(r"[A-Za-z]", words)


def test_help_lists_every_command_in_chinese(run):
    done = run("--help")
    assert (done.status, done.err) == (0, "")
    for command in COMMANDS:
        assert f"  {command.words}" in done.out
        assert command.summary in done.out
    assert not re.search(r"usage|options|positional|show this", done.out)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.words)
def test_every_command_explains_itself(run, command):
    done = run(*command.words.split(), "--help")
    assert done.status == 0
    assert done.out.startswith(f"用法：hrgrid {command.words}")
    assert command.summary in done.out
    assert "--json" in done.out


def test_without_a_command_the_words_are_for_the_window():
    options = parse(["--data", "a.hrg"])
    assert options.work is None
    assert options.data == "a.hrg"


def test_chinese_comes_out_as_utf8_whatever_the_system_speaks(start, write):
    write("names.txt", "王二\n丁一\n")
    done = start("sort-names", "names.txt", PYTHONIOENCODING="ascii", LC_ALL="C", PYTHONUTF8="0")
    assert (done.status, done.out) == (0, "丁一\n王二\n")


def test_a_file_name_that_is_no_text_still_gives_one_json_object(start):
    done = start("sort-names", "\udce4.txt", "--json")
    assert done.status == 1
    assert done.report == {"refused": "找不到文件“\udce4.txt”，请核对路径。"}
