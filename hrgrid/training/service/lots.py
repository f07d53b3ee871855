"""Lots among equals: drawn before witnesses, or by a seed fixed after the input was."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

from hrgrid.core.errors import UserError
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.model import CompetitionLot
from hrgrid.training.queries.competition_blocking import open_ties, ranking_titles
from hrgrid.training.queries.competition_inputs import applied_run
from hrgrid.training.rules.competing import FIXED, CompetitionState, LotMethod
from hrgrid.training.service.competition_steps import competition_of, named
from hrgrid.training.service.ranking import rank_anew

_S = CompetitionState


@dataclass(frozen=True)
class LotForm:
    """A lot among all equals of a rank: their numbers in the order drawn.

    With a `seed` the program draws: the order of `numbers` does not matter, and `seen_hash` is
    the input hash that was read out before the seed was chosen.
    """

    ranking: str
    numbers: tuple[int, ...]
    witnesses: str
    seed: str = ""
    seen_hash: str = ""


def record_competition_lot(work: UnitOfWork, competition_id: int, form: LotForm) -> tuple[int, ...]:
    """Put a lot on record; the order. As long as the result is not fixed it is ranked anew.

    Raises UserError where those drawn are not exactly the equals of one rank, where nobody saw
    it, and where the input changed after its hash was read out.
    """
    competition = competition_of(
        work, competition_id, _S.SCORING_CLOSED, _S.CHECKED, _S.LOCKED, _S.PUBLISHED
    )
    run = applied_run(work, competition_id)
    if run is None:
        raise UserError(f"{named(competition)}还没有排名，不知道谁并列。请先排名")
    if not form.witnesses.strip():
        raise UserError("抽签没有写见证人。请填上在场见证的人")
    numbers = tuple(form.numbers)
    title = ranking_titles(work, competition).get(form.ranking, form.ranking)
    tied = [tie for tie in open_ties(work, competition) if tie.ranking == form.ranking]
    if not any(sorted(tie.numbers) == sorted(numbers) for tie in tied):
        raise UserError(f"“{title}”里没有正好这几名选手并列。请核对抽签结果，或刷新后再办")
    seed = form.seed.strip()
    if seed and form.seen_hash != run.input_hash:
        raise UserError("种子要在成绩定下之后当众选定，成绩之后又有改动。请重新核对指纹，另选种子")
    order = tuple(seeded_order(numbers, seed, run.input_hash)) if seed else numbers
    work.session.add(
        CompetitionLot(
            competition_id=competition_id,
            ranking=form.ranking,
            tied=json.dumps(sorted(numbers)),
            result=json.dumps(list(order)),
            method=LotMethod.SEED if seed else LotMethod.PHYSICAL,
            input_hash=run.input_hash,
            seed=seed,
            witnesses=form.witnesses.strip(),
            made_at=work.now,
            made_by=work.actor.name,
        )
    )
    work.session.flush()
    work.record(
        "record_competition_lot",
        f"{named(competition)} {title}",
        after={
            "tied": sorted(numbers),
            "result": list(order),
            "method": f"种子 {seed}" if seed else LotMethod.PHYSICAL.label,
            "input": run.input_hash,
            "witnesses": form.witnesses.strip(),
        },
    )
    # A result that is fixed keeps its shared ranks: the lot says who gets the prize.
    if competition.state not in FIXED:
        rank_anew(work, competition, f"{title}抽签")
    return order


def seeded_order(numbers: tuple[int, ...], seed: str, input_hash: str) -> list[int]:
    """By SHA-256 of input hash|seed|number: anyone can repeat it with `sha256sum`."""

    def ticket(number: int) -> str:
        return hashlib.sha256(f"{input_hash}|{seed}|{number}".encode()).hexdigest()

    return sorted(numbers, key=ticket)
