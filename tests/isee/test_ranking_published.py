"""The ranking published once, then only moved on; the list that leaves the office."""

import csv
import zipfile
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any
from xml.etree import ElementTree

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from isee.models import Application, Call, Ranking, RankingChange, RankingRow
from isee.procedures import ranking_publication
from isee.procedures.calls import AlreadyPublished
from sportello.models import LogEntry, User
from tests import make
from tests.isee import apply

ACT = {"act_number": "41", "decided_on": "04/03/2026", "signer": "dott. Aldo Serra"}
GIVE_UP = {**ACT, "act_number": "52", "reason": "Rinuncia"}


@pytest.fixture
def call(operator: User) -> Call:
    """Two places, five applications: two in, two waiting, one excluded."""
    made = apply.call(isee_limit=Decimal(10000))
    apply.entries(made, operator, "9000", "1000", "5000", "20000", "3000")
    return made


@pytest.fixture
def published(call: Call, supervisor: User) -> Ranking:
    act = ranking_publication.Act("41", date(2026, 3, 4), "dott. Aldo Serra")
    return ranking_publication.publish(call=call, act=act, by=supervisor, at=make.moment())


def states(call: Call) -> dict[str, str]:
    rows = Application.objects.filter(call=call).select_related("case").order_by("pk")
    return {str(each.case): each.state for each in rows}


def publish(client: Client, call: Call, **typed: str) -> Any:
    return client.post(reverse("publish_ranking", args=[call.pk]), {**ACT, **typed})


# Publishing


def test_it_decides_the_applications(supervisor_client: Client, call: Call) -> None:
    response = publish(supervisor_client, call)
    assert response["Location"] == reverse("call", args=[call.pk])
    assert states(call) == {
        "1/2026": "submitted",
        "2/2026": "granted",
        "3/2026": "submitted",
        "4/2026": "refused",
        "5/2026": "granted",
    }
    rows = RankingRow.objects.order_by("pk").select_related("application__case")
    assert [(row.place, str(row.application.case), row.outcome) for row in rows] == [
        (1, "2/2026", "admitted"),
        (2, "5/2026", "admitted"),
        (3, "3/2026", "waiting"),
        (4, "1/2026", "waiting"),
        (None, "4/2026", "excluded"),
    ]
    first = Application.objects.get(ranking_row__place=1)
    assert (first.reason, first.act_number) == ("Posto 1 nella graduatoria.", "41")
    assert first.case.state == "concluded"
    assert LogEntry.objects.get(kind="isee.call.published").text == (
        "Pubblicata la graduatoria del bando «Buoni spesa 2026»: 5 domande, 2 ammesse."
    )


def test_published_twice_is_refused(supervisor_client: Client, call: Call, published: Ranking) -> None:
    response = supervisor_client.post(
        reverse("publish_ranking", args=[call.pk]), {**ACT, "act_number": "99"}, follow=True
    )
    sentence = "La graduatoria è già pubblicata (determina 41 del 04/03/2026): non si pubblica due volte"
    assert sentence in response.content.decode()
    assert Ranking.objects.get() == published


def test_two_who_publish_at_once_make_one(call: Call, supervisor: User, published: Ranking) -> None:
    with pytest.raises(AlreadyPublished):
        ranking_publication.publish(
            call=Call.objects.get(),
            act=ranking_publication.Act("99", date(2026, 3, 4), "x"),
            by=supervisor,
            at=make.moment(),
        )


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"act_number": ""}, "Scrivi il numero della determina."),
        ({"decided_on": "28/02/2026"}, "Il bando si chiude il 28/02/2026: la graduatoria si approva dopo."),
        ({"decided_on": "05/03/2026"}, "deve ancora venire"),
        ({"signer": ""}, "Scrivi chi l&#x27;ha firmata."),
    ],
)
def test_what_cannot_be_published(
    typed: dict[str, str], sentence: str, supervisor_client: Client, call: Call
) -> None:
    response = publish(supervisor_client, call, **typed)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not Ranking.objects.exists()
    assert set(states(call).values()) == {"submitted"}


def test_a_call_without_applications_has_no_ranking(supervisor_client: Client) -> None:
    response = publish(supervisor_client, apply.call())
    assert "Nessuna domanda presentata" in response.content.decode()
    assert not Ranking.objects.exists()


@pytest.mark.parametrize("change", ["update isee_rankingrow set place = 9", "delete from isee_ranking"])
def test_the_database_changes_nothing_of_it(change: str, published: Ranking) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_the_call_and_its_exclusions_stay_as_they_were(
    supervisor_client: Client, call: Call, published: Ranking
) -> None:
    for url, data in (
        (reverse("edit_call", args=[call.pk]), {**_typed(call), "places": "4"}),
        (
            reverse("exclude_application", args=[call.pk, call.applications.all()[0].pk]),
            {"reason": "Non residente."},
        ),
    ):
        response = supervisor_client.post(url, data, follow=True)
        assert "non si pubblica due volte e non si cambia" in response.content.decode()
    call.refresh_from_db()
    assert call.places == 2
    assert not Application.objects.exclude(exclusion="").exists()


def _typed(call: Call) -> dict[str, str]:
    return {
        "title": call.title,
        "act": call.act,
        "opens_on": "01/02/2026",
        "closes_on": "28/02/2026",
        "order": call.order,
        "tie": call.tie,
    }


