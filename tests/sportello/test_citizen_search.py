"""The one box in which a citizen is looked for: tax code, name, telephone."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sportello import citizen_search
from sportello.models import Citizen, TaxCode
from tests import make

URL = "/cittadini/cerca/"
HTMX = {"HX-Request": "true"}


def names(text: str) -> list[str]:
    return [citizen.full_name for citizen in citizen_search.find(text).citizens]


def many(count: int) -> None:
    """People named after a number, each with a tax code and a telephone."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            insert into sportello_citizen (surname, given_name, name_key, birth_place, sex, address, town, phone,
                phone_key, email, language, need, created_at)
            select 'Cittadino', 'N' || n, 'CITTADINO' || n %% 97 || ' N' || n, '', '', '', '', '',
                '333' || lpad(n::text, 7, '0'), '', '', '', now()
            from generate_series(1, %s) n
            """,
            [count],
        )
        cursor.execute(
            """
            insert into sportello_taxcode (citizen_id, code, plain_code, kind, is_current, added_on)
            select id, code, code, 'ordinary', true, '2026-01-01'
            from (select id, 'CTTNXX' || lpad(id::text, 10, '0') code from sportello_citizen
                where surname = 'Cittadino') people
            """
        )
        cursor.execute("analyze sportello_citizen")
        cursor.execute("analyze sportello_taxcode")


@pytest.fixture
def town(db: None) -> None:
    for surname, given_name in [
        ("Rossi", "Maria"),
        ("Rossi", "Mario"),
        ("Rossini", "Elena"),
        ("De Luca", "Anna"),
        ("Deluca", "Piero"),
        ("D'Alò", "Nicolò"),
        ("Wałęsa", "Ewa"),
        ("Mariani", "Rosa"),
    ]:
        make.citizen(surname, given_name)


# What is typed, and who is found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ro", ["Rossi Maria", "Rossi Mario", "Rossini Elena", "Mariani Rosa"]),
        ("rossi m", ["Rossi Maria", "Rossi Mario"]),
        ("  ROSSI   maria ", ["Rossi Maria"]),
        ("maria rossi", ["Rossi Maria"]),
        ("mar ros", ["Mariani Rosa", "Rossi Maria", "Rossi Mario"]),
        ("d'alo", ["D'Alò Nicolò"]),
        ("dalo nicolo", ["D'Alò Nicolò"]),
        ("nicolò d’alò", ["D'Alò Nicolò"]),
        ("deluca", ["De Luca Anna", "Deluca Piero"]),
        ("de luca", ["De Luca Anna", "Deluca Piero"]),
        ("walesa", ["Wałęsa Ewa"]),
    ],
)
def test_a_name_is_found_without_regard_to_order_accents_and_apostrophes(
    town: None, text: str, found: list[str]
) -> None:
    exact = [name for name in names(text) if name in found]
    assert sorted(exact) == sorted(found)
    assert names(text)[0] in found


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("rosi maria", "Rossi Maria"),
        ("rossi mraia", "Rossi Maria"),
        ("rossinni elena", "Rossini Elena"),
        ("elna rosini", "Rossini Elena"),
        ("dellua anna", "De Luca Anna"),
        ("valesa ewa", "Wałęsa Ewa"),
    ],
)
def test_a_name_is_found_with_typing_errors(town: None, text: str, nearest: str) -> None:
    assert names(text)[0] == nearest


def test_the_nearest_come_first_then_in_the_order_of_names(town: None) -> None:
    assert names("ros") == ["Rossi Maria", "Rossi Mario", "Rossini Elena", "Mariani Rosa"]


def test_twelve_are_shown_and_that_there_are_others(db: None) -> None:
    for number in range(1, 14):
        make.citizen("Verdi", f"Anna{number:02}")
    found = citizen_search.find("verdi")
    assert [citizen.given_name for citizen in found.citizens] == [f"Anna{n:02}" for n in range(1, 13)]
    assert found.more


def test_exactly_twelve_are_all(db: None) -> None:
    for number in range(1, 13):
        make.citizen("Verdi", f"Anna{number:02}")
    assert not citizen_search.find("verdi").more


@pytest.mark.parametrize("text", ["", "r", " r ", "'", "%", "_"])
def test_one_letter_is_too_little(town: None, text: str) -> None:
    found = citizen_search.find(text)
    assert (found.citizens, found.is_search) == ([], False)


@pytest.mark.parametrize("text", ["zzzz", "%%", "ro%", "__", "\\m", "rossi' or 1=1 --", "é" * 200])
def test_signs_and_nonsense_are_only_text(town: None, text: str) -> None:
    assert "Wałęsa Ewa" not in names(text)


@pytest.mark.parametrize("text", ["RSSMRA80A01H501U", "rssmra 80a01 h501u"])
def test_a_whole_code_is_exact(db: None, text: str) -> None:
    mario = make.citizen("Rossi", "Mario", "RSSMRA80A01H501U")
    make.citizen("Rossi", "Maria", "RSSMRA80A41H501Y")
    assert citizen_search.find(text).exact == mario


@pytest.mark.parametrize("text", ["rssm", "RSSMRA80", "rssmra 80a01", "RSSMRAULA", "RSSMRA80A01H501"])
def test_the_beginning_of_a_code_is_enough_in_any_spelling(db: None, text: str) -> None:
    make.citizen("Rossi", "Mario", "RSSMRA80A01H501U")
    found = citizen_search.find(text)
    assert ([citizen.full_name for citizen in found.citizens], found.exact) == (["Rossi Mario"], None)


def test_another_spelling_is_shown_but_may_be_another_person(db: None) -> None:
    make.citizen("Rossi", "Mario", "RSSMRA80A01H501U")
    found = citizen_search.find("RSSMRA80A01H50MM")
    assert [citizen.full_name for citizen in found.citizens] == ["Rossi Mario"]
    assert found.exact is None
    assert "omocodia" in found.advice


def test_two_spellings_are_two_persons(db: None) -> None:
    make.citizen("Rossi", "Mario", "RSSMRA80A01H501U")
    other = make.citizen("Rosso", "Moira", "RSSMRA80A01H50MM")
    found = citizen_search.find("RSSMRA80A01H50MM")
    assert found.exact == other
    assert len(found.citizens) == 2


def test_an_earlier_code_finds_the_person_too(db: None) -> None:
    mario = make.citizen("Rossi", "Mario", "RSSMRA80A01H501U")
    TaxCode.objects.create(citizen=mario, code="12345678903", is_current=False, added_on=mario.created_at)
    assert citizen_search.find("12345678903").exact == mario
    assert citizen_search.find("1234567").citizens == [mario]


@pytest.mark.parametrize("text", ["3331234567", "333 12 34", "+39 333 1234567", "0039 3331234567", "4567"])
def test_a_telephone_number_or_a_part_of_it(db: None, text: str) -> None:
    make.citizen("Rossi", "Mario", phone="+39 333.1234567")
    assert names(text) == ["Rossi Mario"]


def test_few_digits_are_no_number(db: None) -> None:
    make.citizen("Rossi", "Mario", phone="333 1234567")
    assert names("333") == []


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("RSSMRA80A01H501X", "L'ultima lettera non torna con le altre"),
        ("RSSMRA8OA01H501U", "controlla le lettere O e I"),
        ("12345678903", "Codice provvisorio di 11 cifre"),
        ("12345678901", "l'ultima cifra non torna"),
        ("RSSMRA80", ""),
        ("rossi", ""),
    ],
)
def test_what_the_operator_should_know_of_the_code(db: None, text: str, advice: str) -> None:
    found = citizen_search.find(text)
    assert advice in found.advice
    assert bool(advice) == bool(found.advice)


# For a city


CITY_TEXTS = [
    "ro",
    "xq",
    "cittadino1",
    "n1 cittadino",
    "citadino12 n12",
    "CTTN",
    "3330000",
    "RSSMRA80A01H501U",
]


def test_every_search_has_its_index(db: None) -> None:
    many(20_000)
    for text in CITY_TEXTS:
        with CaptureQueriesContext(connection) as queries:
            citizen_search.find(text)
        searches = [query["sql"] for query in queries if " like " in query["sql"].lower()]
        assert searches
        with connection.cursor() as cursor:
            # In a small town reading all is the cheaper way: what matters is that a city has another one.
            cursor.execute("set local enable_seqscan = off")
            for search in searches:
                cursor.execute("explain " + search)
                plan = "\n".join(line for (line,) in cursor.fetchall())
                assert "Seq Scan" not in plan, text


@pytest.mark.parametrize("text", ["rossi", "rossi maria", "RSSMRA80A01H501U", "3331234567"])
def test_the_number_of_queries_does_not_depend_on_how_many_there_are(
    operator_client: Client, text: str
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            operator_client.post(URL, {"q": text}, headers=HTMX)
        return len(captured)

    for number in range(10):
        make.citizen("Rossi", f"Maria{number}", phone="3331234567")
    operator_client.post(URL, {"q": text})
    with_ten = queries()
    many(10_000)
    for number in range(10, 30):
        make.citizen("Rossi", f"Maria{number}", phone="3331234567")
    assert queries() == with_ten


# The view


def test_it_works(operator_client: Client, elena: Citizen) -> None:
    page = operator_client.post(URL, {"q": "neri"})
    assert page.status_code == 200
    assert "1 cittadino trovato" in page.content.decode()
    assert f'href="/cittadini/{elena.pk}/"' in page.content.decode()
    assert 'value="neri"' in page.content.decode()


def test_htmx_gets_the_list_alone(operator_client: Client, elena: Citizen) -> None:
    fragment = operator_client.post(URL, {"q": "neri"}, headers=HTMX).content.decode()
    assert "Neri Elena" in fragment
    assert "<html" not in fragment


def test_an_exact_hit_opens(operator_client: Client, elena: Citizen) -> None:
    response = operator_client.post(URL, {"q": "NRELNE48E57H501T"})
    assert response.status_code == 302
    assert response["Location"] == f"/cittadini/{elena.pk}/"


def test_an_exact_hit_opens_by_htmx_too(operator_client: Client, elena: Citizen) -> None:
    response = operator_client.post(URL, {"q": "NRELNE48E57H501T"}, headers=HTMX)
    assert response["HX-Redirect"] == f"/cittadini/{elena.pk}/"


def test_nobody_found_leads_to_a_new_citizen(operator_client: Client) -> None:
    page = operator_client.post(URL, {"q": "<b>zzzz"}).content.decode()
    assert "Nessun cittadino per «&lt;b&gt;zzzz»" in page
    assert 'href="/cittadini/nuovo/"' in page


def test_somebody_deceased_is_marked(operator_client: Client) -> None:
    make.citizen("Neri", "Ugo", deceased_on=make.moment().date())
    assert "Persona deceduta" in operator_client.post(URL, {"q": "neri"}).content.decode()


@pytest.mark.parametrize("data", [{}, {"q": ""}, {"q": " "}, {"q": "x" * 5000}, {"q": "\x00ros"}])
def test_nothing_or_nonsense_typed_is_no_error(operator_client: Client, data: dict[str, str]) -> None:
    assert operator_client.post(URL, data).status_code == 200


def test_the_page_can_be_opened_by_its_address(operator_client: Client) -> None:
    assert "I cittadini trovati compaiono qui." in operator_client.get(URL).content.decode()


def test_it_is_for_operators(supervisor_client: Client, administrator_client: Client) -> None:
    assert supervisor_client.post(URL, {"q": "neri"}).status_code == 403
    assert administrator_client.post(URL, {"q": "neri"}).status_code == 403
