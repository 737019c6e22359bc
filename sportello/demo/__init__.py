"""The invented Comune of Poggioverde: its office, services, citizens, and what happened there until now.

The same at every load, relative to the moment of loading. Nobody in it exists.
"""

from datetime import datetime

from sportello.demo import cases, catalogue, history, people, today, town, unmet


def load(now: datetime) -> None:
    """Fill an empty database as it would be at this moment."""
    town.load(now)
    catalogue.load()
    people.load(now)
    cases.load(now)
    history.load(now)
    unmet.load(now)
    today.load(now)
