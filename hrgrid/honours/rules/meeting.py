"""The committee's vote on a list: quorum, sums, who passed; all exact.

Source: rules.md 7 and model.md 9 (ballots, the list of those entitled frozen).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from hrgrid.core.labelled import Labelled
from hrgrid.core.tabulation import mark_text

WHOLE = 10_000


class VoteWay(Labelled):
    """How the votes come in."""

    TALLY = "tally", "计票单", "现场计票，每人一行录赞成、反对、弃权的票数。"
    BALLOTS = "ballots", "记名逐票", "逐张录入每名委员的表决票，由程序计票。"


class VoteState(Labelled):
    """How far a vote has come."""

    PREPARING = "preparing", "拟定"
    OPEN = "open", "表决中"
    CLOSED = "closed", "已计票"
    VOID = "void", "作废"


ARROWS = {
    VoteState.PREPARING: (VoteState.OPEN,),
    VoteState.OPEN: (VoteState.CLOSED, VoteState.VOID),
    VoteState.CLOSED: (VoteState.VOID,),
    VoteState.VOID: (),
}


class Base(Labelled):
    """Of what number more than half is asked."""

    ENTITLED = "entitled", "应到人数"
    PRESENT = "present", "到会人数"


class Choice(Labelled):
    """What one member said of one nominee."""

    FOR = "for", "赞成"
    AGAINST = "against", "反对"
    ABSTAIN = "abstain", "弃权"


@dataclass(frozen=True)
class Tally:
    """The votes on one nominee."""

    in_favour: int
    against: int
    abstained: int

    @property
    def whole(self) -> int:
        """All of them."""
        return self.in_favour + self.against + self.abstained


@dataclass(frozen=True)
class VoteRule:
    """The quorum as a fraction of those entitled; more than `pass_bp` of `base` passes."""

    quorum_num: int = 2
    quorum_den: int = 3
    pass_bp: int = 5_000
    base: Base = Base.ENTITLED

    def quorum(self, entitled: int) -> int:
        """The least number that must be present: 2/3 of 15 are 10, of 16 are 11."""
        return -(-entitled * self.quorum_num // self.quorum_den)

    def needed(self, entitled: int, present: int) -> int:
        """The least number of votes in favour that passes: of 15 entitled 8, of 16 are 9."""
        return self._of(entitled, present) * self.pass_bp // WHOLE + 1

    def passes(self, tally: Tally, entitled: int, present: int) -> bool:
        """Whether so many are more than the share that is asked."""
        return tally.in_favour * WHOLE > self._of(entitled, present) * self.pass_bp

    def _of(self, entitled: int, present: int) -> int:
        return entitled if self.base is Base.ENTITLED else present

    @property
    def words(self) -> str:
        """The rule in a line for forms and minutes."""
        more = "半数" if self.pass_bp * 2 == WHOLE else f"{mark_text(self.pass_bp * 10)}%"
        return (
            f"到会不少于应到的 {self.quorum_num}/{self.quorum_den}，赞成超过{self.base.label}的"
            f"{more}为通过"
        )


def inconsistent(tally: Tally, present: int, recused: int) -> str | None:
    """The arithmetic that does not come out, without a full stop; None where it does.

    `recused` are those present who do not vote on this nominee.
    """
    if min(tally.in_favour, tally.against, tally.abstained) < 0:
        return "票数不能是负数"
    wanted = present - recused
    if tally.whole == wanted:
        return None
    told = f"到会 {present} 人" + (f"，回避 {recused} 人" if recused else "")
    return (
        f"赞成 {tally.in_favour}＋反对 {tally.against}＋弃权 {tally.abstained}＝{tally.whole} 票，"
        f"应为 {wanted} 票（{told}）"
    )


Counts = tuple[int | None, int | None, int | None]
"""For, against and abstained as they were typed so far; None where nothing was."""


def filled(counts: Counts) -> Tally:
    """What was typed as a tally, a blank as nought; it need not come out."""
    in_favour, against, abstained = (count or 0 for count in counts)
    return Tally(in_favour, against, abstained)


def settled(counts: Counts, wanted: int) -> Tally | None:
    """The tally that stands: what was typed comes to the `wanted` votes, blanks are noughts.

    None while it does not, and where nothing was typed.
    """
    tally = filled(counts)
    return tally if tally.whole == wanted and counts != (None, None, None) else None


def counted(choices: Iterable[Choice]) -> Tally:
    """The tally of the ballots on one nominee, in whatever order they come."""
    counts = Counter(choices)
    return Tally(counts[Choice.FOR], counts[Choice.AGAINST], counts[Choice.ABSTAIN])
