"""Names of a package whose modules are loaded when somebody first asks for them.

Mapping a table takes five milliseconds and a module of queries as much; a start of the program
asks for few of either. A package says which of its modules holds which names, and what it is
asked for loads that module. `hrgrid.schema` loads every table.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

# Rows are read by several threads; SQLAlchemy's registries are not made for two that map at once.
_ONE_AT_A_TIME = threading.RLock()


def loaded_when_asked(
    package: str, modules: Mapping[str, str]
) -> tuple[Callable[[str], Any], Callable[[], None]]:
    """The `__getattr__` of `package`, and what loads all of it.

    `modules` are the names of modules, each with the names it holds between spaces. None of these
    may be called as a module is: Python hangs a loaded module on its package under that name.
    """
    module_of = {name: module for module, names in modules.items() for name in names.split()}
    if both := module_of.keys() & modules.keys():
        raise ValueError(f"modules and names of {package!r} at once: {sorted(both)}")

    def asked(name: str) -> Any:
        if name not in module_of:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        found = getattr(_load(f"{package}.{module_of[name]}"), name)
        setattr(sys.modules[package], name, found)
        return found

    def load_all() -> None:
        for module in modules:
            _load(f"{package}.{module}")

    return asked, load_all


def _load(module: str) -> Any:
    with _ONE_AT_A_TIME:
        return import_module(module)
