"""Entering a person: only after looking, duplicates first, warnings that never block, bad input with a sentence."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sportello import citizen_search, citizens
from sportello.models import Citizen, LogEntry, TaxCode, User
from tests import make

pytestmark = pytest.mark.usefixtures("at_ten")

URL = "/cittadini/nuovo/"
BRUNI = {"surname": "Bruni", "given_name": "Luca", "birth_date": "12/03/1975", "sex": "M"}
BRUNI_CODE = "BRNLCU75C12H501W"


@pytest.fixture
def client(operator_client: Client) -> Client:
    """An operator who has just looked for somebody in vain."""
    operator_client.post("/cittadini/cerca/", {"q": "bruni luca"})
    return operator_client


def refused(client: Client, **fields: Any) -> str:
    """The page that answers what is not kept; nothing was stored."""
    response = client.post(URL, {**BRUNI, **fields})
    assert response.status_code == 422
    assert not Citizen.objects.filter(surname__startswith="Bruni", given_name="Luca").exists()
    return response.content.decode()


def test_it_works(client: Client, operator: User) -> None:
    response = client.post(URL, {**BRUNI, "tax_code": "brnlcu 75c12 h501w", "phone": " 333  1234567 "})
    citizen = Citizen.objects.get()
    assert response["Location"] == f"/cittadini/{citizen.pk}/"
    assert (citizen.surname, citizen.given_name, citizen.birth_date) == ("Bruni", "Luca", date(1975, 3, 12))
    assert (citizen.phone, citizen.name_key) == ("333 1234567", "BRUNI LUCA")
    code = TaxCode.objects.get()
    assert (code.code, code.citizen, code.is_current) == (BRUNI_CODE, citizen, True)
    line = LogEntry.objects.get()
    assert (line.kind, line.citizen, line.operator) == ("sportello.citizen.registered", citizen, operator)
    assert line.text == "Registrata una nuova persona."


def test_it_is_for_operators(supervisor_client: Client, administrator_client: Client) -> None:
    assert supervisor_client.get(URL).status_code == 403
    assert administrator_client.post(URL, BRUNI).status_code == 403


@pytest.mark.parametrize("method", ["get", "post"])
def test_without_a_search_it_leads_to_the_search(operator_client: Client, method: str) -> None:
    response = getattr(operator_client, method)(URL, BRUNI, follow=True)
    assert response.redirect_chain == [("/cittadini/cerca/", 302)]
    assert "Prima cerca la persona" in response.content.decode()
    assert not Citizen.objects.exists()


def test_a_search_is_good_for_one_person(client: Client) -> None:
    client.post(URL, BRUNI)
    assert client.get(URL)["Location"] == "/cittadini/cerca/"


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("bruni luca", {"surname": "Bruni", "given_name": "Luca"}),
        ("de luca anna", {"surname": "De Luca Anna"}),
        ("brnlcu75c12h501w", {"tax_code": "BRNLCU75C12H501W"}),
        ("12345678903", {"tax_code": "12345678903"}),
        ("333 1234567", {"phone": "333 1234567"}),
        ("bruni", {"surname": "Bruni"}),
    ],
)
def test_what_was_looked_for_is_in_the_form(
    operator_client: Client, text: str, values: dict[str, str]
) -> None:
    assert citizen_search.described_by(text) == values
    operator_client.post("/cittadini/cerca/", {"q": text})
    page = operator_client.get(URL).content.decode()
    for value in values.values():
        assert f'value="{value}"' in page


def test_a_person_without_a_code_can_be_entered(client: Client) -> None:
    client.post(URL, BRUNI)
    assert Citizen.objects.get().main_tax_code is None


def test_a_provisional_code_can_be_entered(client: Client) -> None:
    client.post(URL, {**BRUNI, "tax_code": "12345678903"})
    assert TaxCode.objects.get().kind == TaxCode.Kind.PROVISIONAL


# Bad input: a sentence beside the field, nothing stored, nothing typed lost


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("surname", "", "Scrivi il cognome."),
        ("given_name", " \t ", "Scrivi il nome."),
        ("surname", "-'-", "Scrivi il nome con le lettere."),
        ("surname", "123", "Scrivi il nome con le lettere."),
        ("given_name", "L" * 200, "Al massimo 80 caratteri: qui ce ne sono 200."),
        ("birth_date", "17/05/1890", "Sono più di 125 anni fa: controlla l&#x27;anno di nascita."),
        ("birth_date", "05/03/2026", "La data di nascita deve ancora venire: controlla l&#x27;anno."),
        ("birth_date", "31/02/1950", "Questo giorno non esiste: scrivilo come 17/05/1948."),
        ("birth_date", "ieri", "Questo giorno non esiste: scrivilo come 17/05/1948."),
        ("tax_code", "BRNLCU75C", "o 11 cifre se è provvisorio: questo ne ha 9."),
        ("tax_code", "BRNLCU75C12", "o 11 cifre se è provvisorio: questo ne ha 11."),
        ("tax_code", "B" * 200, "o 11 cifre se è provvisorio: questo ne ha 200."),
        ("phone", "da chiedere", "Un numero di telefono ha delle cifre, e qui non ce ne sono."),
        ("email", "luca@", "Questo indirizzo e-mail non è scritto bene"),
        ("address", "V" * 161, "Al massimo 160 caratteri: qui ce ne sono 161."),
    ],
)
def test_what_is_malformed_is_said_beside_the_field(
    client: Client, field: str, typed: str, sentence: str
) -> None:
    page = refused(client, **{field: typed})
    assert sentence in page
    assert f'href="#id_{field}"' in page
    assert 'value="12/03/1975"' in page or field == "birth_date"
    assert f'value="{typed}"' in page or "<" in typed or "'" in typed or not typed.strip()


def test_nothing_typed_is_refused_too(client: Client) -> None:
    assert "Scrivi il cognome." in client.post(URL).content.decode()
    assert not Citizen.objects.exists()


@pytest.mark.parametrize("field", ["sex", "need"])
def test_a_choice_that_does_not_exist_is_refused(client: Client, field: str) -> None:
    assert f'id="id_{field}_error"' in refused(client, **{field: "x"})


@pytest.mark.parametrize("birth", ["05/03/1901", "04/03/2026"])
def test_the_oldest_and_the_youngest_can_be_entered(client: Client, birth: str) -> None:
    assert client.post(URL, {**BRUNI, "birth_date": birth}).status_code == 302


@pytest.mark.parametrize("birth", ["12/03/1975", "12-3-1975", "12.03.1975", "12031975", "1975-03-12"])
def test_a_day_is_read_however_it_is_typed(client: Client, birth: str) -> None:
    client.post(URL, {**BRUNI, "birth_date": birth})
    assert Citizen.objects.get().birth_date == date(1975, 3, 12)


@pytest.mark.parametrize(
    "typed", ["  De  Luca ", "De\x00Luca", "De\r\nLuca", "De\tLuca", "De\u200bLuca", "De\u00a0Luca"]
)
def test_a_name_is_kept_without_signs_that_nobody_sees(client: Client, typed: str) -> None:
    client.post(URL, {**BRUNI, "surname": typed})
    assert Citizen.objects.get().surname == "De Luca"


def test_a_sign_of_many_letters_does_not_break_the_key(client: Client) -> None:
    client.post(URL, {**BRUNI, "surname": "\ufdfa" * 80})
    assert len(Citizen.objects.get().name_key) == 200


# Warnings: shown once, then kept


@pytest.mark.parametrize(
    ("fields", "warning"),
    [
        ({"tax_code": "BRNLCU75C12H501X"}, "L&#x27;ultima lettera non torna con le altre"),
        ({"tax_code": "BRNLCU75C12H5O1W"}, "controlla le lettere O e I"),
        ({"tax_code": "12345678901"}, "L&#x27;ultima cifra non torna con le altre"),
        ({"tax_code": BRUNI_CODE, "sex": "F"}, "Il codice è di una persona di sesso maschile."),
        ({"tax_code": BRUNI_CODE, "birth_date": "12/03/1957"}, "la data scritta è 12/03/1957."),
        ({"tax_code": BRUNI_CODE, "given_name": "Piero"}, "Per il nome il codice ha LCU"),
    ],
)
def test_what_does_not_match_is_asked_once_and_never_blocks(
    client: Client, fields: dict[str, str], warning: str
) -> None:
    typed = {**BRUNI, **fields}
    first = client.post(URL, typed)
    assert first.status_code == 422
    assert warning in first.content.decode()
    assert "Salva lo stesso" in first.content.decode()
    assert not Citizen.objects.exists()
    seen = first.context["doubts"]
    assert client.post(URL, {**typed, "seen": seen}).status_code == 302
    assert TaxCode.objects.get().code == fields["tax_code"]


def test_a_new_warning_is_asked_again(client: Client) -> None:
    seen = client.post(URL, {**BRUNI, "tax_code": BRUNI_CODE, "sex": "F"}).context["doubts"]
    page = refused(client, tax_code=BRUNI_CODE, sex="F", birth_date="12/03/1957", seen=seen)
    assert "la data scritta è 12/03/1957." in page


# Duplicates: shown first


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"surname": "Bruni", "given_name": "Luca", "birth_date": date(1975, 3, 12)}, ""),
        ({"surname": "Bruno", "given_name": "Luca", "birth_date": date(1975, 3, 12)}, ""),
        ({"surname": "Brunni", "given_name": "Luca", "birth_date": date(1975, 12, 3)}, ""),
        ({"surname": "Bruni", "given_name": "Luca", "birth_date": None}, ""),
        ({"surname": "Tutt'altro", "given_name": "Nome", "birth_date": date(1950, 1, 1)}, "BRNLCU75C12H50ML"),
    ],
)
def test_who_may_be_the_same_person_is_asked_first(client: Client, fields: dict[str, Any], code: str) -> None:
    known = make.citizen(code=code, **fields)
    typed = {**BRUNI, "tax_code": BRUNI_CODE}
    first = client.post(URL, typed)
    assert first.status_code == 422
    page = first.content.decode()
    assert f'href="/cittadini/{known.pk}/">È questa persona' in page
    assert "No, registra" in page
    assert Citizen.objects.count() == 1
    client.post(URL, {**typed, "seen": first.context["doubts"]})
    assert Citizen.objects.count() == 2


@pytest.mark.parametrize(
    "fields",
    [
        {"surname": "Bruni", "given_name": "Luca", "birth_date": date(1950, 3, 12)},
        {"surname": "Verdi", "given_name": "Anna", "birth_date": date(1975, 3, 12)},
    ],
)
def test_others_are_not(client: Client, fields: dict[str, Any]) -> None:
    make.citizen(**fields)
    assert client.post(URL, BRUNI).status_code == 302


def test_those_born_on_the_same_day_come_first(client: Client) -> None:
    make.citizen("Bruni", "Luca", birth_date=date(1975, 12, 3))
    same_day = make.citizen("Brunetti", "Luca", birth_date=date(1975, 3, 12))
    assert client.post(URL, BRUNI).context["duplicates"][0] == same_day


def test_those_like_the_name_looked_for_are_on_the_first_page(client: Client) -> None:
    known = make.citizen("Bruni", "Luca")
    page = client.get(URL)
    assert "Forse è già registrato" in page.content.decode()
    assert page.context["doubts"] == [str(known.pk)]


def test_at_most_five_are_shown(client: Client) -> None:
    for _ in range(7):
        make.citizen("Bruni", "Luca")
    assert len(client.get(URL).context["duplicates"]) == 5


def test_a_code_of_somebody_else_is_refused(client: Client) -> None:
    make.citizen("Bianchi", "Piero", BRUNI_CODE)
    seen = client.post(URL, {**BRUNI, "tax_code": BRUNI_CODE}).context["doubts"]
    page = refused(client, tax_code=BRUNI_CODE, seen=seen)
    assert "Questo codice fiscale è già di Bianchi Piero" in page
    assert not LogEntry.objects.exists()


def test_a_code_taken_in_the_same_instant_is_refused_too(operator: User) -> None:
    make.citizen("Bianchi", "Piero", BRUNI_CODE)
    with pytest.raises(citizens.CodeTaken, match="già di Bianchi Piero"):
        citizens.register(
            citizen=Citizen(surname="Bruni", given_name="Luca"),
            code=BRUNI_CODE,
            operator=operator,
            at=make.moment(),
        )
    assert Citizen.objects.count() == 1


def test_the_number_of_queries_does_not_depend_on_how_many_there_are(client: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(URL)
        return len(captured)

    make.citizen("Bruni", "Luca")
    queries()
    with_one = queries()
    for number in range(50):
        make.citizen("Bruni", f"Luca {number}")
    assert queries() == with_one
