"""The calculation of the ISEE: pure rules and dated figures, no clock and no database.

What it gives is a simulation; only the attestation of INPS has legal effect.
"""

from isee.calculation import giacenza
from isee.calculation.amounts import whole_euros
from isee.calculation.assets import Account, Instrument, Property
from isee.calculation.declaration import ChildOutside, Declaration, StudentAutonomy
from isee.calculation.formulas.donations import donation_counts
from isee.calculation.formulas.imu import ImuValue, imu_value
from isee.calculation.formulas.isp import average_balance
from isee.calculation.given import Given
from isee.calculation.household import Household
from isee.calculation.incomes import Income, IncomeKind
from isee.calculation.instruments import InstrumentKind
from isee.calculation.invalid import InvalidHousehold
from isee.calculation.kinds import Kind, Regime
from isee.calculation.law import Confidence, Figure, NotInForce
from isee.calculation.member import Member
from isee.calculation.nuclei import nucleo
from isee.calculation.ordinary import calculate, supported_years
from isee.calculation.person import Disability, ParentAway, Person, Relation, SpousesApart
from isee.calculation.results import Alternative, Nucleo, Outcome, Trigger, Verdict
from isee.calculation.simulation import applicable_kinds, outcome
from isee.calculation.steps import Isee, Level, Step, Unit
from isee.calculation.variation import AssetsUpdate, Cause, PersonVariation, Variation

__all__ = [
    "Account",
    "Alternative",
    "AssetsUpdate",
    "Cause",
    "ChildOutside",
    "Confidence",
    "Declaration",
    "Disability",
    "Figure",
    "Given",
    "Household",
    "ImuValue",
    "Income",
    "IncomeKind",
    "Instrument",
    "InstrumentKind",
    "InvalidHousehold",
    "Isee",
    "Kind",
    "Level",
    "Member",
    "NotInForce",
    "Nucleo",
    "Outcome",
    "ParentAway",
    "Person",
    "PersonVariation",
    "Property",
    "Regime",
    "Relation",
    "SpousesApart",
    "Step",
    "StudentAutonomy",
    "Trigger",
    "Unit",
    "Variation",
    "Verdict",
    "applicable_kinds",
    "average_balance",
    "calculate",
    "donation_counts",
    "giacenza",
    "imu_value",
    "nucleo",
    "outcome",
    "supported_years",
    "whole_euros",
]
