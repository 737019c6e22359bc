"""Saldo and giacenza media of an account, read from the CSV that a bank gives: art. 5, c. 4, lett. a)."""

from isee.calculation.giacenza.average import Giacenza
from isee.calculation.giacenza.statement import read
from isee.calculation.giacenza.table import BadStatement

__all__ = ["BadStatement", "Giacenza", "read"]