def test_what_a_ranking_decided_is_not_reopened(
    operator_client: Client, call: Call, published: Ranking
) -> None:
    granted = Application.objects.get(ranking_row__place=1)
    operator_client.post(reverse("reopen_application", args=[granted.pk]))
    operator_client.post(reverse("end_application", args=[granted.pk]), {"on": "04/03/2026", "reason": "x"})
    granted.refresh_from_db()
    assert granted.state == "granted"


def test_who_waits_is_no_longer_among_those_to_decide(
    operator_client: Client, call: Call, published: Ranking
) -> None:
    url = reverse("applications")
    assert ">3/2026<" not in operator_client.get(url).content.decode()
    assert ">3/2026<" in operator_client.get(url, {"stato": "waiting"}).content.decode()


# Scorrimento


def give_up(client: Client, call: Call, place: int, **typed: str) -> Any:
    row = RankingRow.objects.get(place=place)
    return client.post(reverse("give_up", args=[call.pk, row.pk]), {**GIVE_UP, **typed})


def test_who_waits_first_comes_in(supervisor_client: Client, call: Call, published: Ranking) -> None:
    give_up(supervisor_client, call, 1)
    assert states(call) == {
        "1/2026": "submitted",
        "2/2026": "ended",
        "3/2026": "granted",
        "4/2026": "refused",
        "5/2026": "granted",
    }
    assert Application.objects.get(ranking_row__place=3).act_number == "52"
    html = supervisor_client.get(reverse("call", args=[call.pk])).content.decode()
    assert "Rinuncia del 04/03/2026" in html
    assert "Ammessa per scorrimento il 04/03/2026" in html
    assert LogEntry.objects.get(kind="isee.call.moved_on").text == (
        "Bando «Buoni spesa 2026»: rinuncia la domanda 2/2026; per scorrimento: 3/2026."
    )


def test_who_waits_may_give_up_and_nobody_moves(
    supervisor_client: Client, call: Call, published: Ranking
) -> None:
    give_up(supervisor_client, call, 3)
    assert states(call)["3/2026"] == "ended"
    assert RankingChange.objects.count() == 1
    give_up(supervisor_client, call, 1)
    assert states(call)["1/2026"] == "granted"


def test_nobody_gives_up_twice(supervisor_client: Client, call: Call, published: Ranking) -> None:
    give_up(supervisor_client, call, 1)
    response = give_up(supervisor_client, call, 1)
    assert response.status_code == 422
    assert "ha già rinunciato" in response.content.decode()
    assert states(call)["1/2026"] == "submitted"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"decided_on": "03/03/2026"}, "La graduatoria è del 04/03/2026: lo scorrimento viene dopo."),
        ({"reason": ""}, "Scrivi perché"),
    ],
)
def test_a_change_that_is_not_whole(
    typed: dict[str, str], sentence: str, supervisor_client: Client, call: Call, published: Ranking
) -> None:
    response = give_up(supervisor_client, call, 1, **typed)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not RankingChange.objects.exists()


def test_money_given_up_first_completes_who_had_a_part(
    supervisor_client: Client, supervisor: User, operator: User
) -> None:
    call = apply.call(places=None, budget=Decimal(600), amount_each=Decimal(250))
    apply.entries(call, operator, "1000", "2000", "3000", "4000")
    publish(supervisor_client, call)
    amounts = Application.objects.filter(call=call).order_by("pk").values_list("amount", flat=True)
    assert list(amounts) == [Decimal(250), Decimal(250), Decimal(100), None]
    give_up(supervisor_client, call, 1)
    assert list(amounts.all())[2:] == [Decimal(250), Decimal(100)]
    assert states(call)["4/2026"] == "granted"


# The list that is published


def test_the_csv_names_nobody(supervisor_client: Client, call: Call, published: Ranking) -> None:
    response = supervisor_client.post(reverse("ranking_csv", args=[call.pk]))
    text = response.content.decode("utf-8-sig")
    assert response.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(StringIO(text), delimiter=";"))
    assert rows[0] == ["Posto", "Domanda", "Esito", "Importo in euro", "Note"]
    assert rows[1] == ["1", "2/2026", "ammessa", "", ""]
    assert rows[5] == ["", "4/2026", "esclusa", "", "ISEE oltre il limite del bando, 10.000,00 euro."]
    assert "Gallo" not in text
    assert LogEntry.objects.filter(kind="isee.call.exported").count() == 1


def test_the_xlsx_holds_the_same(supervisor_client: Client, call: Call, published: Ranking) -> None:
    response = supervisor_client.post(reverse("ranking_xlsx", args=[call.pk]))
    with zipfile.ZipFile(BytesIO(response.content)) as book:
        strings = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))  # noqa: S314 - a file of our own
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    texts = ["".join(each.itertext()) for each in strings]
    assert "Domanda" in texts
    assert "2/2026" in texts
    assert not any("Gallo" in text for text in texts)
    assert sheet.count("<row ") == 6


def test_there_is_no_list_before_the_publication(supervisor_client: Client, call: Call) -> None:
    assert supervisor_client.post(reverse("ranking_csv", args=[call.pk])).status_code == 404
    assert supervisor_client.post(reverse("ranking_xlsx", args=[call.pk])).status_code == 404
