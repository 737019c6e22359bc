"""Benefits tied to the ISEE: dated rules that are data, and the answer they give for a household and a day.

Pure rules: no clock, no database, no Django. What is doubtful in a rule says so in its answer.
"""

from isee.benefits.answers import Answer, Outcome, Step
from isee.benefits.dues import Due, Unit
from isee.benefits.evaluation import evaluate, evaluate_all, in_force
from isee.benefits.facts import (
    Citizenship,
    Consumption,
    Facts,
    IseeValue,
    Origin,
    Person,
    Service,
    Supply,
)
from isee.benefits.findings import Finding, Missing
from isee.benefits.impact import Change, Cost, affected, cost, households_with, with_threshold
from isee.benefits.national import national_rules, read_toml
from isee.benefits.reading import InvalidRule, Problem, read
from isee.benefits.rule import BENEFIT_CODES, Channel, Decider, Nature, NotInForce, Rule, Threshold
from isee.benefits.tariffs import Price, Tariff, tariff
from isee.benefits.validation import check, validate, validate_all
from isee.calculation.kinds import Kind
from isee.calculation.person import Disability, Relation

__all__ = [
    "BENEFIT_CODES",
    "Answer",
    "Change",
    "Channel",
    "Citizenship",
    "Consumption",
    "Cost",
    "Decider",
    "Disability",
    "Due",
    "Facts",
    "Finding",
    "InvalidRule",
    "IseeValue",
    "Kind",
    "Missing",
    "Nature",
    "NotInForce",
    "Origin",
    "Outcome",
    "Person",
    "Price",
    "Problem",
    "Relation",
    "Rule",
    "Service",
    "Step",
    "Supply",
    "Tariff",
    "Threshold",
    "Unit",
    "affected",
    "check",
    "cost",
    "evaluate",
    "evaluate_all",
    "households_with",
    "in_force",
    "national_rules",
    "read",
    "read_toml",
    "tariff",
    "validate",
    "validate_all",
    "with_threshold",
]
