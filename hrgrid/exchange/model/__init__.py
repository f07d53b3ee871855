"""The tables of what comes in and goes out: imports, packages, collections."""

from hrgrid.exchange.model.collections import Collection, CollectionReturn, CollectionSheet
from hrgrid.exchange.model.imports import HeadingMemory, ImportFile, ImportJob
from hrgrid.exchange.model.packages import Package, PackageReturn

__all__ = [
    "Collection",
    "CollectionReturn",
    "CollectionSheet",
    "HeadingMemory",
    "ImportFile",
    "ImportJob",
    "Package",
    "PackageReturn",
]
