"""What happens off the screen's thread between the data's place and a person's desk."""

from __future__ import annotations

from dataclasses import dataclass

from hrgrid.accounts import queries, service
from hrgrid.accounts.queries import OfficeRow, OperatorRow, SignInRow
from hrgrid.accounts.service import NeedsRecoveryCode
from hrgrid.storage.database import Database
from hrgrid.storage.desk import Desk
from hrgrid.storage.location import Location
from hrgrid.storage.upgrade import open_upgraded
from hrgrid.storage.work import UnitOfWork


@dataclass(frozen=True)
class FirstSitting:
    """What the first start ends with: where the data are, and who goes on with which password."""

    location: Location
    login: str
    secret: str | None


def open_data(location: Location) -> tuple[Database, SignInRow]:
    """Open and upgrade the data, and read who may sign in."""
    database = open_upgraded(location)
    try:
        return database, queries.sign_in_choices(database)
    except BaseException:
        database.close()
        raise


def desk_of(database: Database, login: str) -> Desk | NeedsRecoveryCode:
    """Sign in without a password; where only the recovery code helps, that is the answer."""
    try:
        return service.sign_in(database, login)
    except NeedsRecoveryCode as needs:
        return needs


def first_desk(database: Database, sitting: FirstSitting) -> Desk:
    """The office was just made: its first person confirms the recovery code that he has kept."""
    desk = service.sign_in(database, sitting.login, sitting.secret)
    desk.write(service.confirm_recovery_code)
    return desk


def read_person(work: UnitOfWork) -> tuple[OfficeRow, OperatorRow]:
    """The office, and the operator who just signed in."""
    own = next(row for row in queries.operators(work) if row.id == work.actor.operator_id)
    return queries.office(work), own
