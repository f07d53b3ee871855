"""A small office that pays: five people of two streets in the spring of 2026, money set aside."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from sqlalchemy import select

from hrgrid.assessment.model import StarAward
from hrgrid.funding.model import Allotment, Budget
from hrgrid.funding.rules.budget_forms import ApproveForm
from hrgrid.funding.rules.funding_rules import TITLE, TOPIC, FundingRules
from hrgrid.funding.rules.pay_forms import AccountForm
from hrgrid.funding.rules.pay_rows import PaySummary
from hrgrid.funding.rules.words import Heading
from hrgrid.funding.service.items import lay_items
from hrgrid.funding.service.pay_accounts import set_account
from hrgrid.funding.service.pay_computing import compute_pay
from hrgrid.funding.service.pay_periods import approve_pay, open_pay, review_pay
from hrgrid.funding.service.paying import pay_out
from hrgrid.storage.desk import Desk
from hrgrid.storage.rulebook import add_version
from hrgrid.storage.work import UnitOfWork
from hrgrid.workforce.model import Person, Post
from hrgrid.workforce.queries import tree_index
from hrgrid.workforce.rules import Employment
from hrgrid.workforce.service.engaging import Engaging, engage
from hrgrid.workforce.service.enlisting import Enlisting
from hrgrid.workforce.service.incumbents import PostForm
from hrgrid.workforce.service.matching import PersonForm
from tests.hiring.build import id_number, plant

MARCH, APRIL, MAY = 202603, 202604, 202605
SINCE = dt.date(2020, 1, 1)
PEOPLE = ("赵一", "钱二", "孙三", "李四", "周五")
"""Three in 东街道, two in 西街道; the fourth is there since 10 March."""
SET_ASIDE = {Heading.PAY: 100_000_000, Heading.STAR: 1_000_000}


def on(month: int, day: int) -> dt.date:
    """A day of the year."""
    return dt.date(2026, month, day)


def settle(work: UnitOfWork) -> None:
    """Everybody in a grid of his own."""
    grids = plant(work, {"东街道": 4, "西街道": 3})
    roles = Enlisting(work, tree_index(work, work.today)).roles
    places = [*grids["东街道"][:3], *grids["西街道"][:2]]
    given = []
    for at, (name, place) in enumerate(zip(PEOPLE, places, strict=True)):
        since = on(3, 10) if name == "李四" else SINCE
        post = PostForm(place, roles["网格员"], Employment.FULL, since)
        given.append(Engaging(PersonForm(name, id_number(at)), post, None))
    engage(work, given)
    lay_money(work)


def lay_money(work: UnitOfWork) -> None:
    """Items, and a budget of the district with money for pay and stars."""
    lay_items(work)
    district = tree_index(work, work.today).named("示例区")[0]
    total = sum(SET_ASIDE.values())
    budget = Budget(
        year=2026,
        area_id=district.id,
        area_path=district.path,
        parent_id=None,
        total_fen=total,
        given_fen=0,
        allotted_fen=total,
    )
    work.session.add(budget)
    work.session.flush()
    for heading, fen in SET_ASIDE.items():
        work.session.add(Allotment(budget_id=budget.id, heading=heading, fen=fen, spent_fen=0))
    work.session.flush()


@pytest.fixture
def template(
    template: str,
    furnished: Callable[[str, Callable[[Desk], object]], str],
    request: pytest.FixtureRequest,
) -> str:
    """With the people already there for whoever asks for `payroll`."""
    if "payroll" not in request.fixturenames:
        return template
    return furnished("payroll", lambda desk: desk.write(settle, reason="如实登记"))


@pytest.fixture
def payroll(desk: Desk) -> Desk:
    """The office's only person."""
    return desk


def person_of(work: UnitOfWork, name: str) -> int:
    """The id of somebody by his name."""
    return work.session.scalars(select(Person.id).where(Person.name == name)).one()


def id_of(desk: Desk, name: str) -> int:
    """The same at a desk."""
    return desk.read(lambda work: person_of(work, name))


def post_of(work: UnitOfWork, name: str) -> int:
    """The newest post of somebody."""
    query = select(Post.id).where(Post.person_id == person_of(work, name)).order_by(Post.id.desc())
    return work.session.scalars(query.limit(1)).one()


def keep_rules(work: UnitOfWork, rules: FundingRules) -> None:
    """Rules of the office from the beginning of the year on."""
    add_version(work, TOPIC, TITLE, rules, valid_from=on(1, 1))


def award(work: UnitOfWork, name: str, fen: int, first: dt.date, behind: dt.date) -> None:
    """A star with money, taken over."""
    work.session.add(
        StarAward(
            round_id=None,
            person_id=person_of(work, name),
            grid_id=None,
            level=3,
            monthly_fen=fen,
            valid_from=first,
            valid_to=behind,
            lasts_to=behind,
            ended_by_id=None,
            document_no="星级〔2026〕1号",
            void_reason="",
            import_operation=None,
            made_at=work.now,
            made_by="赵一手",
        )
    )
    work.session.flush()


def opened(desk: Desk, month: int = MARCH, area: str = "示例区") -> int:
    """A month of pay; its id."""
    return desk.write(
        lambda work: open_pay(work, month, tree_index(work, work.today).named(area)[0].id)
    )


def computed(desk: Desk, month: int = MARCH) -> tuple[int, PaySummary]:
    """Opened and computed."""
    period = opened(desk, month)
    return period, desk.write(lambda work: compute_pay(work, period))


PAPER = ApproveForm("政法〔2026〕5号", "刘书记", "区委政法委书记")


def approved(desk: Desk, month: int = MARCH) -> int:
    """Checked and approved on paper."""
    period, _ = computed(desk, month)
    desk.write(lambda work: review_pay(work, period))
    desk.write(lambda work: approve_pay(work, period, PAPER))
    return period


def paid(desk: Desk, month: int = MARCH) -> int:
    """Paid today."""
    period = approved(desk, month)
    desk.write(lambda work: pay_out(work, period, work.today))
    return period


def carded(desk: Desk, *names: str) -> None:
    """Accounts of some people."""
    for at, name in enumerate(names):
        form = AccountForm(id_of(desk, name), "示例农商银行", name, f"6228480000000000{at:03d}")
        desk.write(lambda work, form=form: set_account(work, form))
