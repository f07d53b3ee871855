"""Photos by file name: whose each one is, and how that is taken back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import select

from hrgrid.core.columns import Severity, quoted
from hrgrid.core.errors import UserError
from hrgrid.core.names import match_key
from hrgrid.core.rights import Right
from hrgrid.exchange.service import Answers, Applied, InRow, Problem
from hrgrid.paper.pictures import Picture, PictureReader
from hrgrid.storage.attachments import attach
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Person
from hrgrid.workforce.queries.areas import tree_index
from hrgrid.workforce.queries.known import (
    KnownPerson,
    known_people,
    known_posts,
    merged_keys,
)
from hrgrid.workforce.queries.listing import ID_NUMBER, PHONE
from hrgrid.workforce.service.incumbents import Refusal

# Short side in pixels: below the first a face is a blot, below the second print shows it.
_TOO_SMALL = 100
_SMALL = 240

_ID_NUMBER = re.compile("[0-9]{17}[0-9Xx]")
_MOBILE = re.compile("1[0-9]{10}")
# Han and other writing apart, so that 张三138… and 张三(2) are two words.
_WORD = re.compile(r"[0-9A-Za-z]+|[^\W0-9A-Za-z_]+(?:·[^\W0-9A-Za-z_]+)*")
# What people write behind a name: tried without only where nobody is called so.
_TALK = re.compile("(?:证件照|登记照|照片|相片|头像|免冠|正面|寸照|[一二]寸|[蓝白红]底|照)+$")


def apply_photos(work: UnitOfWork, rows: Sequence[InRow], _answers: Answers) -> Applied:
    """Give each photo to the one person that its file name means; the others say why not."""
    work.require(Right.EDIT_WORKFORCE)
    work.progress.begin("读取照片", len(rows))
    sweep = _Sweep(work)
    for source in dict.fromkeys(row.file for row in rows):
        with closing(PictureReader(Path(source))) as reader:
            for row in rows:
                if row.file == source:
                    sweep.take(row, reader)
                    work.progress.step()
    work.session.flush()
    return Applied(
        new=sweep.new,
        changed=sweep.changed,
        unchanged=sweep.unchanged,
        problems=sweep.problems,
        journal={"photos": sweep.new + sweep.changed},
        undo={"before": sweep.undo()},
    )


class _Sweep:
    def __init__(self, work: UnitOfWork) -> None:
        self.work = work
        self.owners = _Owners(work)
        self.problems: list[Problem] = []
        self.new = self.changed = self.unchanged = 0
        self._file_of: dict[int, str] = {}
        self._before: list[tuple[Person, str | None]] = []

    def take(self, row: InRow, reader: PictureReader) -> None:
        name: str = row.values["file_name"]
        try:
            owner = self.owners.find(Path(name).stem)
            other = self._file_of.setdefault(owner.id, name)
            if other != name:
                raise Refusal(
                    "second_photo",
                    "file_name",
                    f"{owner.name}在这一批里已有照片{quoted(other)}。请只留一张",
                )
            # What the user types instead says whose it is; the file is called as before.
            picture = reader.read(row.raw.get("file_name", name))
            self._keep(row, owner, picture)
        except Refusal as refusal:
            self.problems.append(row.problem(refusal.column, refusal.code, refusal.sentence))

    def _keep(self, row: InRow, owner: KnownPerson, picture: Picture) -> None:
        jpeg = picture.jpeg
        if jpeg is None:
            raise Refusal("bad_photo", "file_name", f"{owner.name}的照片{picture.fault}")
        side = min(picture.width, picture.height)
        size = f"{picture.width}×{picture.height} 像素"
        if side < _TOO_SMALL:
            raise Refusal("photo_too_small", "file_name", f"照片只有 {size}，看不清人。请换一张")
        if side < _SMALL:
            told = f"照片只有 {size}，印出来会不清楚，最好换一张。"
            self.problems.append(row.problem("file_name", "small_photo", told, Severity.WARNING))
        self._give(self.work.session.get_one(Person, owner.id), jpeg)

    def _give(self, person: Person, jpeg: bytes) -> None:
        kept = attach(self.work, f"{person.number}.jpg", jpeg, "image/jpeg", on_record=False)
        if person.photo_sha256 == kept.sha256:
            self.unchanged += 1
            return
        self._before.append((person, person.photo_sha256))
        if person.photo_sha256 is None:
            self.new += 1
        else:
            self.changed += 1
        person.photo_sha256 = kept.sha256

    def undo(self) -> dict[str, tuple[int, str | None]]:
        """By staff number: the version that this import left, and the photo before it."""
        return {person.number: (person.version, before) for person, before in self._before}


class _Owners:
    """People by whatever a file name may say of them."""

    def __init__(self, work: UnitOfWork) -> None:
        self._keyring = work.keyring
        self._people = {person.id: person for person in known_people(work)}
        self._by_number: dict[str, set[int]] = {}
        self._by_name: dict[str, set[int]] = {}
        self._by_mac: dict[bytes, set[int]] = {}
        for person in self._people.values():
            self._by_number[person.number.upper()] = {person.id}
            self._by_name.setdefault(person.match_key, set()).add(person.id)
            for mac in (person.id_mac, person.phone_mac):
                if mac is not None:
                    self._by_mac.setdefault(mac, set()).add(person.id)
        for key in merged_keys(work):
            self._by_number.setdefault(key.number.upper(), {key.person_id})
            self._by_name.setdefault(key.match_key, set()).add(key.person_id)
            if key.id_mac is not None:
                self._by_mac.setdefault(key.id_mac, {key.person_id})
        self._by_code = _people_of_grids(work)

    def find(self, stem: str) -> KnownPerson:
        """The one person whom the words of a file name mean together; raises Refusal."""
        words = _WORD.findall(stem)
        # A lone digit counts photos or inches, unless it is all there is.
        telling = [word for word in words if len(word) > 1 or words == [word]]
        meant = [found for word in telling if (found := self._meant(word)) is not None]
        whole = self._by_name.get(match_key(stem))
        if whole is not None:
            meant.append(whole)
        if not meant:
            raise Refusal(
                "unknown_person",
                "file_name",
                f"花名册里没有{quoted(stem)}。文件名请写姓名、工号或身份证号",
            )
        common = set.intersection(*meant)
        if not common:
            raise Refusal(
                "words_differ",
                "file_name",
                f"文件名{quoted(stem)}里的姓名和号码不是同一个人的。请核对",
            )
        if len(common) > 1:
            numbers = "、".join(sorted(self._people[one].number for one in common)[:4])
            raise Refusal(
                "namesakes",
                "file_name",
                f"{quoted(stem)}有 {len(common)} 个人（工号 {numbers}）。请在文件名里加上工号",
            )
        return self._people[common.pop()]

    def _meant(self, word: str) -> set[int] | None:
        """Who is meant by a word; None where it says nothing of anybody (照片, 1寸)."""
        if _ID_NUMBER.fullmatch(word):
            return self._by_mac.get(self._keyring.mac(ID_NUMBER, word.upper()), set())
        if _MOBILE.fullmatch(word):
            return self._by_mac.get(self._keyring.mac(PHONE, word), set())
        for known in (self._by_number, self._by_code):
            if word.upper() in known:
                return known[word.upper()]
        return self._by_name.get(match_key(word)) or self._by_name.get(
            match_key(_TALK.sub("", word))
        )


def _people_of_grids(work: UnitOfWork) -> dict[str, set[int]]:
    codes = {row.id: code for code, row in tree_index(work, work.today).by_code.items()}
    found: dict[str, set[int]] = {}
    for post in known_posts(work):
        if post.valid_to is None and post.area_id in codes:
            found.setdefault(codes[post.area_id].upper(), set()).add(post.person_id)
    return found


def undo_photos(work: UnitOfWork, undo: Any) -> None:
    """Give everybody the photo back that was there before; refused where somebody changed one."""
    work.require(Right.EDIT_WORKFORCE)
    for number, (version, before) in undo["before"].items():
        person = work.session.scalar(select(Person).where(Person.number == number))
        if person is None or person.version != version:
            name = person.name if person else number
            raise UserError(f"“{name}”在导入之后又被改过，这次导入不能整批撤销。请逐人更正")
        person.photo_sha256 = before
    work.session.flush()
