"""The bank that this process keeps, and whether it is still the right one."""

import time
from datetime import date
from threading import Lock

from django.db import connection

from repository.catalogue.bank import Bank
from repository.catalogue.reading import read_bank
from repository.models import BankVersion

LASTS = 300
"""Seconds: how old the names of councils, groups and subjects may be."""
_lock = Lock()
_kept: dict[str, Bank] = {}


def bank_of(number: int, day: date) -> Bank:
    """The bank as it is under this number of its version, read anew if this process keeps another. Others wait meanwhile."""
    name = str(connection.settings_dict["NAME"])
    if (bank := _kept.get(name)) and is_good(bank, number, day):
        return bank
    with _lock:
        if not (bank := _kept.get(name)) or not is_good(bank, number, day):
            bank = _kept[name] = read_bank(number, day)
    return bank


def is_good(bank: Bank, number: int, day: date) -> bool:
    return bank.number == number and bank.day == day and time.monotonic() - bank.read_at < LASTS


def version_of_bank() -> int:
    """One statement."""
    return BankVersion.objects.filter(pk=1).values_list("number", flat=True).first() or 0
