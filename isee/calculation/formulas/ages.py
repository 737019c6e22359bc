"""How old a person is for the rules of the household: art. 3, and annex 1."""

from datetime import timedelta

from isee.calculation.law import Law
from isee.calculation.person import Person


def is_below(person: Person, parameter: str, law: Law) -> bool:
    """Tell whether a person has not completed, on the day of the DSU, the years of a parameter: art. 3."""
    years, on = law.whole(parameter), law.on
    new_year = on.replace(month=1, day=1)
    last_day = new_year.replace(year=on.year + 1) - timedelta(days=1)
    before, after = person.age(new_year), person.age(last_day)
    # On which day ages are counted matters only in the year of that birthday.
    if before < years <= after and not law.flag("nucleo.eta_al_giorno_della_dsu"):
        return False
    return person.age(on) < years


def is_minor(person: Person, law: Law) -> bool:
    """Tell whether a person is under age: art. 3, c. 4."""
    return is_below(person, "nucleo.maggiore_eta", law)
