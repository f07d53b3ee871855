"""What becomes of a printed sheet, and why a number may be printed once more."""

from __future__ import annotations

from hrgrid.core.labelled import Labelled
from hrgrid.documents.rules.certificates import CertificateState


class SheetState(Labelled):
    """Where a sheet of paper is; a void one stays void."""

    SENT = "sent", "已送打"
    CONFIRMED = "confirmed", "已确认"
    VOID = "void", "作废"


class PrintReason(Labelled):
    """Why a sheet is no good, and its number is printed again."""

    JAM = "jam", "卡纸"
    STAINED = "stained", "污损"
    MISALIGNED = "misaligned", "打偏"
    LOST = "lost", "遗失"
    NOT_PRINTED = "not_printed", "没有打出"
    OTHER = "other", "其他"

    @property
    def leaves_paper(self) -> bool:
        """Whether there is an old sheet that has to be taken back."""
        return self not in {PrintReason.LOST, PrintReason.NOT_PRINTED}


class Standing(Labelled):
    """What a list says of a certificate: its own state, or how far its printing is."""

    WAITING = "waiting", "待打"
    AGAIN = "again", "待补打"
    SENT = "sent", "已送打"
    CONFIRMED = "confirmed", "已确认"
    TAKEN = "taken", "已领"
    REVOKED = "revoked", "已撤销"
    REPLACED = "replaced", "已换发"


_GONE = {
    CertificateState.REVOKED: Standing.REVOKED,
    CertificateState.REPLACED: Standing.REPLACED,
}
_LIVE = {SheetState.SENT: Standing.SENT, SheetState.CONFIRMED: Standing.CONFIRMED}


def standing(
    state: CertificateState, live: SheetState | None, *, spoiled: bool, taken: bool = False
) -> Standing:
    """How a certificate stands: `live` is its sheet that is not void, `spoiled` had one that is.

    One that somebody took and that is printed anew stands as its new sheet does.
    """
    if state in _GONE:
        return _GONE[state]
    if taken and live is SheetState.CONFIRMED:
        return Standing.TAKEN
    if live in _LIVE:
        return _LIVE[live]
    return Standing.AGAIN if spoiled else Standing.WAITING
