"""离岗: what will happen is listed before it does; and severance, reckoned while it is typed."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from hrgrid.core.errors import Refused, UserError
from hrgrid.core.money import format_money
from hrgrid.exits.queries.case_rules import reckon
from hrgrid.exits.rules.case_forms import ExecuteForm, SeveranceForm
from hrgrid.exits.rules.case_rows import CaseBoard
from hrgrid.exits.rules.words import PAID, ExitPath
from hrgrid.exits.service.executing import Executed, execute_exit
from hrgrid.exits.service.settling import reckon_severance
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.exits.forms.base import ExitForm, MoneyField, told_field
from hrgrid.ui.forms import TextField, clear, label
from hrgrid.ui.matters.forms import beside, day_of, day_or_none, named, today_field
from hrgrid.ui.matters.parts import tick_line
from hrgrid.ui.matters.words import full_day
from hrgrid.ui.page import Column as Parts
from hrgrid.ui.pickers import DateField
from hrgrid.ui.session import Session
from hrgrid.workforce.queries.cards import PersonCard, person_card
from hrgrid.workforce.rules import Employment, PostState
