"""The calculation of the ISEE: pure rules and dated figures, no clock and no database.

What it gives is a simulation; only the attestation of INPS has legal effect.
"""

from isee.calculation.amounts import whole_euros
from isee.calculation.formulas.isp import average_balance
from isee.calculation.household import (
    Account,
    Household,
    Income,
    IncomeKind,
    Instrument,
    InvalidHousehold,
    Member,
    Property,
)
from isee.calculation.law import Confidence, Figure, NotInForce
from isee.calculation.ordinary import calculate, supported_years
from isee.calculation.steps import Isee, Level, Step, Unit

__all__ = [
    "Account",
    "Confidence",
    "Figure",
    "Household",
    "Income",
    "IncomeKind",
    "Instrument",
    "InvalidHousehold",
    "Isee",
    "Level",
    "Member",
    "NotInForce",
    "Property",
    "Step",
    "Unit",
    "average_balance",
    "calculate",
    "supported_years",
    "whole_euros",
]
