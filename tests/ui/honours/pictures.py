"""Pictures of the page of a campaign: in progress, at its ties, decided; and its dialogs."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from hrgrid.honours.rules.categories import BUREAU, Category

Picture = tuple[str, Callable[[], Any]]


CATEGORIES = (
    Category("leaders", "网格长", 3_000, roles=("grid_leader",)),
    Category("bureaus", "机关单位人员", 1_000, units=(BUREAU,)),
    Category("rest", "网格员", 6_000),
)


def populate(data: Path) -> None:
    """An office with campaigns of four years: decided, ranked, at a tie, nominated."""
    from hrgrid.accounts import service
    from hrgrid.accounts.service import FirstOperator, OfficeForm
    from hrgrid.core.policies import Setting
    from hrgrid.honours.rules.words import Tier
    from hrgrid.storage.database import Database
    from tests.ui.honours import campaigns

    office = OfficeForm(
        "苏州市委政法委", "苏州市", Setting.SINGLE, (FirstOperator("陈敏", "陈敏", "科长"),)
    )
    service.set_up_office(data, office, keep=lambda _: None)
    off = {(Tier.EXCELLENT, "昆山市"): 1, (Tier.EXCELLENT, "吴江区"): -3}
    tied = (Tier.EXCELLENT, "姑苏区")
    with Database.open(data) as database, tempfile.TemporaryDirectory() as folder:
        desk = service.sign_in(database, "陈敏")
        city = campaigns.settle_city(desk, Path(folder))
        campaigns.decided(city, year=2023)
        ranked = campaigns.ranked(city, year=2024, off=off)
        in_parts(desk, city)
        reviewing = campaigns.reviewed(city, year=2025, off=off, tied=tied)
        under_review(desk, reviewing, ranked)
        parted = replace(city, plan=replace(city.plan, categories=CATEGORIES))
        newest = campaigns.nominated(parted, year=2026, off=off)
        judged(desk, newest)


def in_parts(desk: Any, city: Any) -> None:
    """One of the list is objected to and waits, the others are proposed; few are women."""
    import datetime as dt

    from sqlalchemy import select

    from hrgrid.core.identity import Sex
    from hrgrid.honours import queries, service
    from hrgrid.publicity.queries import entries_of, notice_by_subject
    from hrgrid.publicity.rules import ObjectionHow
    from hrgrid.publicity.service import ObjectionForm, accept_objection, file_objection
    from hrgrid.workforce.model import Person
    from tests.ui.honours import campaigns

    def sexes(work: Any) -> None:
        for person in work.session.scalars(select(Person)):
            person.sex = Sex.FEMALE if person.id % 9 == 0 else Sex.MALE

    desk.write(sexes)
    city = type(city)(city.desk, city.people, city.folder, replace(city.plan, women_bp=1800))
    campaign_id = campaigns.publicised(city, dt.date(2026, 4, 1), year=2022)

    def objected(work: Any) -> None:
        (notice,) = notice_by_subject(work, queries.publicity_subject(campaign_id))
        target = entries_of(work, notice.id)[12].target
        form = ObjectionForm(
            target,
            ObjectionHow.NAMED,
            "反映申报的走访次数与台账不符",
            notice.last_day,
            "赵反映",
            "13900001111",
        )
        accept_objection(work, file_objection(work, notice.id, form))

    desk.write(objected)
    desk.write(lambda work: service.end_publicity(work, campaign_id), reason="现场核对")
    desk.write(lambda work: service.propose(work, campaign_id))


def under_review(desk: Any, reviewing: int, ranked: int) -> None:
    """Judges of one campaign, and the committee of another in the middle of its vote."""
    import datetime as dt

    from hrgrid.honours import queries, service
    from hrgrid.honours.rules.meeting import Tally
    from hrgrid.honours.rules.words import Tier
    from hrgrid.honours.service import MeetingForm, MemberForm, ReviewForm
    from hrgrid.panels.service import SeatForm

    seats = tuple(SeatForm(f"王{sign}", "市直机关") for sign in "甲乙丙丁戊己庚")
    form = ReviewForm(Tier.EXCELLENT, (seats, seats[:5]))
    desk.write(lambda work: service.open_review(work, reviewing, form))
    members = tuple(MemberForm(f"欧阳{sign}", "委员") for sign in "甲乙丙丁戊")
    meeting = MeetingForm("书记办公会", dt.date(2026, 1, 20), members)
    vote_id = desk.write(lambda work: service.convene(work, ranked, meeting))
    rows = desk.read(lambda work: queries.meeting(work, vote_id)).items
    votes = {row.nomination_id: Tally(5, 0, 0) for row in rows[:9]}
    votes[rows[4].nomination_id] = Tally(2, 2, 1)
    desk.write(lambda work: service.put_tallies(work, vote_id, votes))


def judged(desk: Any, campaign_id: int) -> None:
    """Findings, an exemption and a letter that is answered in part."""
    import datetime as dt

    from hrgrid.honours import queries, service
    from hrgrid.honours.rules.findings import Answer, AskedOffice, FindingForm, FindingKind
    from hrgrid.honours.rules.scheme import SHIPPED_RULES
    from hrgrid.honours.service import AnswerForm, Evidence, ExemptionForm, RequestForm

    rows = desk.read(lambda work: queries.candidates(work, campaign_id))
    today = desk.read(lambda work: work.today)
    for row, kind, until in (
        (rows[3], FindingKind.DISCIPLINE, today + dt.timedelta(days=200)),
        (rows[20], FindingKind.COMPLAINT, None),
        (rows[9], FindingKind.ACCIDENT, dt.date(2025, 6, 30)),
    ):
        form = FindingForm(
            row.person_id, kind, dt.date(2025, 3, 4), "处分决定〔2025〕3号", until, "详见材料"
        )
        desk.write(lambda work, one=form: service.record_finding(work, one))
    letter = RequestForm(AskedOffice.DISCIPLINE, "市纪委监委机关", "函〔2026〕5号", today, today)
    request_id = desk.write(lambda work: service.ask_opinion(work, campaign_id, letter))
    none = AnswerForm([row.person_id for row in rows[:20]], Answer.NONE, today, "复函〔2026〕9号")
    desk.write(lambda work: service.record_answer(work, request_id, none))
    adverse = AnswerForm(
        [rows[5].person_id], Answer.ADVERSE, today, "复函〔2026〕9号", note="一般提醒，已整改"
    )
    desk.write(lambda work: service.record_answer(work, request_id, adverse))
    longer = [
        type(rule)(**{**rule.__dict__, "threshold": 80}) if rule.key == "service" else rule
        for rule in SHIPPED_RULES
    ]
    scheme = desk.read(lambda work: queries.board(work, campaign_id)).scheme
    other = type(scheme)(**{**scheme.__dict__, "rules": tuple(longer)})
    desk.write(lambda work: service.use_scheme(work, campaign_id, other), reason="研究后从严")
    from hrgrid.honours.queries.people import failed_rules

    short = [
        row.nomination_id
        for row in rows
        if desk.read(lambda work, one=row: failed_rules(work, one.nomination_id))
    ][:2]
    for nomination_id in short:
        form = ExemptionForm(nomination_id, "service", Evidence("书记办公会〔2026〕2号"))
        desk.write(
            lambda work, one=form: service.propose_exemption(work, one), reason="连续三年考核第一"
        )


def pictures(pictures: Any, data: Path) -> Iterator[Picture]:
    """The page on such an office; `pictures` takes them."""
    from hrgrid.accounts import service
    from hrgrid.storage.database import Database
    from hrgrid.ui.main_window import MainWindow, Standing
    from hrgrid.ui.pages import PAGES
    from hrgrid.ui.session import Session
    from hrgrid.ui.settings import Settings

    with tempfile.TemporaryDirectory() as folder, Database.open(data) as database:
        session = Session(service.sign_in(database, "陈敏"), Settings(Path(folder) / "screen.ini"))
        standing = Standing("苏州市委政法委", r"D:\网格员\数据.hrg", shared=False)
        window = MainWindow(session, standing, PAGES)
        window.resize(pictures.screen.width, pictures.screen.height)
        window.show()

        def settled(what: Any = window) -> Any:
            import time

            for _ in range(4):
                pictures.settle(lambda: bool(session.tasks.running))
                time.sleep(0.1)
            return what

        yield from _pages(window, settled)
        yield from _dialogs(window, settled)
        window.close()


def _pages(window: Any, settled: Callable[..., Any]) -> Iterator[Picture]:
    def year(wanted: int, tab: int = 1, unit: int = 0, person: int = 4) -> Callable[[], Any]:
        def show() -> Any:
            window.show_page("honours")
            settled()
            page = window.page
            page.choose(next(row.id for row in page.campaigns if row.year == wanted))
            settled()
            page.head.tabs.setCurrentIndex(tab)
            page.middle.quotas.table.selectRow(unit)
            settled()
            page.middle.candidates.table.selectRow(person)
            return settled()

        return show

    yield "honours_nominating", year(2026, unit=5, person=0)
    yield "honours_ties", year(2025)
    yield "honours_ranked", year(2024, person=4)
    yield "honours_ranked_out", year(2024, unit=8, person=9)
    yield "honours_decided", year(2023, tab=0, person=0)
    yield "honours_in_parts", year(2022, person=1)


def _dialogs(window: Any, settled: Callable[..., Any]) -> Iterator[Picture]:
    from hrgrid.honours.queries import explanation, open_ties
    from hrgrid.ui.honours.decision import DecisionDialog
    from hrgrid.ui.honours.evidence import EvidenceDialog
    from hrgrid.ui.honours.opening import NewCampaignDialog
    from hrgrid.ui.honours.person_dialogs import RemoveDialog
    from hrgrid.ui.honours.quota_dialog import QuotaDialog
    from hrgrid.ui.honours.rerank import RerankDialog
    from hrgrid.ui.honours.steps_dialogs import CommitteeDialog
    from hrgrid.ui.honours.ties_dialog import TiesDialog
    from hrgrid.ui.honours.why import WhyDialog

    session = window.session

    def page(year: int) -> Any:
        window.show_page("honours")
        settled()
        found = window.page
        found.choose(next(row.id for row in found.campaigns if row.year == year))
        settled()
        found.head.tabs.setCurrentIndex(1)
        settled()
        return found

    def shown(make: Callable[[], Any]) -> Callable[[], Any]:
        def show() -> Any:
            dialog = make()
            dialog.setModal(True)
            dialog.show()
            return settled(dialog)

        return show

    def person() -> tuple[Any, Any, Any]:
        found = page(2024)
        row = found.middle.person
        told = session.desk.read(
            lambda work: explanation(work, found.board.campaign.id, row.number, row.tier)
        )
        return found, row, told

    def ties() -> Any:
        found = page(2025)
        rows = session.desk.read(lambda work: open_ties(work, found.board.campaign.id))
        return TiesDialog(session, found.board.campaign.id, rows, window)

    def scheme() -> Any:
        found = page(2024)
        return QuotaDialog(session, found.board, found.head.tier, window)

    def rerank() -> Any:
        found = page(2024)
        box = RerankDialog(session, found.board, window, changed=3)
        box.reason.setText("有人退出，递补")
        box.show()
        box._compute()
        settled()
        return box

    def why() -> Any:
        _, row, told = person()
        return WhyDialog(told, row, lambda: None, window)

    def evidence() -> Any:
        found, row, told = person()
        return EvidenceDialog(session, found.board, row, told, window)

    board = lambda year=2024: page(year).board  # noqa: E731
    new = lambda: NewCampaignDialog(session, page(2024).campaigns, window)  # noqa: E731
    yield from _review(window, page, shown)
    yield from _quotas(window, page, shown, settled)
    yield from _eligible(window, page, shown)
    yield from _nominating(window, page, shown)
    yield "honours_dialog_new", shown(new)
    yield "honours_dialog_scheme", shown(scheme)
    yield "honours_dialog_ties", shown(ties)
    yield "honours_dialog_committee", shown(lambda: CommitteeDialog(session, board(), window))
    yield from _publicity(window, page, shown)
    yield "honours_dialog_decision", shown(lambda: DecisionDialog(session, board(2022), window))
    yield "honours_dialog_remove", shown(lambda: RemoveDialog(session, person()[1], window))
    yield "honours_dialog_why", shown(why)
    yield "honours_dialog_evidence", shown(evidence)
    yield "honours_dialog_rerank", shown(rerank)


def _publicity(
    window: Any, page: Callable[[int], Any], shown: Callable[[Callable[[], Any]], Callable[[], Any]]
) -> Iterator[Picture]:
    """The list hung out and taken down."""
    from hrgrid.honours.queries import publicity_subject
    from hrgrid.honours.service import draft_notice
    from hrgrid.ui.honours.correcting import CorrectDialog
    from hrgrid.ui.honours.publicity import EndDialog, publish_dialog
    from hrgrid.ui.publicity.register import RegisterDialog

    session = window.session

    def publish() -> Any:
        found = page(2024).board.campaign.id
        draft = session.desk.read(lambda work: draft_notice(work, found))
        return publish_dialog(session, found, draft, window)

    yield "honours_dialog_publicity", shown(publish)
    yield "honours_dialog_end", shown(lambda: EndDialog(session, page(2022).board, window))

    def register() -> Any:
        subject = publicity_subject(page(2022).board.campaign.id)
        return RegisterDialog(session, subject, window)

    def correct() -> Any:
        found = page(2023)
        return CorrectDialog(session, found.board, found.middle.person, window)

    yield "honours_dialog_register", shown(register)
    yield "honours_dialog_correct", shown(correct)


def _review(
    window: Any, page: Callable[[int], Any], shown: Callable[[Callable[[], Any]], Callable[[], Any]]
) -> Iterator[Picture]:
    """Judges and the committee."""
    from hrgrid.ui.honours.committee import CommitteeVoteDialog
    from hrgrid.ui.honours.committee_forms import ConveneForm
    from hrgrid.ui.honours.judging import OpenReviewForm, ReviewDialog

    session = window.session

    yield (
        "honours_dialog_judges",
        shown(lambda: ReviewDialog(session, page(2025).board, window)),
    )
    yield (
        "honours_dialog_judges_form",
        shown(lambda: OpenReviewForm(session, page(2025).board, window)),
    )
    yield (
        "honours_dialog_vote",
        shown(lambda: CommitteeVoteDialog(session, page(2024).board, window)),
    )
    yield "honours_dialog_ballots", shown(lambda: _ballots(session, page(2024).board, window))
    yield "honours_dialog_consent", shown(lambda: _consent(session, page(2024).board, window))
    yield "honours_dialog_keep_out", shown(lambda: _kept_out(session, page(2024).board, window))
    yield (
        "honours_dialog_convene",
        shown(lambda: ConveneForm(session, page(2024).board, window)),
    )


def _ballots(session: Any, board: Any, window: Any) -> Any:
    """The ballot of a member as it would be keyed, had the vote been one by ballots."""
    from hrgrid.honours.queries import meeting_of
    from hrgrid.honours.rules.meeting import Choice
    from hrgrid.ui.honours.ballots import BallotsDialog

    found = session.desk.read(lambda work: meeting_of(work, board.campaign.id))
    told = (Choice.FOR, Choice.FOR, Choice.AGAINST, Choice.FOR, Choice.ABSTAIN)
    first = found.members[0].id
    items = tuple(
        replace(item, ballots=((first, told[at % len(told)]),) if at < 40 else ())
        for at, item in enumerate(found.items)
    )
    return BallotsDialog(session, replace(found, items=items), window)


def _consent(session: Any, board: Any, window: Any) -> Any:
    """Whether a nominee may be shown in the booklet."""
    from hrgrid.honours.queries.nominating import nominee_form
    from hrgrid.ui.honours.consent import ConsentForm

    key = board.candidates[0].nomination_id
    form = session.desk.read(lambda work: nominee_form(work, key))
    return ConsentForm(session, form, window)


def _kept_out(session: Any, board: Any, window: Any) -> Any:
    """Who votes on one nominee."""
    from hrgrid.honours.queries import meeting_of
    from hrgrid.ui.honours.attending import KeepOutDialog

    found = session.desk.read(lambda work: meeting_of(work, board.campaign.id))
    return KeepOutDialog(session, found.id, found.items[0], window)


def _quotas(
    window: Any,
    page: Callable[[int], Any],
    shown: Callable[[Callable[[], Any]], Callable[[], Any]],
    settled: Callable[..., Any],
) -> Iterator[Picture]:
    """The methods of sharing side by side."""
    from hrgrid.honours.queries import parted_table
    from hrgrid.ui.honours.categories import CategoriesForm
    from hrgrid.ui.honours.opening import NewCampaignDialog
    from hrgrid.ui.honours.parted import PartsForm
    from hrgrid.ui.honours.quota_dialog import QuotaDialog

    def methods() -> Any:
        found = page(2026)
        box = QuotaDialog(window.session, found.board, found.head.tier, window)
        box.show()
        box.view.setCurrentIndex(1)
        return settled(box)

    def several() -> Any:
        box = NewCampaignDialog(window.session, page(2026).campaigns, window)
        box.show()
        settled()
        box.weights.kind.setCurrentIndex(box.weights.kind.count() - 1)
        for field, text in zip(box.weights.shares.values(), ("50", "30", "0", "20"), strict=True):
            field.setText(text)
        return box

    def parts() -> Any:
        found = page(2026)
        box = QuotaDialog(window.session, found.board, found.head.tier, window)
        box.show()
        box.view.setCurrentIndex(2)
        return settled(box)

    def categories() -> Any:
        box = CategoriesForm(window.session, page(2026).board, window)
        box.show()
        settled()
        box.on.setChecked(True)
        return box

    def by_hand() -> Any:
        found = page(2026)
        key, tier = found.board.campaign.id, found.head.tier
        table = window.session.desk.read(lambda work: parted_table(work, key, tier))
        return PartsForm(window.session, key, table, window)

    yield "honours_dialog_methods", shown(methods)
    yield "honours_dialog_parts", shown(parts)
    yield "honours_dialog_categories", shown(categories)
    yield "honours_dialog_parts_form", shown(by_hand)
    yield "honours_dialog_weights", shown(several)


def _nominating(
    window: Any, page: Callable[[int], Any], shown: Callable[[Callable[[], Any]], Callable[[], Any]]
) -> Iterator[Picture]:
    """Nominees by hand, what is looked at before the end, and the forms that are out."""
    from hrgrid.exchange.rules.words import CollectKind
    from hrgrid.honours.queries.nominating import SUBJECT, nominee_form
    from hrgrid.honours.rules.nominating import NominatedBy
    from hrgrid.ui.collecting.dialog import CollectingDialog
    from hrgrid.ui.honours.nomination_look import NominationLook
    from hrgrid.ui.honours.nominee_dialog import Ground, NomineeDialog

    session = window.session

    def nominee(found: Any, *, changed: bool = False) -> Any:
        row = found.middle.person
        form = session.desk.read(lambda work: nominee_form(work, row.nomination_id))
        ground = Ground(row.tier, row.area_id, form if changed else None)
        box = NomineeDialog(session, found.board, ground, window)
        if changed:
            box.way.choose(NominatedBy.GROUP)
            box.recommenders.setText("全体网格员、社区党委")
            box.deeds.setPlainText("走访群众三百户，化解矛盾纠纷四十起，台风期间连续值守五天。")
        return box

    def collecting(found: Any) -> Any:
        subject = f"{SUBJECT}{found.board.campaign.id}"
        return CollectingDialog(session, CollectKind.NOMINATION, subject, window)

    yield "honours_dialog_nominee", shown(lambda: nominee(page(2026)))
    yield "honours_dialog_nominee_change", shown(lambda: nominee(page(2026), changed=True))
    yield (
        "honours_dialog_nominations",
        shown(lambda: NominationLook(session, page(2026).board, window)),
    )
    yield "honours_dialog_collecting", shown(lambda: collecting(page(2026)))


def _eligible(
    window: Any, page: Callable[[int], Any], shown: Callable[[Callable[[], Any]], Callable[[], Any]]
) -> Iterator[Picture]:
    """Conditions, trials, findings, exemptions and opinions."""
    from hrgrid.honours.queries.opinions import asked_of, requests
    from hrgrid.honours.rules.findings import Answer
    from hrgrid.ui.honours.conditions import ConditionsDialog
    from hrgrid.ui.honours.exemptions import ExemptionsDialog, ProposeExemptionForm
    from hrgrid.ui.honours.findings import FindingsDialog, RecordFindingForm
    from hrgrid.ui.honours.opinions import (
        AnswerDialog,
        AnswersDialog,
        LetterForm,
        OpinionsDialog,
    )
    from hrgrid.ui.honours.whatif import WhatIfDialog

    session = window.session
    board = lambda: page(2026).board  # noqa: E731

    def whatif(year: int, merit: str, rules: tuple[str, ...] = ()) -> Callable[[], Any]:
        def make() -> Any:
            found = page(year)
            box = WhatIfDialog(session, found.board, window)
            box.merit.setText(merit)
            for key in rules:
                box.fields.lines[key].tick.setChecked(True)
            box._try()
            return box

        return make

    def proposing() -> Any:
        found = page(2026)
        row = found.board.candidates[0]
        return ProposeExemptionForm(session, row, window)

    def answers() -> Any:
        found = page(2026)
        rows = session.desk.read(lambda work: requests(work, found.board.campaign.id))
        return AnswersDialog(session, rows[0], window, open_=True)

    def answer() -> Any:
        box = answers()
        rows = session.desk.read(lambda work: asked_of(work, box._row.id))
        return AnswerDialog(session, box._row, Answer.ADVERSE, rows[:2], window)

    yield "honours_dialog_conditions", shown(lambda: ConditionsDialog(session, board(), window))
    yield "honours_dialog_whatif", shown(whatif(2024, "80"))
    yield "honours_dialog_whatif_rule", shown(whatif(2024, "40", ("star",)))
    yield "honours_dialog_findings", shown(lambda: FindingsDialog(session, window))
    yield "honours_dialog_finding", shown(lambda: RecordFindingForm(session, window))
    yield (
        "honours_dialog_exemptions",
        shown(lambda: ExemptionsDialog(session, board().campaign.id, window)),
    )
    yield "honours_dialog_exemption", shown(proposing)
    yield "honours_dialog_opinions", shown(lambda: OpinionsDialog(session, board(), window))
    yield "honours_dialog_letter", shown(lambda: LetterForm(session, board(), window))
    yield "honours_dialog_answers", shown(answers)
    yield "honours_dialog_answer", shown(answer)
