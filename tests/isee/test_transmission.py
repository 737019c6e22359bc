"""Who sends the DSU, and when the attestation should be there."""

from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from isee.dossier.terms import attestation_expected, attestation_term, working_day_after
from isee.models import Dossier, Transmission
from sportello.models import User
from tests import make
from tests.conftest import signed_in
from tests.isee.make import begin_dossier, member

DSU = {
    "by": "caf",
    "caf": "CAF della Valle",
    "receipt": "R-77",
    "protocol": "INPS-ISEE-2026-1",
    "on": "2026-03-03",
}


def post(client: Client, name: str, dossier: Dossier, **data: str) -> Any:
    return client.post(reverse(name, args=[dossier.pk]), data)


def page(client: Client, dossier: Dossier) -> str:
    return client.get(reverse("dossier", args=[dossier.pk])).content.decode()


def test_who_will_send_it_is_noted_before(operator_client: Client, dossier: Dossier) -> None:
    post(operator_client, "transmission", dossier, by="caf", caf="CAF della Valle")
    transmission = Transmission.objects.get()
    assert (transmission.who, transmission.sent_on, transmission.expected_on) == (
        "CAF della Valle",
        None,
        None,
    )
    html = page(operator_client, dossier)
    assert "La trasmetterà" in html
    # It is what the form of the presentation begins from.
    form = operator_client.get(reverse("present_dsu", args=[dossier.pk])).content.decode()
    assert 'value="CAF della Valle"' in form
    dossier.refresh_from_db()
    assert dossier.is_editable


def test_presented_it_says_who_when_and_by_when_to_expect(
    operator_client: Client, operator: User, dossier: Dossier
) -> None:
    post(operator_client, "present_dsu", dossier, **DSU)
    transmission = Transmission.objects.get()
    # Ten working days after Tuesday 3 March.
    assert (transmission.sent_on, transmission.expected_on) == (date(2026, 3, 3), date(2026, 3, 17))
    html = page(operator_client, dossier)
    for told in ("CAF della Valle", "R-77", "INPS-ISEE-2026-1", "verso il 17/03/2026"):
        assert told in html
    assert "è un'attesa, non un termine" in html
    assert "è in ritardo" not in html
    with time_machine.travel(make.moment(on=date(2026, 3, 18))):
        assert "verso il 17/03/2026: è in ritardo" in page(signed_in(operator), dossier)


def test_only_a_caf_has_a_name(operator_client: Client, dossier: Dossier) -> None:
    post(operator_client, "present_dsu", dossier, **DSU)
    post(operator_client, "present_dsu", dossier, **DSU | {"by": "comune"})
    transmission = Transmission.objects.get()
    assert (transmission.by, transmission.caf, transmission.who) == ("comune", "", "il Comune")


def test_a_day_before_somebody_was_born_cannot_be(operator_client: Client, dossier: Dossier) -> None:
    member(dossier, relation="F", birth_date=date(2026, 3, 4))
    response = post(operator_client, "present_dsu", dossier, **DSU)
    assert response.status_code == 422
    assert "c&#x27;è chi è nato il 04/03/2026, dopo questo giorno" in response.content.decode()


def test_after_the_dsu_who_sends_it_is_no_plan(operator_client: Client, dossier: Dossier) -> None:
    post(operator_client, "present_dsu", dossier, **DSU)
    response = operator_client.post(
        reverse("transmission", args=[dossier.pk]), {"by": "citizen"}, follow=True
    )
    assert "La DSU è già presentata" in response.content.decode()
    assert Transmission.objects.get().by == "caf"


def test_two_who_type_the_receipt_do_not_overwrite_each_other(
    operator_client: Client, colleague_client: Client, dossier: Dossier
) -> None:
    post(colleague_client, "present_dsu", dossier, **DSU, version="0")
    response = post(operator_client, "present_dsu", dossier, **DSU | {"receipt": "R-78"}, version="0")
    assert response.status_code == 409
    assert "Numero della ricevuta: vuoto → <ins>R-77</ins>" in response.content.decode()
    assert Transmission.objects.get().receipt == "R-77"


# The reminder of the first page


def overdue(client: Client) -> str:
    return client.get(reverse("overdue_attestations")).content.decode()


def test_what_is_late_stands_on_the_first_page_of_who_answers_for_it(
    operator_client: Client, operator: User, colleague: User, dossier: Dossier
) -> None:
    post(operator_client, "present_dsu", dossier, **DSU)
    assert "Attestazioni" not in overdue(operator_client)
    with time_machine.travel(make.moment(on=date(2026, 3, 18))):
        mine, others = signed_in(operator), signed_in(colleague)
        html = overdue(mine)
        assert "Attestazioni che dovevano arrivare" in html
        assert "Neri Elena" in html
        assert "17/03/2026" in html
        assert "Neri Elena" not in overdue(others)
        Dossier.objects.filter(pk=dossier.pk).update(state=Dossier.State.ATTESTED)
        assert "Neri Elena" not in overdue(mine)


def test_the_first_page_asks_for_it(operator_client: Client) -> None:
    assert f'hx-get="{reverse("overdue_attestations")}"' in operator_client.get("/").content.decode()


def test_no_more_than_a_first_page_shows(operator_client: Client, operator: User) -> None:
    for number in range(12):
        late = begin_dossier(make.citizen("Gallo", f"Ada {number}"), operator)
        Dossier.objects.filter(pk=late.pk).update(state=Dossier.State.PRESENTED)
        Transmission.objects.create(dossier=late, by="citizen", expected_on=date(2026, 3, 1))
    assert overdue(operator_client).count("Gallo Ada") == 20  # ten rows: the name, and the name of its button


# How long it takes


@pytest.mark.parametrize(
    ("day", "days", "found"),
    [
        (date(2026, 3, 3), 1, date(2026, 3, 4)),
        # Friday: Saturday and Sunday do not count.
        (date(2026, 3, 6), 1, date(2026, 3, 9)),
        # Easter Monday and 25 April do not either.
        (date(2026, 4, 3), 1, date(2026, 4, 7)),
        (date(2026, 12, 24), 1, date(2026, 12, 28)),
        (date(2026, 3, 3), 0, date(2026, 3, 3)),
    ],
)
def test_working_days(day: date, days: int, found: date) -> None:
    assert working_day_after(day, days) == found


def test_the_expectation_has_a_source_and_is_not_sure() -> None:
    term = attestation_term(date(2026, 3, 4))
    assert term is not None
    assert "INPS" in term.source
    assert term.confidence == "medium"
    assert attestation_expected(date(2018, 1, 1)) is None
