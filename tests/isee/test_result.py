from datetime import date
from decimal import Decimal
from html import unescape
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from isee.calculation import IncomeKind, Kind
from isee.dossier import corrections
from isee.models import Corrente, Dossier, Instrument, Variation
from sportello.models import LogEntry, User
from tests import make
from tests.isee.make import account, attest, begin_dossier, declarant, income, member, settle_all


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
    # What a fund yields is counted at a rate that is not certain for 2026.
    Instrument.objects.create(member=declarant(calculable), label="Fondo", value=Decimal(10_000))
    html = unescape(page(operator_client, calculable))
    isee = operator_client.get(reverse("isee_result", args=[calculable.pk])).context["shown"].isee
    assert "1 da confermare" in html
    table = html[html.index("table-figures") :]
    assert table.count("da confermare</span>") == len(isee.doubtful) > 0
    assert all(figure.description in table for figure in isee.figures)
    assert all(figure.note in html for figure in isee.doubtful)


def test_each_figure_of_the_law_is_told_with_its_value(operator_client: Client, calculable: Dossier) -> None:
    html = unescape(page(operator_client, calculable))
    for value in ("6.000,00 euro", "20%", "1: 1,00; 2: 1,57; 3: 2,04; 4: 2,46; 5: 2,85", "2024"):
        assert f"<td>{value}</td>" in html


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


# The kinds side by side


def sides(client: Client, dossier: Dossier) -> list[Kind]:
    return [side.kind for side in client.get(reverse("isee_result", args=[dossier.pk])).context["sides"]]


def test_every_kind_that_makes_sense_stands_beside_the_ordinary_one(
    operator_client: Client, calculable: Dossier
) -> None:
    assert sides(operator_client, calculable) == [Kind.ORDINARY, Kind.FAMILY]
    declarant_ = declarant(calculable)
    declarant_.work_months = 12
    declarant_.save()
    member(calculable, given_name="Pia", relation="F", birth_date=date(2020, 1, 1))
    assert sides(operator_client, calculable) == [Kind.ORDINARY, Kind.MINORS, Kind.FAMILY]
    html = page(operator_client, calculable)
    assert "Conta per assegno di inclusione" in html
    assert "2 persone" in html


def test_a_kind_is_chosen_by_its_address(operator_client: Client, calculable: Dossier) -> None:
    url = reverse("isee_result", args=[calculable.pk])
    html = operator_client.get(url, {"tipo": "famiglia"}).content.decode()
    assert '<h2 id="result-title">ISEE prestazioni familiari e per l&#x27;inclusione</h2>' in html
    assert '<a href="?tipo=famiglia" aria-current="true">' in html


@pytest.mark.parametrize("slug", ["", "niente", "minorenni", "ORDINARIO", "%00", "x" * 300])
def test_any_other_word_is_the_ordinary_one(operator_client: Client, calculable: Dossier, slug: str) -> None:
    html = operator_client.get(reverse("isee_result", args=[calculable.pk]), {"tipo": slug}).content.decode()
    assert '<h2 id="result-title">ISEE ordinario</h2>' in html


def test_a_kind_that_is_asked_tells_what_it_lacks(operator_client: Client, calculable: Dossier) -> None:
    Dossier.objects.update(kinds=["university"])
    html = page(operator_client, calculable)
    assert "ISEE università: manca per chi è la prestazione." in html
    assert ISEE in html


@pytest.fixture
def disabled_father(calculable: Dossier) -> Dossier:
    """Elena's son Luca has an income, her brother Ugo is not self-sufficient and has nothing."""
    income(member(calculable, given_name="Luca"), "30000", IncomeKind.EMPLOYMENT)
    member(calculable, given_name="Ugo", disability="non_autosufficiente")
    return calculable


def test_both_households_stand_side_by_side_the_better_one_marked(
    operator_client: Client, disabled_father: Dossier
) -> None:
    url = reverse("isee_result", args=[disabled_father.pk])
    html = operator_client.get(url, {"tipo": "sociosanitario"}).content.decode()
    restricted = html.index("nucleo=1#household-title")
    assert restricted < html.index("Conviene</span>") < html.index("nucleo=2#household-title")
    assert "senza Neri Elena, Neri Luca" in html
    ordinary = operator_client.get(url, {"tipo": "sociosanitario", "nucleo": "2"})
    assert ordinary.context["shown"].alternative.label == "Nucleo ordinario"
    assert "Riga per riga: nucleo ordinario" in ordinary.content.decode()


@pytest.mark.parametrize("way", ["0", "9", "-1", "due", "1" * 40])
def test_a_household_that_is_not_there_is_the_first(
    operator_client: Client, disabled_father: Dossier, way: str
) -> None:
    url = reverse("isee_result", args=[disabled_father.pk])
    response = operator_client.get(url, {"tipo": "sociosanitario", "nucleo": way})
    assert response.context["shown"].alternative.label == "Nucleo ristretto"


