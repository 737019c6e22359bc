"""Which papers a dossier needs, by its answers: a table of small rules, one module for each noun.

What the Comune holds itself is never asked for (art. 43 DPR 445/2000): see HELD_BY_COMUNE.
"""

from isee.models import Dossier
from isee.needs import family, home, incomes, kinds, persons, savings
from isee.needs.answers import Answers, answers_of
from isee.needs.need import Code, Need, Rule

RULES: tuple[Rule, ...] = (
    persons.identity,
    persons.tax_codes,
    family.spouses_apart,
    family.parent_away,
    persons.disability,
    incomes.certificates,
    family.maintenance,
    family.disability_expenses,
    savings.accounts,
    savings.instruments,
    home.contract,
    home.land_register,
    home.mortgage,
    persons.vehicles,
    kinds.student,
    kinds.residential,
    kinds.variations,
)
HELD_BY_COMUNE = (
    "Stato di famiglia, residenza e permessi rilasciati dal Comune non si chiedono: il Comune li ha già "
    "(art. 43 DPR 445/2000)."
)

__all__ = ["HELD_BY_COMUNE", "RULES", "Answers", "Code", "Need", "answers_of", "needs"]


def needs(dossier: Dossier) -> list[Need]:
    """The papers that the dossier needs by what it says now, rule by rule."""
    answers = answers_of(dossier)
    return [need for rule in RULES for need in rule(answers)]
