"""Made-up people: surnames as frequent as in China, rare characters among the given names.

County code 999999 and telephone numbers that are merely counted mark every one of them as made
up. The same seed gives the same people.
"""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

from hrgrid.core.identity import check_digit

MADE_UP_COUNTY = "999999"
_FIRST_BIRTHDAY = dt.date(1966, 1, 1)
_BIRTHDAYS = 14_000

# Surname and its share of the population in tenths of a per cent (public census figures).
_SURNAMES = (
    "王72 李71 张68 刘54 陈46 杨31 赵23 黄23 周21 吴20 徐17 孙15 胡13 朱13 高12 林11 "
    "何11 郭11 马11 罗10 梁9 宋8 郑8 谢8 韩8 唐7 冯7 于7 董6 萧5 程5 曹5 袁5 邓5 许5 "
    "傅5 沈5 曾5 彭5 吕5 苏4 卢4 蒋4 蔡4 贾4 丁4 魏4 薛4 叶4 阎4 余4 潘4 杜4 戴3 夏3 "
    "钟3 汪3 田3 任3 姜3 范3 方3 石3 姚3 谭3 廖3 邹3 熊3 金3 陆3 郝3 孔3 白3 崔3 康3 "
    "毛3 邱3 秦3 江3 史3 顾3 侯2 邵2 孟2 龙2 万2 段2 雷2 钱2 汤2 尹2 黎2 易2 常2 武2 "
    "乔2 贺2 赖2 龚2 文2 庞1 樊1 殷1 施1 洪1 翟1 倪1 严1 牛1 单1 仇1 解1 区1 朴1 缪1 "
    "欧阳1 司马1 上官1 诸葛1"
)
_MALE = (
    "伟强磊军勇涛明超辉刚平斌鹏华飞波杰浩亮俊峰建国志文东宇海龙健旭林博宏立新荣春生德祥成庆永康兴旺"
)
_FEMALE = "芳娜敏静丽艳娟霞秀燕玲梅琳雪倩颖洁婷慧莉萍红玉兰英凤琴云莲珍香月桂蓉菊佳欣怡雯晶瑶"
_NEUTRAL = "晨阳安宁子轩一凡思远乐天清源景云书怀仁和瑞雨润泽嘉言若水知行"
# From Extension A to G: names that fonts and systems stumble over.
_RARE = "㛃䶮𬱖𠅤𬀩𫍽𫖮𬘡𬭎珺"

_PARTIES = ("中共党员", "群众", "共青团员", "民主党派")
_EDUCATIONS = ("高中", "大专", "本科", "研究生")


@dataclass(frozen=True)
class MadeUpPerson:
    """One person as a roster has him."""

    name: str
    sex: str
    id_number: str
    phone: str
    party: str
    education: str


class Crowd:
    """An endless queue of different people; the ID numbers never repeat.

    Two queues have numbers in common unless one stands `behind` as many as the other tells.
    """

    def __init__(self, seed: str, behind: int = 0) -> None:
        self._random = random.Random(seed)  # noqa: S311 - made-up people, repeatable on purpose
        self._count = behind

    def next(self) -> MadeUpPerson:
        """The next one."""
        self._count += 1
        female = self._random.random() < 0.46
        return MadeUpPerson(
            name=self._name(female=female),
            sex="女" if female else "男",
            id_number=self._id_number(female=female),
            phone=f"19{self._count:09d}",
            party=self._random.choices(_PARTIES, (30, 55, 12, 3))[0],
            education=self._random.choices(_EDUCATIONS, (22, 43, 33, 2))[0],
        )

    def _name(self, *, female: bool) -> str:
        surnames, weights = _surnames()
        surname = self._random.choices(surnames, cum_weights=weights)[0]
        usual = (_FEMALE if female else _MALE) + _NEUTRAL
        length = 1 if len(surname) > 1 else self._random.choices((1, 2), (18, 82))[0]
        given = "".join(self._random.choice(usual) for _ in range(length))
        if self._count % 400 == 0:
            given = given[:-1] + self._random.choice(_RARE)
        return surname + given

    def _id_number(self, *, female: bool) -> str:
        # The days and then the sequence are counted through, so that no number comes twice.
        born = _FIRST_BIRTHDAY + dt.timedelta(days=self._count * 4_999 % _BIRTHDAYS)
        # Among those born on one day the sequence is even for women and odd for men.
        sequence = 2 * (self._count // _BIRTHDAYS) + (0 if female else 1)
        first = f"{MADE_UP_COUNTY}{born:%Y%m%d}{sequence:03d}"
        return first + check_digit(first)


@cache
def _surnames() -> tuple[list[str], list[int]]:
    pairs = [(word.rstrip("0123456789"), word) for word in _SURNAMES.split()]
    shares = [int(word[len(name) :]) for name, word in pairs]
    return [name for name, _ in pairs], list(accumulate(shares))
