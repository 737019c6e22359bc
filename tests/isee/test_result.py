from datetime import date
from html import unescape
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from isee.models import Dossier
from sportello.models import LogEntry, User
from tests import make
from tests.isee.make import account, attest, begin_dossier, declarant, income, settle_all


@pytest.fixture
def calculable(dossier: Dossier) -> Dossier:
    """A pension of 12,000 and an account of 30,000, alone, in nobody's home."""
    Dossier.objects.update(dwelling="other")
    income(declarant(dossier), "12000")
    account(declarant(dossier), "30000", "25000")
    return dossier


# Income: 12,000 - 1,000 (20% of the pension, at most 1,000) = 11,000.
# Assets: 30,000 (balance above average) - 6,000 (one person) = 24,000; a fifth of it is 4,800.
# One person alone: scale 1.00, ISEE 15,800.00.
ISEE = "15.800,00"


def page(client: Client, dossier: Dossier) -> str:
    return client.get(reverse("isee_result", args=[dossier.pk])).content.decode()


def test_the_result_comes_first_marked_as_simulation(operator_client: Client, calculable: Dossier) -> None:
    html = page(operator_client, calculable)
    assert f'<strong>{ISEE}\N{NO-BREAK SPACE}€</strong> <span class="stamp">simulazione</span>' in html
    assert "vale solo l'ISEE che attesta INPS" in html


def test_each_line_has_its_article_its_amount_and_why(operator_client: Client, calculable: Dossier) -> None:
    html = page(operator_client, calculable)
    for told in (
        "Pensioni soggette a IRPEF",
        "DPCM 159/2013, art. 4, c. 3, lett. f)",
        "24.000,00",
        "Scala di equivalenza",
        "1,00",
        "Per 1 componenti.",
    ):
        assert told in html


def test_figures_that_are_not_certain_are_marked(operator_client: Client, calculable: Dossier) -> None:
    html = unescape(page(operator_client, calculable))
    simulation = operator_client.get(reverse("isee_result", args=[calculable.pk])).context["simulation"]
    assert html.count("da confermare</span>") == len(simulation.isee.doubtful)
    assert all(figure.description in html for figure in simulation.isee.figures)


def test_what_is_missing_is_told_with_links_and_nothing_can_be_printed(
    operator_client: Client, dossier: Dossier
) -> None:
    html = page(operator_client, dossier)
    assert "Per calcolare manca ancora qualcosa" in html
    assert f"{reverse('household', args=[dossier.pk])}#dwelling" in html
    assert "Stampa la simulazione" not in html


def test_a_year_without_figures_is_told(operator_client: Client, calculable: Dossier) -> None:
    Dossier.objects.update(dsu_date=date(2032, 3, 4))
    html = page(operator_client, calculable)
    assert "Per la DSU 2032 non ci sono i valori della legge" in html


def test_the_attested_value_stands_apart_with_its_legal_effect(
    operator_client: Client, operator: User, calculable: Dossier
) -> None:
    attest(calculable, operator, "15912.00")
    html = page(operator_client, calculable)
    assert "ISEE con valore legale" in html
    assert "15.912,00" in html


def test_only_operators_see_the_calculation(supervisor_client: Client, calculable: Dossier) -> None:
    assert supervisor_client.get(reverse("isee_result", args=[calculable.pk])).status_code == 403


def test_what_is_not_there(operator_client: Client) -> None:
    assert operator_client.get(reverse("isee_result", args=[0])).status_code == 404


# The printed sheet


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def test_the_sheet_says_that_it_attests_nothing(operator_client: Client, calculable: Dossier) -> None:
    response = operator_client.post(reverse("isee_sheet", args=[calculable.pk]))

    assert response.headers["Content-Type"] == "application/pdf"
    assert "simulazione-isee-2026-pratica-1.pdf" in response.headers["Content-Disposition"]
    text = text_of(response.content)
    assert "SIMULAZIONE: non ha valore di attestazione." in text
    assert f"ISEE ordinario simulato: {ISEE} €" in text
    assert "Patrimonio mobiliare 30.000,00 €" in text
    assert "Neri Elena (dichiarante)" in text


def test_printing_is_noted_and_the_dossier_is_simulated(operator_client: Client, calculable: Dossier) -> None:
    settle_all(calculable)
    operator_client.post(reverse("isee_sheet", args=[calculable.pk]))

    calculable.refresh_from_db()
    assert calculable.state == Dossier.State.SIMULATED
    line = LogEntry.objects.get(kind="isee.simulation.printed")
    assert line.text == "Fascicolo ISEE 2026, pratica 1/2026: stampata la simulazione."


def test_printing_again_after_the_dsu_changes_no_state(operator_client: Client, calculable: Dossier) -> None:
    Dossier.objects.update(state=Dossier.State.PRESENTED)
    operator_client.post(reverse("isee_sheet", args=[calculable.pk]))
    calculable.refresh_from_db()
    assert calculable.state == Dossier.State.PRESENTED


def test_without_a_result_nothing_is_printed(operator_client: Client, dossier: Dossier) -> None:
    response = operator_client.post(reverse("isee_sheet", args=[dossier.pk]), follow=True)
    assert "La simulazione non si può ancora stampare" in response.content.decode()
    assert not LogEntry.objects.filter(kind="isee.simulation.printed").exists()


def test_a_sheet_is_printed_by_operators_with_a_post(
    operator_client: Client, supervisor_client: Client, calculable: Dossier
) -> None:
    url = reverse("isee_sheet", args=[calculable.pk])
    assert supervisor_client.post(url).status_code == 403
    assert operator_client.get(url).status_code == 405


def test_names_of_200_letters_and_signs_of_markup_are_printed_as_they_are(
    operator_client: Client, operator: User
) -> None:
    citizen = make.citizen("#let " + "A" * 70, "*B* " + "C" * 70)
    long_named = begin_dossier(citizen, operator)
    Dossier.objects.update(dwelling="other")
    income(declarant(long_named))
    response = operator_client.post(reverse("isee_sheet", args=[long_named.pk]))
    assert "#let" in text_of(response.content)
    assert "*B*" in text_of(response.content)