def test_who_belongs_is_told_with_the_article_and_why(
    operator_client: Client, disabled_father: Dossier
) -> None:
    url = reverse("isee_result", args=[disabled_father.pk])
    html = operator_client.get(url, {"tipo": "sociosanitario"}).content.decode()
    household = html[html.index("Chi fa parte del nucleo") : html.index("Riga per riga")]
    assert household.count("Fuori</span>") == 2
    assert household.count("Nel nucleo</span>") == 1
    assert "DPCM 159/2013, art. 6, c. 2" in household
    assert "È chi riceve la prestazione." in household


def test_the_conditions_of_a_corrente_are_tested_one_by_one(
    operator_client: Client, calculable: Dossier
) -> None:
    Corrente.objects.create(dossier=calculable, on=date(2026, 3, 4))
    Variation.objects.create(
        dossier=calculable, member=declarant(calculable), cause="treatment", since=date(2026, 2, 1)
    )
    url = reverse("isee_result", args=[calculable.pk])
    html = unescape(operator_client.get(url, {"tipo": "corrente"}).content.decode())
    conditions = html[html.index("Le condizioni dell'ISEE corrente") : html.index("Chi fa parte")]
    assert "trattamento pubblico non soggetto a IRPEF interrotto dal 01/02/2026" in conditions
    assert "L'ISR passa da 11.000,00 euro a 0,00 euro: scende di oltre il 25%." in conditions
    assert conditions.count("Sì</span>") == 2
    assert "Varrebbe fino al 04/09/2026." in html
    assert "modulo MS del 04/03/2026, patrimonio 2024" in html
    # A doubt that several figures share is told once.
    assert html.count("il nuovo testo non è stato letto") == 1


def test_a_corrente_without_conditions_is_not_due(operator_client: Client, calculable: Dossier) -> None:
    Corrente.objects.create(dossier=calculable, on=date(2026, 3, 4))
    variation = Variation.objects.create(dossier=calculable, member=declarant(calculable))
    income(variation.member, "12000", updated=True)
    url = reverse("isee_result", args=[calculable.pk])
    html = unescape(operator_client.get(url, {"tipo": "corrente"}).content.decode())
    assert "Non spetta: nessuna condizione c'è." in html
    assert "redditi 2024, patrimonio 2024" in html


def test_every_why_may_be_opened_at_once(operator_client: Client, calculable: Dossier) -> None:
    url = reverse("isee_result", args=[calculable.pk])
    assert '<details class="step-why" open>' not in operator_client.get(url).content.decode()
    html = operator_client.get(url, {"perche": "tutti"}).content.decode()
    assert '<details class="step-why">' not in html
    assert "Chiudi tutti i perché" in html


def test_corrections_that_count_are_told(
    operator_client: Client, operator: User, calculable: Dossier
) -> None:
    row = declarant(calculable).accounts.get()
    corrections.correct(
        row=row,
        field="balance",
        amount=Decimal(28_000),
        reason="cifre scambiate",
        operator=operator,
        at=make.moment(),
    )
    html = unescape(page(operator_client, calculable))
    # Told once, beside the declared amount: it is nothing left to check.
    assert html.count("ifre scambiate") == 1
    told = html[html.index("Correzioni usate") :]
    assert f"{reverse('assets', args=[calculable.pk])}?sezione=accounts" in told
    assert "28.000,00\N{NO-BREAK SPACE}€ al posto di 30.000,00\N{NO-BREAK SPACE}€. Cifre scambiate" in told


# The printed sheet


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def test_the_sheet_says_that_it_attests_nothing(operator_client: Client, calculable: Dossier) -> None:
    response = operator_client.post(reverse("isee_sheet", args=[calculable.pk]))

    assert response.headers["Content-Type"] == "application/pdf"
    assert "simulazione-isee-2026-pratica-1.pdf" in response.headers["Content-Disposition"]
    text = text_of(response.content)
    assert text.count("Simulazione senza valore legale: vale solo l'ISEE che attesta INPS.") == 2
    assert f"ISEE ordinario simulato: {ISEE} €" in text
    assert "Redditi di un anno, meno quello che la legge toglie (ISR) 11.000,00 €" in text
    assert "Redditi più il 20% del patrimonio (ISE) 15.800,00 €" in text
    assert "Scala: il peso di un nucleo di una persona 1,00" in text


def test_the_sheet_is_of_the_kind_that_is_shown(operator_client: Client, calculable: Dossier) -> None:
    response = operator_client.post(reverse("isee_sheet", args=[calculable.pk]), {"tipo": "famiglia"})
    assert "ISEE prestazioni familiari e per l'inclusione simulato" in text_of(response.content)


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
