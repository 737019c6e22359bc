from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from isee.calculation import IncomeKind
from isee.models import Dossier, Instrument, Property
from sportello.models import User
from tests.isee.make import account, certificate, declarant, income, member

PAGES = ("dossier", "household", "incomes", "assets", "corrente")


def page(client: Client, dossier: Dossier, name: str = "dossier", query: str = "") -> str:
    response = client.get(reverse(name, args=[dossier.pk]) + query)
    assert response.status_code == 200
    return response.content.decode()


def grow(dossier: Dossier, members: int) -> None:
    """A household of so many, each with all that a member can have."""
    for number in range(1, members):
        member(dossier, "Neri", f"Figlio {number}", birth_date=date(1980, 1, number))
    for person in dossier.members.all():
        income(person, "9000", IncomeKind.EMPLOYMENT)
        income(person, "1000")
        account(person)
        Instrument.objects.create(member=person, label="Fondo", value=500)
        Property.objects.create(member=person, label="Terreno", value=700)


def test_it_shows_the_whole_dossier(operator_client: Client, dossier: Dossier) -> None:
    grow(dossier, 2)
    html = page(operator_client, dossier)

    assert "ISEE 2026 <small>per Elena Neri</small>" in html
    assert "Documenti per l'ISEE 2026" in html
    assert "CU 2025, redditi 2024, per la DSU 2026: Neri Elena" in html
    assert "Oppure 730 o Redditi PF 2025." in html
    assert "Prossimo passo: i documenti." in html
    incomes = page(operator_client, dossier, "incomes")
    assert "Lavoro dipendente e assimilati" in incomes
    assert "9.000,00" in incomes
    assets = page(operator_client, dossier, "assets")
    for panel in ("FC2 sez. I · al 31/12/2024", "FC2 sez. II", "FC3", "FC6"):
        assert panel in assets
    household = page(operator_client, dossier, "household")
    assert "MB.1 quadro A" in household
    assert "MB.1 quadro B" in household


def test_ids_and_years_are_never_written_with_a_dot(operator_client: Client, dossier: Dossier) -> None:
    Dossier.objects.filter(pk=dossier.pk).delete()
    dossier.pk = 12345
    dossier.save()
    for name in PAGES:
        html = page(operator_client, dossier, name)
        assert "2.026" not in html
        assert "2.024" not in html
        assert "12.345" not in html


def test_what_is_missing_to_calculate_is_told_with_links(operator_client: Client, dossier: Dossier) -> None:
    html = page(operator_client, dossier)

    assert f'<a href="{reverse("household", args=[dossier.pk])}#dwelling">Manca l&#x27;abitazione' in html
    assert 'Nucleo e casa (MB) <span class="subnav-missing">1 manca</span>' in html


def test_the_simulation_is_marked_and_the_attestation_stands_apart(
    operator_client: Client, dossier: Dossier
) -> None:
    Dossier.objects.filter(pk=dossier.pk).update(dwelling=Dossier.Dwelling.OTHER)
    # Pension 12,000 less its quota of 1,000, one person: 11,000.00.
    income(declarant(dossier), "12000")
    html = page(operator_client, dossier)

    assert "11.000,00" in html
    assert '<span class="stamp">simulazione</span>' in html
    assert "Solo l'attestazione INPS ha valore legale: qui non c'è ancora." in html


def test_the_section_where_the_work_goes_on_takes_the_focus(
    operator_client: Client, dossier: Dossier
) -> None:
    for name, section in (
        ("incomes", "incomes"),
        ("incomes", "expenses"),
        ("assets", "vehicles"),
        ("household", "members"),
        ("household", "dwelling"),
        ("corrente", "corrente"),
    ):
        assert page(operator_client, dossier, name, f"?sezione={section}").count("data-focus") == 1, section
    assert page(operator_client, dossier, "incomes", "?sezione=<b>").count("data-focus") == 0


def test_the_same_queries_whatever_the_members(operator_client: Client, dossier: Dossier) -> None:
    counts = []
    for members in (3, 12):
        dossier.members.exclude(relation="D").delete()
        grow(dossier, members)
        counts.append([queries_of(operator_client, dossier, name) for name in PAGES])
    assert counts[0] == counts[1]


def queries_of(client: Client, dossier: Dossier, name: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        page(client, dossier, name)
    return len(queries)


def test_a_certificate_in_hand_waits_beside_the_dossier(
    operator_client: Client, operator: User, dossier: Dossier
) -> None:
    certificate(dossier, dossier.case.citizen, operator, pension="11500.00")
    html = page(operator_client, dossier)

    assert "Certificazione Unica 2025, redditi 2024, di <strong>Neri Elena</strong>" in html
    assert "Metti nel fascicolo" in html


def test_only_operators(supervisor_client: Client, administrator_client: Client, dossier: Dossier) -> None:
    for name in PAGES:
        for client in (supervisor_client, administrator_client):
            assert client.get(reverse(name, args=[dossier.pk])).status_code == 403


def test_what_is_not_there(operator_client: Client) -> None:
    for name in PAGES:
        assert operator_client.get(reverse(name, args=[0])).status_code == 404


@pytest.mark.parametrize("state", ["presented", "attested", "closed", "abandoned"])
def test_a_dossier_past_the_counter_offers_no_change(
    operator_client: Client, dossier: Dossier, state: str
) -> None:
    Dossier.objects.filter(pk=dossier.pk).update(state=state)
    for name in PAGES:
        html = page(operator_client, dossier, name)
        assert "Aggiungi" not in html
        assert 'type="radio"' not in html
        assert ">Modifica<" not in html
