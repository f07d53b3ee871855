"""The package that proves a selection without this program.

It holds the frozen inputs with a code for everybody, the rules, the result with its steps, and
one Python file of the standard library alone that computes it all again and compares.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hrgrid.core.hashing import canonical_bytes
from hrgrid.core.paths import resources
from hrgrid.documents.papers.issued import on_record
from hrgrid.honours.papers.rosters import campaign_name
from hrgrid.honours.queries.proofs import ProofMaterial, proof_material
from hrgrid.storage.desk import Desk
from hrgrid.storage.files import paper_file

CHECKER = "核验.py"
_READ_ME = "说明.txt"
# Every file of a package carries one time: the same selection gives the same bytes.
_STILL = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class ProofWritten:
    """A package: which run it proves, how many people it counts, what is in it."""

    path: Path
    run: int
    people: int
    files: tuple[str, ...]


def write_proof(desk: Desk, campaign_id: int, path: Path) -> ProofWritten:
    """The package of the run in force, with a journal entry.

    Raises UserError where no list is in force, or where it no longer follows from its inputs.
    """
    material = desk.read(lambda work: proof_material(work, campaign_id))
    files = _files(material)
    with paper_file(path) as part:
        told = {"people": material.people, "output": material.head["output_sha256"]}
        on_record(desk, "write_proof", campaign_name(material.campaign), told)
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as package:
            for name, content in files.items():
                package.writestr(_entry(name), content)
    return ProofWritten(path, material.head["run"], material.people, tuple(files))


def _files(material: ProofMaterial) -> dict[str, bytes]:
    checker = (resources() / "proof" / "verify.py").read_bytes()
    files = {
        _READ_ME: _read_me(material).encode("utf-8-sig"),
        CHECKER: checker,
        "inputs.json": canonical_bytes(material.inputs),
        "result.json": canonical_bytes(material.result),
    }
    sums = {
        name: hashlib.sha256(content).hexdigest()
        for name, content in files.items()
        if name.endswith(".json")
    }
    manifest: dict[str, Any] = material.head | {"files": sums}
    shown = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True)
    return files | {"manifest.json": shown.encode("utf-8")}


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _STILL)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _read_me(material: ProofMaterial) -> str:
    head = material.head
    return "\r\n".join(
        [
            f"{head['year']} 年度“{head['campaign']}”评选结果验证包",
            "",
            f"第 {head['run']} 次计算，{material.people} 人。状态：{head['state']}。",
            f"输入校验值 {head['input_sha256']}",
            f"结果校验值 {head['output_sha256']}",
            "",
            "里面有：",
            "  inputs.json   冻结的规则、各单位计数、每个人的情况和推荐，姓名换成了编号",
            "  result.json   各单位名额、名额的计算步骤、每个人的结果",
            "  manifest.json 是哪一次计算，两个数据文件的校验值",
            f"  {CHECKER}      不用原来的程序，从 inputs.json 重算，再与 result.json 逐项比对",
            "",
            "核验的办法：",
            "  1. 把全部文件解压到一个文件夹。",
            f"  2. 装有 Python 3.8 或更新版本的电脑上，在该文件夹里运行  python {CHECKER}",
            "  3. 最后一行是“一致”，就是每一个名额、每一个人的结果都能重算出来；",
            "     不一致时会说出第一处不同。",
            "",
            "本人的编号可以向办理评选的单位查问，别人的编号不提供。",
            "",
        ]
    )
