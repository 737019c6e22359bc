"""The Certificazione Unica that INPS answered goes into the dossier with one key, once."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from isee.calculation import IncomeKind
from isee.dossier.corrections import correct
from isee.models import Dossier, Income
from partners.models import LookUp, LookUpAnswer
from sportello.models import LogEntry, User
from tests import make
from tests.isee.make import certificate, declarant, income, item, member, refresh


@pytest.fixture
def pension(dossier: Dossier, operator: User) -> LookUp:
    return certificate(dossier, dossier.case.citizen, operator, pension="11500.25", pay="300.00")


def take(client: Client, dossier: Dossier, look_up: object, follow: bool = True, **choice: str) -> Any:
    url = reverse("income_from_look_up", args=[dossier.pk])
    return client.post(url, {"look_up": look_up} | choice, follow=follow)


def incomes(dossier: Dossier) -> list[tuple[str, Decimal | None]]:
    return [(one.kind, one.amount) for one in Income.objects.filter(member__dossier=dossier)]


def test_pension_and_pay_go_among_the_incomes(
    operator_client: Client, dossier: Dossier, pension: LookUp
) -> None:
    response = take(operator_client, dossier, pension.pk, follow=False)

    assert response.headers["Location"].endswith("?sezione=incomes")
    assert [(one.kind, one.amount, one.source, one.look_up) for one in Income.objects.all()] == [
        ("pension", Decimal("11500.25"), "inps", pension),
        ("employment", Decimal("300.00"), "inps", pension),
    ]
    assert LogEntry.objects.get(kind="isee.income.acquired").text == (
        "Fascicolo ISEE 2026, pratica 1/2026: redditi acquisiti da INPS."
    )


def test_the_paper_is_acquired_and_not_asked_of_the_citizen(
    operator_client: Client, operator: User, dossier: Dossier, pension: LookUp
) -> None:
    take(operator_client, dossier, pension.pk)
    html = operator_client.get(reverse("dossier", args=[dossier.pk])).content.decode()

    line = item(dossier, "incomes", declarant(dossier))
    assert (line.state, line.acquired_from, line.changed_by) == ("acquired", "INPS", operator)
    assert "Acquisito da INPS" in html
    assert "Già nel fascicolo" in html


def test_when_the_income_goes_the_paper_is_to_be_asked_again(
    operator_client: Client, dossier: Dossier, pension: LookUp
) -> None:
    take(operator_client, dossier, pension.pk)
    Income.objects.all().delete()
    refresh(dossier)
    line = item(dossier, "incomes", declarant(dossier))
    assert (line.state, line.acquired_from) == ("missing", "")


def test_the_second_time_is_told(operator_client: Client, dossier: Dossier, pension: LookUp) -> None:
    take(operator_client, dossier, pension.pk)
    html = take(operator_client, dossier, pension.pk).content.decode()
    assert "Questa certificazione è già nel fascicolo, tra i redditi di Neri Elena." in html
    assert Income.objects.count() == 2


def test_it_goes_to_the_member_whose_it_is(operator_client: Client, operator: User, dossier: Dossier) -> None:
    grandfather = make.citizen("Neri", "Aldo", "NRELDA40A01H501X", birth_date=date(1940, 1, 1))
    aldo = member(dossier, given_name="Aldo", birth_date=date(1940, 1, 1), tax_code="NRELDA40A01H501X")
    look_up = certificate(dossier, grandfather, operator, pension="9000.00")
    take(operator_client, dossier, look_up.pk)
    assert Income.objects.get().member == aldo


def test_of_somebody_else_it_does_not_go(operator_client: Client, operator: User, dossier: Dossier) -> None:
    stranger = make.citizen("Gallo", "Ada", "GLLDAA50A41H501V", birth_date=date(1950, 1, 1))
    look_up = certificate(dossier, stranger, operator, pension="9000.00")
    html = take(operator_client, dossier, look_up.pk).content.decode()
    assert "è di una persona che non è nel nucleo: aggiungila, poi riprova." in html
    assert not Income.objects.exists()


def test_of_another_year_it_does_not_go(operator_client: Client, operator: User, dossier: Dossier) -> None:
    look_up = certificate(dossier, dossier.case.citizen, operator, pension="9000.00", tax_year=2023)
    html = take(operator_client, dossier, look_up.pk).content.decode()
    assert "La certificazione è dei redditi 2023: per la DSU 2026 servono quelli del 2024." in html
    assert not Income.objects.exists()


def test_without_pension_and_pay_it_is_read_by_hand(
    operator_client: Client, operator: User, dossier: Dossier
) -> None:
    look_up = certificate(dossier, dossier.case.citizen, operator)
    html = take(operator_client, dossier, look_up.pk).content.decode()
    assert "non riporta né pensione né lavoro dipendente" in html


def test_an_answer_forgotten_with_its_visit_is_told(
    operator_client: Client, dossier: Dossier, pension: LookUp
) -> None:
    LookUpAnswer.objects.all().delete()
    html = take(operator_client, dossier, pension.pk).content.decode()
    assert "La risposta non c&#x27;è più" in html


def test_an_answer_of_another_case_is_none_of_this_dossier(
    operator_client: Client, operator: User, dossier: Dossier, pension: LookUp
) -> None:
    other = make.case(dossier.case.citizen, make.service(), operator)
    # Rows of look-ups are never changed: another one, of the other case.
    stranger = LookUp.objects.create(
        case=other,
        subject=pension.subject,
        service=pension.service,
        operator=operator,
        document=LookUp.Document.CU,
        tax_year=2024,
        tax_code=pension.tax_code,
        basis=LookUp.Basis.REQUEST,
        correlation_id="6a1f0f5e-6a1b-4f3e-9d6b-0a8a3c0f1e11",
        asked_at=make.moment(),
    )
    LookUpAnswer.objects.create(look_up=stranger, content=pension.answer.content, received_at=make.moment())
    assert "La risposta non c&#x27;è più" in take(operator_client, dossier, stranger.pk).content.decode()
    assert not Income.objects.exists()


def test_beside_a_pension_typed_by_hand_nothing_goes_in_before_one_chooses(
    operator_client: Client, dossier: Dossier, pension: LookUp
) -> None:
    income(declarant(dossier), "11500", IncomeKind.PENSION)
    html = operator_client.get(reverse("dossier", args=[dossier.pk])).content.decode()
    assert "Pensioni soggette a IRPEF, 11.500,00 €, dichiarato" in " ".join(html.split())
    assert "Sostituisci" in html
    assert "Metti nel fascicolo" not in html

    html = take(operator_client, dossier, pension.pk).content.decode()
    assert "c&#x27;è già «Pensioni soggette a IRPEF» di 11.500,00 euro: scegli" in html
    assert incomes(dossier) == [("pension", Decimal("11500.00"))]


def test_the_certificate_replaces_the_same_income_typed_by_hand(
    operator_client: Client, dossier: Dossier, pension: LookUp
) -> None:
    income(declarant(dossier), "11500", IncomeKind.PENSION)
    income(declarant(dossier), "700", IncomeKind.OTHER_IRPEF)
    take(operator_client, dossier, pension.pk, gia_scritti="sostituisci")
    assert incomes(dossier) == [
        ("other_irpef", Decimal("700.00")),
        ("pension", Decimal("11500.25")),
        ("employment", Decimal("300.00")),
    ]


def test_the_certificate_is_added_where_the_income_is_another(
    operator_client: Client, dossier: Dossier, pension: LookUp
) -> None:
    income(declarant(dossier), "4000", IncomeKind.PENSION)
    take(operator_client, dossier, pension.pk, gia_scritti="aggiungi")
    assert [amount for kind, amount in incomes(dossier) if kind == "pension"] == [
        Decimal("4000.00"),
        Decimal("11500.25"),
    ]


def test_a_line_of_last_year_that_waits_for_its_amount_is_replaced(
    operator_client: Client, dossier: Dossier, pension: LookUp
) -> None:
    Income.objects.create(member=declarant(dossier), kind="pension", amount=None, to_confirm=True)
    html = operator_client.get(reverse("dossier", args=[dossier.pk])).content.decode()
    assert "ancora senza importo" in html
    take(operator_client, dossier, pension.pk, gia_scritti="sostituisci")
    assert incomes(dossier) == [("pension", Decimal("11500.25")), ("employment", Decimal("300.00"))]


def test_the_same_certificate_asked_twice_is_not_counted_twice_unawares(
    operator_client: Client, operator: User, dossier: Dossier, pension: LookUp
) -> None:
    take(operator_client, dossier, pension.pk)
    again = certificate(dossier, dossier.case.citizen, operator, pension="11500.25", pay="300.00")
    assert (
        "scegli se la certificazione lo sostituisce"
        in take(operator_client, dossier, again.pk).content.decode()
    )
    take(operator_client, dossier, again.pk, gia_scritti="sostituisci")
    assert incomes(dossier) == [("pension", Decimal("11500.25")), ("employment", Decimal("300.00"))]


def test_a_replaced_income_takes_its_correction_along(
    operator_client: Client, operator: User, dossier: Dossier, pension: LookUp
) -> None:
    typed = income(declarant(dossier), "11500", IncomeKind.PENSION)
    correct(row=typed, field="amount", amount=Decimal(9), reason="prova", operator=operator, at=make.moment())
    take(operator_client, dossier, pension.pk, gia_scritti="sostituisci")
    assert incomes(dossier) == [("pension", Decimal("11500.25")), ("employment", Decimal("300.00"))]


@pytest.mark.parametrize("look_up", ["", "x", "-1", "²", "9" * 30, "0"])
def test_what_is_no_look_up_is_told(operator_client: Client, dossier: Dossier, look_up: str) -> None:
    assert "La risposta non c&#x27;è più" in take(operator_client, dossier, look_up).content.decode()


def test_after_the_dsu_nothing_goes_in(operator_client: Client, dossier: Dossier, pension: LookUp) -> None:
    Dossier.objects.update(state=Dossier.State.PRESENTED)
    take(operator_client, dossier, pension.pk)
    assert not Income.objects.exists()


def test_the_fragment_shows_what_is_in_hand(
    operator_client: Client, dossier: Dossier, pension: LookUp
) -> None:
    html = operator_client.get(reverse("dossier_certificates", args=[dossier.pk])).content.decode()
    assert "<html" not in html
    assert "11.500,25" in html
    assert 'hx-trigger="look-up-changed from:body"' in html


def test_who_may_not_and_what_is_not_there(
    operator_client: Client, supervisor_client: Client, dossier: Dossier, pension: LookUp
) -> None:
    assert take(supervisor_client, dossier, pension.pk).status_code == 403
    assert supervisor_client.get(reverse("dossier_certificates", args=[dossier.pk])).status_code == 403
    for name in ("income_from_look_up", "dossier_certificates"):
        url = reverse(name, args=[0])
        assert (operator_client.post if name.startswith("income") else operator_client.get)(
            url
        ).status_code == 404
