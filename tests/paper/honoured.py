"""The honours of Suzhou of 2018 as published (10 and 100), and made-up people for the 1,000."""

from __future__ import annotations

import csv
import datetime as dt
import random
from pathlib import Path

from hrgrid.paper.certificate import CITATIONS, CertificateRow
from hrgrid.paper.roster import Person, Roster, Section, Trace

RECORD = Path(__file__).with_name("suzhou_2018_honours.csv")
DAY = dt.date(2019, 4, 15)
SIGNER = "中共苏州市委政法委员会"
TRACE = Trace("9f3c2ab1d4e5f60718293a4b5c6d7e8f", 1284, DAY)
PIONEERS, EXCELLENT, SKILLED = CITATIONS
PREFIXES = {PIONEERS: "XF", EXCELLENT: "YX", SKILLED: "NS"}

# From the basic block to Extension H; each is drawn by one of the shipped faces.
RARE = (
    "𬱖云", "䶮一", "㛃玉", "𠅤明", "𬀩华", "𫍽华",
    "王\U0002a700", "李\U0002b740", "赵\U0002ceb0", "\U00030000三", "四\U00031350", "陈𠀋",
)  # fmt: skip
# Extension I: no face at hand.
BEYOND = "张\U0002ebf0"


def published(tier):
    """Districts of a tier with their people, in published order."""
    districts: dict[str, list[Person]] = {}
    with RECORD.open(encoding="utf-8-sig", newline="") as stream:
        for row in csv.DictReader(stream):
            if row["tier"] == tier:
                person = Person(row["name"], row["gender"], row["unit"], row["post"])
                districts.setdefault(row["district"], []).append(person)
    return districts


def made_up(districts, each=100):
    """As many people of every district."""
    chance = random.Random(2018)
    surnames, given = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨", "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀英霞"

    def name():
        return chance.choice(surnames) + "".join(chance.choices(given, k=chance.choice((1, 2, 2))))

    return {district: [Person(name()) for _ in range(each)] for district in districts}


def rosters():
    """The three annexes."""
    pioneers, excellent = published(PIONEERS), published(EXCELLENT)
    ten = tuple(person for people in pioneers.values() for person in people)
    return [
        Roster("附件1", f"{PIONEERS}名单", (Section("", ten),), detailed=True),
        Roster("附件2", f"{EXCELLENT}名单", _sections(excellent)),
        Roster("附件3", f"{SKILLED}名单", _sections(made_up(excellent))),
    ]


def _sections(districts):
    return tuple(Section(title, tuple(people)) for title, people in districts.items())


def certificate(number=1, name="翟卫华", honour=PIONEERS, **more):
    """A certificate of 2018."""
    digits = 4 if honour == SKILLED else 3
    return CertificateRow(
        number=f"苏政法网格〔2019〕{PREFIXES[honour]}{number:0{digits}d}",
        name=name,
        honour=honour,
        body=CITATIONS[honour].format(year=2018, city="苏州市"),
        **more,
    )


def certificates():
    """All 1,110, in the order of the rosters."""
    rows = []
    for honour, roster in zip(CITATIONS, rosters(), strict=True):
        people = [(s.title, person) for s in roster.sections for person in s.people]
        rows += [
            certificate(number, person.name, honour, unit=person.unit or district)
            for number, (district, person) in enumerate(people, start=1)
        ]
    return rows
