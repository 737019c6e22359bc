"""A further tax code of a person: the new one is in use, the earlier ones stay."""

import pytest
from django.test import Client

from sportello import citizens
from sportello.models import Citizen, LogEntry, TaxCode, User
from tests import make

pytestmark = pytest.mark.usefixtures("at_ten")

HTMX = {"HX-Request": "true"}


@pytest.fixture
def awa(db: None) -> Citizen:
    """Awa Traoré, who had a provisional code so far."""
    return make.citizen("Traoré", "Awa", "12345678903", birth_date=None)


@pytest.fixture
def url(awa: Citizen) -> str:
    return f"/cittadini/{awa.pk}/codice/"


CODE = "TRRWAA90A41Z329N"


def codes(citizen: Citizen) -> list[tuple[str, bool]]:
    return list(citizen.tax_codes.order_by("pk").values_list("code", "is_current"))


def test_it_works(operator_client: Client, awa: Citizen, url: str) -> None:
    response = operator_client.post(url, {"code": CODE.lower()})
    assert response["Location"] == f"/cittadini/{awa.pk}/"
    assert codes(awa) == [("12345678903", False), (CODE, True)]
    assert awa.main_tax_code == TaxCode.objects.get(code=CODE)
    line = LogEntry.objects.get()
    assert (line.kind, line.citizen, line.text) == (
        "sportello.citizen.tax_code",
        awa,
        "Aggiunto un codice fiscale.",
    )


def test_in_a_dialog_it_works_too(operator_client: Client, awa: Citizen, url: str) -> None:
    dialog = operator_client.get(url, headers=HTMX).content.decode()
    assert '<h2 id="dialog-title">Aggiungi un codice fiscale</h2>' in dialog
    assert "<html" not in dialog
    response = operator_client.post(url, {"code": CODE}, headers=HTMX)
    assert response["HX-Redirect"] == f"/cittadini/{awa.pk}/"


def test_it_is_for_operators(supervisor_client: Client, administrator_client: Client, url: str) -> None:
    assert supervisor_client.get(url).status_code == 403
    assert administrator_client.post(url, {"code": CODE}).status_code == 403


def test_somebody_who_is_not_there_is_not_found(operator_client: Client, awa: Citizen) -> None:
    assert operator_client.get(f"/cittadini/{awa.pk + 1}/codice/").status_code == 404


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Scrivi il codice fiscale."),
        ("TRRWAA90A", "questo ne ha 9."),
        ("T" * 200, "questo ne ha 200."),
    ],
)
def test_what_is_malformed_is_said_and_nothing_is_stored(
    operator_client: Client, awa: Citizen, url: str, typed: str, sentence: str
) -> None:
    response = operator_client.post(url, {"code": typed})
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert f'value="{typed}"' in response.content.decode() or not typed
    assert codes(awa) == [("12345678903", True)]


def test_what_does_not_match_is_asked_once_and_never_blocks(
    operator_client: Client, awa: Citizen, url: str
) -> None:
    first = operator_client.post(url, {"code": "RSSMRA80A01H501U"})
    assert first.status_code == 422
    assert "ma dal cognome ci si aspetta TRR" in first.content.decode()
    assert codes(awa) == [("12345678903", True)]
    operator_client.post(url, {"code": "RSSMRA80A01H501U", "seen": first.context["doubts"]})
    assert codes(awa) == [("12345678903", False), ("RSSMRA80A01H501U", True)]


def test_a_code_of_somebody_else_is_refused(
    operator_client: Client, elena: Citizen, awa: Citizen, url: str
) -> None:
    seen = operator_client.post(url, {"code": "NRELNE48E57H501T"}).context["doubts"]
    response = operator_client.post(url, {"code": "NRELNE48E57H501T", "seen": seen})
    assert response.status_code == 422
    assert "Questo codice fiscale è già di Neri Elena" in response.content.decode()
    assert codes(awa) == [("12345678903", True)]
    assert not LogEntry.objects.exists()


def test_an_earlier_code_comes_back_into_use(operator: User, awa: Citizen) -> None:
    citizens.add_tax_code(citizen=awa, code=CODE, operator=operator, at=make.moment())
    citizens.add_tax_code(citizen=awa, code="12345678903", operator=operator, at=make.moment(11))
    assert codes(awa) == [("12345678903", True), (CODE, False)]


def test_a_first_code_for_who_had_none(operator: User) -> None:
    citizen = make.citizen("Rossini", "Elena")
    citizens.add_tax_code(citizen=citizen, code="12345678903", operator=operator, at=make.moment())
    assert codes(citizen) == [("12345678903", True)]
