"""Dossiers of the invented Comune, in the states that a dossier goes through; written by the acts of the counter."""

from datetime import datetime
from decimal import Decimal

from django.utils import timezone

from isee.calculation import IncomeKind
from isee.demo import applications, bonus, households, rules, steps
from isee.dossier import dossiers


def load(now: datetime) -> None:
    today = timezone.localdate(now)
    households.moretti()
    households.bruni()
    households.neri()
    households.popescu()
    households.galli()
    households.leone()
    households.fontana()
    households.esposito(today)
    households.rinaldi()
    closed = steps.alone("El Amrani Youssef", IncomeKind.EMPLOYMENT, Decimal("13450.00"))
    steps.attest(closed, Decimal("6204.15"))
    dossiers.close_dossier(dossier=closed, operator=closed.case.responsible, at=steps.at(closed, 90))
    given_up = steps.begin("Longo Vincenzo")
    dossiers.abandon_dossier(dossier=given_up, operator=given_up.case.responsible, at=steps.at(given_up, 90))
    opened = steps.begin("Rusu Natalia")
    steps.last_year(opened)
    bonus.load(now)
    rules.load(now, today)
    applications.load(now)
