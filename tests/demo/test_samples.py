"""The papers that lie beside the README: what the demonstration wrote, and still true."""

from __future__ import annotations

import json
import re

from hrgrid.cli import parse, run
from tests.tree import ROOT

SAMPLES = ROOT / ".github" / "samples"


def test_the_pictures_and_files_that_the_readme_names_are_there():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    named = [link for link in re.findall(r"\]\(([^)]+)\)", text) if "://" not in link]
    assert len(named) >= 2
    assert [link for link in named if not (ROOT / link).exists()] == []


def test_a_sample_certificate_is_proven_by_the_key_beside_it(capsys):
    keys = SAMPLES / "证书公钥.json"
    words = ["certificates", "verify", str(SAMPLES / "荣誉证书.pdf"), "--keys", str(keys), "--json"]
    assert run(parse(words)).status == 0
    told = json.loads(capsys.readouterr().out)
    assert told["valid"] is True
    assert len(told["certificates"]) == 19
    assert {row["honour"] for row in told["certificates"]} == {
        "示例市“先锋网格员”",
        "示例市“优秀网格员”",
        "示例市“能手网格员”",
    }


def test_there_is_a_sample_of_every_kind_of_paper():
    kinds = {path.name for path in SAMPLES.iterdir()}
    assert {"表彰决定.pdf", "表彰名单.pdf", "表彰名单.xlsx", "证书登记.xlsx"} <= kinds
    assert {"比武成绩通报.pdf", "比武评分明细表.pdf", "比武评分明细表.xlsx"} <= kinds
