"""The work page of the person at the desk."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from sportello import acts
from sportello.models import Act, Citizen, Delegation, Service, User, Visit
from tests import make

pytestmark = pytest.mark.usefixtures("at_ten")
QUERIES = 13
SERVICES_QUERIES = 8


@pytest.fixture
def visit(elena: Citizen, operator: User) -> Visit:
    return make.visit("A042", citizen=elena, operator=operator, arrived_at=make.moment(9, 54))


def url(visit: Visit, name: str = "visit") -> str:
    return reverse(name, args=[visit.pk])


def page(client: Client, visit: Visit, **asked: str) -> str:
    response = client.get(url(visit), asked)
    assert response.status_code == 200
    return response.content.decode()


def test_it_works(
    operator_client: Client, visit: Visit, mensa: Service, operator: User, elena: Citizen
) -> None:
    case = make.case(elena, mensa, operator, number=12)
    text = page(operator_client, visit)
    assert "Visita A042" in text
    assert "di persona" in text
    assert "Ancora nessun atto" in text
    assert reverse("case", args=[case.pk]) in text
    assert reverse("citizen", args=[elena.pk]) in text
    assert reverse("new_case", args=[visit.pk]) in text


def test_acts_and_who_they_were_done_for(
    operator_client: Client, visit: Visit, elena: Citizen, operator: User, mensa: Service
) -> None:
    delegation = Delegation.objects.create(
        principal=elena,
        delegate=make.citizen("Bruni", "Luca"),
        scope=["comune"],
        valid_from=date(2026, 1, 1),
        document="passport",
        document_number="X1",
        seen_by=operator,
    )
    Visit.objects.update(delegation=delegation)
    acts.add_act(
        visit=visit, service=mensa, outcome=Act.Outcome.REFERRED, minutes=7, note="CAF di via Roma",
        operator=operator, at=make.moment(),
    )  # fmt: skip
    text = page(operator_client, visit)
    assert "indirizzato altrove" in text
    assert "CAF di via Roma" in text
    assert '<td class="amount">7</td>' in text
    assert "Bruni Luca" in text
    assert reverse("visit_receipt", args=[visit.pk]) in text


def test_each_kind_of_service_begins_in_its_own_way(operator_client: Client, visit: Visit) -> None:
    enel = make.partner("enel", "Enel")
    inps = make.partner()
    dossier = make.service("isee", "ISEE", kind="dossier")
    look_up = make.service("inps-cud", "Copia del CUD", kind="look_up", partner=inps)
    entry = make.service("enel-voltura", "Voltura", kind="entry", partner=enel)
    make.agreement(inps, look_up)
    make.agreement(enel, entry)
    information = make.service("tari", "TARI", kind="information")
    text = page(operator_client, visit)
    assert reverse("open_dossier", args=[visit.pk, dossier.pk]) in text
    assert reverse("new_look_up", args=[visit.pk, look_up.pk]) in text
    assert reverse("new_contract_request", args=[visit.pk, entry.pk]) in text
    assert f'{reverse("add_act", args=[visit.pk])}?servizio={information.pk}"' in text


def test_a_service_that_cannot_be_given_today_is_disabled_and_says_where_to_go(
    operator_client: Client, visit: Visit
) -> None:
    enel = make.partner("enel", "Enel")
    voltura = make.service("enel-voltura", "Voltura", kind="entry", partner=enel)
    make.agreement(
        enel,
        voltura,
        state="suspended",
        suspended_reason="guasto al portale",
        where_else="Vai al numero verde.",
    )
    text = page(operator_client, visit)
    assert "L&#x27;accordo con Enel è sospeso: guasto al portale. Vai al numero verde." in text
    assert "disabled>Oggi non si può" in text
    assert reverse("new_contract_request", args=[visit.pk, voltura.pk]) not in text
    assert f"?servizio={voltura.pk}&amp;esito=referred" in text


def test_what_the_ticket_asks_for_comes_first(
    operator_client: Client, visit: Visit, mensa: Service, tari: Service
) -> None:
    Visit.objects.update(service=tari)
    text = page(operator_client, visit)
    assert "Chiesto al turno" in text
    assert text.index("TARI") < text.index("Mensa scolastica")


def test_the_card_of_a_service_can_be_read(operator_client: Client, visit: Visit) -> None:
    inps = make.partner(support_phone="803 164", support_hours="lun-ven 8-20")
    make.service(
        "inps-cud", "Copia del CUD", kind="look_up", partner=inps, description="Redditi pagati in un anno.",
        who_may_ask="L'interessato.", documents="Carta d'identità\nTessera sanitaria", cost="gratis",
        time_needed="subito", law="art. 43 DPR 445/2000", decided_by="INPS", whom_to_call="INPS, sede di Forlì",
    )  # fmt: skip
    text = page(operator_client, visit)
    for said in (
        "Redditi pagati in un anno.", "L&#x27;interessato.", "Carta d&#x27;identità<br>Tessera sanitaria", "gratis",
        "subito", "art. 43 DPR 445/2000", "INPS, sede di Forlì", "803 164, lun-ven 8-20",
    ):  # fmt: skip
        assert said in text


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"cerca": "mens"}, {"Mensa scolastica"}),
        ({"cerca": "SCOLASTICA mensa"}, {"Mensa scolastica"}),
        ({"cerca": "comune"}, {"Mensa scolastica", "Identità"}),
        ({"cerca": "identita"}, {"Identità"}),
        ({"cerca": "inps"}, {"Estratto contributivo"}),
        ({"cerca": "pensione"}, {"Estratto contributivo"}),
        ({"momento": "pension"}, {"Estratto contributivo"}),
        ({"momento": "pension", "cerca": "mensa"}, set()),
        ({"cerca": "zzz"}, set()),
        ({"cerca": "x" * 500}, {"Mensa scolastica", "Identità", "Estratto contributivo"}),
        ({"momento": "festa"}, {"Mensa scolastica", "Identità", "Estratto contributivo"}),
    ],
)
def test_services_are_found_by_typing_and_by_life_event(
    asked: dict[str, str], found: set[str], operator_client: Client, visit: Visit, mensa: Service
) -> None:
    make.service("carta-identita", "Identità", kind="information")
    make.service(
        "inps-contributions",
        "Estratto contributivo",
        kind="look_up",
        partner=make.partner(),
        life_events=["pension"],
    )
    fragment = operator_client.get(url(visit, "visit_services"), asked).content.decode()
    assert "<html" not in fragment
    for name in ("Mensa scolastica", "Identità", "Estratto contributivo"):
        assert (name in fragment) == (name in found)
        assert (name in page(operator_client, visit, **asked)) == (name in found)
    assert ("Nessun servizio" in fragment) == (not found)


def test_without_a_name_there_is_information_only(
    operator_client: Client, operator: User, mensa: Service
) -> None:
    anonymous = make.visit("B012", operator=operator)
    text = page(operator_client, anonymous)
    assert "Persona non registrata" in text
    assert "disabled>Serve sapere chi è" in text
    assert reverse("new_case", args=[anonymous.pk]) not in text
    assert reverse("add_act", args=[anonymous.pk]) in text


def test_called_in_vain_it_can_be_put_away_until_something_is_done(
    operator_client: Client, visit: Visit, operator: User, tari: Service
) -> None:
    assert url(visit, "gone_visit") in page(operator_client, visit)
    acts.add_act(
        visit=visit,
        service=tari,
        outcome=Act.Outcome.INFORMED,
        minutes=3,
        operator=operator,
        at=make.moment(),
    )
    assert url(visit, "gone_visit") not in page(operator_client, visit)


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("suspended", "Visita sospesa: mancano documenti"),
        ("closed", "Visita conclusa alle 10:00 del 04/03/2026"),
    ],
)
def test_one_that_is_not_in_service_is_only_shown(
    state: str, said: str, operator_client: Client, visit: Visit, mensa: Service
) -> None:
    Visit.objects.update(
        state=state, suspend_reason="documents", ended_at=make.moment() if state == "closed" else None
    )
    text = page(operator_client, visit)
    assert said in text
    assert reverse("new_case", args=[visit.pk]) not in text
    assert reverse("add_act", args=[visit.pk]) not in text


def test_a_colleague_reads_who_has_it_and_no_more(colleague_client: Client, visit: Visit) -> None:
    for name in ("visit", "visit_services"):
        response = colleague_client.get(url(visit, name))
        assert response.status_code == 403
        assert "A042 è di G. Bianchi" in response.content.decode()
        assert "Neri" not in response.content.decode()


def test_a_colleague_may_go_on_with_one_that_was_handed_over(colleague_client: Client, visit: Visit) -> None:
    Visit.objects.update(state="suspended", suspend_reason="colleague")
    response = colleague_client.get(url(visit))
    assert response.status_code == 403
    assert url(visit, "resume_visit") in response.content.decode()


def test_one_that_waits_leads_to_its_ticket(operator_client: Client) -> None:
    waiting = make.visit("A043")
    assert operator_client.get(url(waiting)).headers["Location"] == url(waiting, "ticket")


def test_it_is_not_for_other_roles(
    supervisor_client: Client, administrator_client: Client, visit: Visit
) -> None:
    for client in (supervisor_client, administrator_client):
        assert client.get(url(visit)).status_code == 403
        assert client.get(url(visit, "visit_services")).status_code == 403


def test_a_visit_that_does_not_exist(operator_client: Client) -> None:
    assert operator_client.get(reverse("visit", args=[9])).status_code == 404
    assert operator_client.get(reverse("visit_services", args=[9])).status_code == 404


def test_no_address_holds_a_tax_code(operator_client: Client, visit: Visit) -> None:
    text = page(operator_client, visit)
    addresses = [part.split('"')[0] for part in text.split('="') if part.startswith("/")]
    assert addresses
    assert not any("NRELNE" in address for address in addresses)


@pytest.mark.parametrize("rows", [10, 300])
def test_the_number_of_queries_is_fixed(
    rows: int,
    operator_client: Client,
    operator: User,
    visit: Visit,
    elena: Citizen,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    inps = make.partner()
    services = [
        make.service(f"inps-{number}", f"Servizio {number}", kind="look_up", partner=inps)
        for number in range(rows)
    ]
    make.agreement(inps, *services)
    for service in services:
        case = make.case(elena, service, operator)
        visit.acts.create(
            service=service, case=case, outcome="opened", minutes=1, operator=operator, at=make.moment()
        )
    with django_assert_num_queries(QUERIES):
        page(operator_client, visit)
    with django_assert_num_queries(SERVICES_QUERIES):
        operator_client.get(url(visit, "visit_services"))
