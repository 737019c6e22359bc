"""The agreements on screen: who reads, who keeps them, what is refused."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from partners.models import Agreement
from partners.permission import permissions
from sportello.models import LogEntry, Partner, Service, User
from tests import make

State = Agreement.State
URL = "/accordi/"


@pytest.fixture
def inps(db: None) -> Partner:
    return make.partner(support_phone="803 164")


@pytest.fixture
def cud(inps: Partner) -> Service:
    return make.service("inps-cud", "Copia del CUD", kind="look_up", partner=inps)


@pytest.fixture
def convention(inps: Partner, cud: Service) -> Agreement:
    return make.agreement(inps, cud, title="Convenzione INPS")


def typed(cud: Service, **fields: Any) -> dict[str, Any]:
    return {
        "title": "Convenzione INPS 2026",
        "partner": cud.partner_id,
        "state": "in_force",
        "starts_on": "2026-01-01",
        "ends_on": "2099-12-31",
        "renewal": "none",
        "renewal_months": "",
        "notice": "0",
        "notice_unit": "days",
        "services": [cud.pk],
        "operators": [],
        "legal_base": "Delibera 12/2025",
        "suspended_reason": "",
        "where_else": "",
        **fields,
    }


# The list


def test_those_to_look_at_come_first(administrator_client: Client, inps: Partner) -> None:
    today = timezone.localdate()
    agreements: dict[str, dict[str, Any]] = {
        "senza scadenza": {},
        "sospeso": {"state": State.SUSPENDED},
        "finito": {"state": State.ENDED, "ends_on": today - timedelta(days=400)},
        "fra sessanta giorni": {"ends_on": today + timedelta(days=60)},
        "fra sessantuno giorni": {"ends_on": today + timedelta(days=61)},
        "disdetto": {"state": State.NOTICE, "ends_on": today + timedelta(days=10)},
        "scaduto ieri": {"ends_on": today - timedelta(days=1)},
        "proposto": {"state": State.PROPOSED},
        "da domani": {"starts_on": today + timedelta(days=1)},
    }
    for title, fields in agreements.items():
        make.agreement(inps, title=title, **fields)
    response = administrator_client.get(URL)
    rows = response.context["page"].rows
    assert [(row.expiry_label, row.title) for row in rows] == [
        ("Scaduti, ma lo stato dice ancora in vigore", "scaduto ieri"),
        ("Finiscono entro 60 giorni", "disdetto"),
        ("Finiscono entro 60 giorni", "fra sessanta giorni"),
        ("Sospesi", "sospeso"),
        ("In vigore", "fra sessantuno giorni"),
        ("In vigore", "senza scadenza"),
        ("Non ancora in vigore", "proposto"),
        ("Non ancora in vigore", "da domani"),
        ("Finiti", "finito"),
    ]
    assert "Finiscono entro 60 giorni" in response.content.decode()


def test_operators_do_not_keep_agreements(
    operator_client: Client, supervisor_client: Client, convention: Agreement, cud: Service
) -> None:
    for url in (URL, f"{URL}{convention.pk}/"):
        assert operator_client.get(url).status_code == 403
        assert supervisor_client.get(url).status_code == 200
    for url in (f"{URL}nuovo/", f"{URL}{convention.pk}/modifica/"):
        for client in (operator_client, supervisor_client):
            assert client.get(url).status_code == 403
            assert client.post(url, typed(cud)).status_code == 403
    assert Agreement.objects.get().title == "Convenzione INPS"


def test_a_supervisor_sees_no_button_to_change(supervisor_client: Client, convention: Agreement) -> None:
    assert "modifica" not in supervisor_client.get(f"{URL}{convention.pk}/").content.decode()
    assert "nuovo" not in supervisor_client.get(URL).content.decode()


def test_no_such_agreement(administrator_client: Client) -> None:
    for url in (f"{URL}99/", f"{URL}99/modifica/"):
        assert administrator_client.get(url).status_code == 404
    assert administrator_client.get(f"{URL}?after=x").status_code == 200


@pytest.mark.parametrize("number", [10, 60])
def test_queries_and_pages(
    number: int,
    administrator_client: Client,
    inps: Partner,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for index in range(number):
        make.agreement(
            inps, title=f"Accordo {index:02}", ends_on=date(2097, 1, 1) + timedelta(days=index // 2)
        )
    administrator_client.get(URL)
    with django_assert_num_queries(4):
        page = administrator_client.get(URL).context["page"]
    seen = [row.title for row in page.rows]
    while page.next_after:
        page = administrator_client.get(f"{URL}?after={page.next_after}").context["page"]
        assert len(page.rows) <= 25
        seen += [row.title for row in page.rows]
    assert seen == [f"Accordo {index:02}" for index in range(number)]


# One agreement


def test_one_agreement(supervisor_client: Client, convention: Agreement, operator: User) -> None:
    page = supervisor_client.get(f"{URL}{convention.pk}/").content.decode()
    for text in (
        "Convenzione INPS",
        "01/01/2020",
        "senza scadenza",
        "Copia del CUD",
        "Tutti gli operatori",
        "803 164",
    ):
        assert text in page
    convention.operators.add(operator)
    assert "G. Bianchi" in supervisor_client.get(f"{URL}{convention.pk}/").content.decode()


def test_adding(administrator_client: Client, cud: Service, operator: User, administrator: User) -> None:
    response = administrator_client.post(f"{URL}nuovo/", typed(cud, operators=[operator.pk]))
    added = Agreement.objects.get()
    assert response.headers["Location"] == f"{URL}{added.pk}/"
    assert (added.partner, added.starts_on, added.ends_on) == (
        cud.partner,
        date(2026, 1, 1),
        date(2099, 12, 31),
    )
    assert (list(added.services.all()), list(added.operators.all())) == ([cud], [operator])
    line = LogEntry.objects.get()
    assert (line.kind, line.operator) == ("partners.agreement.added", administrator)
    assert line.text == (
        "Aggiunto l'accordo «Convenzione INPS 2026» con INPS: in vigore, dal 01/01/2026 fino al 31/12/2099."
    )


def test_changing(administrator_client: Client, convention: Agreement, cud: Service) -> None:
    changed = typed(cud, state="suspended", suspended_reason="lavori", ends_on="")
    administrator_client.post(f"{URL}{convention.pk}/modifica/", changed)
    convention.refresh_from_db()
    assert (convention.state, convention.suspended_reason) == ("suspended", "lavori")
    line = LogEntry.objects.get()
    assert line.kind == "partners.agreement.changed"
    assert line.text.endswith("Ora è sospeso, senza scadenza.")
    assert "stato" in line.text


def test_saving_without_changing_writes_no_line(
    administrator_client: Client, convention: Agreement, cud: Service
) -> None:
    same = typed(cud, title="Convenzione INPS", starts_on="2020-01-01", ends_on="", legal_base="")
    assert administrator_client.post(f"{URL}{convention.pk}/modifica/", same).status_code == 302
    assert not LogEntry.objects.exists()


def test_the_partner_of_an_agreement_never_changes(
    administrator_client: Client, convention: Agreement, cud: Service
) -> None:
    enel = make.partner("enel", "Enel")
    administrator_client.post(f"{URL}{convention.pk}/modifica/", typed(cud, partner=enel.pk))
    convention.refresh_from_db()
    assert convention.partner == cud.partner


@pytest.mark.parametrize(
    ("fields", "sentence", "at"),
    [
        ({"title": ""}, "Scrivi un titolo.", "id_title"),
        ({"partner": ""}, "Scegli l&#x27;ente.", "id_partner"),
        ({"partner": "999"}, "Scegli", "id_partner"),
        ({"starts_on": ""}, "Scrivi il primo giorno in cui vale.", "id_starts_on"),
        ({"starts_on": "31/02/2026"}, "Questo giorno non esiste: scrivilo come 17/05/1948.", "id_starts_on"),
        ({"starts_on": "ieri"}, "Questo giorno non esiste: scrivilo come 17/05/1948.", "id_starts_on"),
        (
            {"starts_on": "2026-06-01", "ends_on": "2026-05-31"},
            "L&#x27;accordo finisce prima di cominciare: controlla le due date.",
            "id_ends_on",
        ),
        (
            {"starts_on": "2020-01-01", "ends_on": "2021-01-01"},
            "È già passato: scegli lo stato «finito», o un&#x27;altra data.",
            "id_ends_on",
        ),
        (
            {"state": "suspended"},
            "Scrivi perché è sospeso: lo legge l&#x27;operatore al banco.",
            "id_suspended_reason",
        ),
        ({"services": []}, "Scegli almeno un servizio.", "id_services"),
        ({"state": "boh"}, "Scegli", "id_state"),
        ({"renewal": "tacit"}, "Scrivi per quanti mesi si rinnova: per esempio 12.", "id_renewal_months"),
        (
            {"renewal": "tacit", "renewal_months": "12", "ends_on": ""},
            "Per rinnovarsi da solo gli serve un ultimo giorno.",
            "id_ends_on",
        ),
        ({"renewal_months": "un anno"}, "I mesi sono un numero intero", "id_renewal_months"),
        ({"notice": "tre mesi"}, "Il preavviso è un numero intero: per esempio 90.", "id_notice"),
        ({"notice": ""}, "Scrivi il preavviso, o zero.", "id_notice"),
        (
            {"starts_on": "2098-01-01", "ends_on": "2098-12-31", "notice": "13", "notice_unit": "months"},
            "Il preavviso è più lungo dell&#x27;accordo",
            "id_notice",
        ),
    ],
)
def test_malformed(
    fields: dict[str, Any], sentence: str, at: str, administrator_client: Client, cud: Service
) -> None:
    response = administrator_client.post(f"{URL}nuovo/", typed(cud, legal_base="Delibera scritta", **fields))
    page = response.content.decode()
    assert response.status_code == 422
    assert sentence in page[page.index(f'id="{at}_error"') :][:400]
    assert "Delibera scritta" in page
    assert not Agreement.objects.exists()


def test_only_services_of_the_partner(administrator_client: Client, cud: Service) -> None:
    enel = make.partner("enel", "Enel")
    voltura = make.service("enel-voltura", "Voltura", kind="entry", partner=enel)
    response = administrator_client.post(f"{URL}nuovo/", typed(cud, services=[cud.pk, voltura.pk]))
    assert response.status_code == 422
    assert "«Voltura» non è un servizio di INPS: togli il segno." in response.content.decode()


def test_a_first_day_may_be_the_last(administrator_client: Client, cud: Service) -> None:
    one_day = typed(cud, starts_on="2099-06-01", ends_on="2099-06-01")
    assert administrator_client.post(f"{URL}nuovo/", one_day).status_code == 302


# Its dates


@pytest.fixture
def tacit(inps: Partner, cud: Service) -> Agreement:
    """Of the year 2025, then of each year after, unless somebody says no three months before."""
    return make.agreement(
        inps,
        cud,
        title="Convenzione INPS",
        starts_on=date(2025, 1, 1),
        ends_on=date(2025, 12, 31),
        renewal="tacit",
        renewal_months=12,
        notice=3,
        notice_unit="months",
    )


def test_a_tacit_renewal_goes_on_until_notice_is_given(
    tacit: Agreement, operator: User, cud: Service
) -> None:
    later = date(2027, 6, 1)
    assert tacit.is_in_force(later)
    assert Agreement.objects.in_force(later).get() == tacit
    assert permissions([cud], later, operator)[cud.pk].allowed
    tacit.state = State.NOTICE
    tacit.save()
    assert not tacit.is_in_force(later)
    assert not Agreement.objects.in_force(later).exists()
    assert "è finito il 31/12/2025" in permissions([cud], later, operator)[cud.pk].reason


@pytest.mark.usefixtures("at_ten")
def test_the_page_tells_the_last_useful_day(supervisor_client: Client, tacit: Agreement) -> None:
    page = supervisor_client.get(f"{URL}{tacit.pk}/").content.decode()
    for words in (
        "31/12/2026",
        "rinnovato da solo, prima fino al 31/12/2025",
        "Per disdire, ultimo giorno utile",
        "mercoledì 30 settembre 2026",
        "preavviso di 3 mesi",
    ):
        assert words in page
    assert "Tra " not in page  # more than 180 days from 4 March


@pytest.mark.parametrize(("notice", "words"), [(272, "Tra 30 giorni"), (302, "Oggi"), (303, "Passato")])
@pytest.mark.usefixtures("at_ten")
def test_a_day_that_comes_near(notice: int, words: str, supervisor_client: Client, inps: Partner) -> None:
    made = make.agreement(inps, ends_on=date(2026, 12, 31), renewal="express", notice=notice)
    assert words in supervisor_client.get(f"{URL}{made.pk}/").content.decode()


@pytest.mark.usefixtures("at_ten")
def test_a_tacit_renewal_is_never_overdue(administrator_client: Client, tacit: Agreement) -> None:
    [row] = administrator_client.get(URL).context["page"].rows
    assert row.expiry_label == "In vigore"
    same = typed(tacit.services.get(), starts_on="2025-01-01", ends_on="2025-12-31", title="Vecchia ma viva")
    renewed = {"renewal": "tacit", "renewal_months": "12", "notice": "3", "notice_unit": "months"}
    assert administrator_client.post(f"{URL}{tacit.pk}/modifica/", {**same, **renewed}).status_code == 302


def test_addresses() -> None:
    assert reverse("agreements") == URL
    assert reverse("new_agreement") == f"{URL}nuovo/"
