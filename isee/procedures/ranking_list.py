"""The list of a ranking as it is published: by the number of the application, never a name, a tax code, an ISEE."""

from collections.abc import Iterator
from datetime import datetime

from isee.models import Call, Ranking
from isee.procedures.ranking_today import rows_of, today_of
from isee.procedures.tables import Row
from sportello import daily_log
from sportello.models import User


def head(ranking: Ranking) -> list[str]:
    """The names of the columns."""
    points = ["Punti"] if _by_points(ranking) else []
    return ["Posto", "Domanda", "Esito", *points, "Importo in euro", "Note"]


def lines(ranking: Ranking) -> Iterator[Row]:
    """Every row as it stands today, those excluded last. Two queries."""
    for row in rows_of(ranking):
        today = today_of(row)
        points = [row.points] if _by_points(ranking) else []
        yield [row.place, str(row.application.case), today.outcome, *points, today.amount, today.note]


def record_taken_out(*, ranking: Ranking, by: User, at: datetime) -> None:
    """Note that the list was taken out of the office."""
    text = f"Scaricata la graduatoria da pubblicare del bando «{ranking.call}»."
    daily_log.record("isee.call.exported", text, operator=by, at=at)


def _by_points(ranking: Ranking) -> bool:
    return ranking.call.order == Call.Order.POINTS
