"""Finding a citizen by what is typed in one box: tax code, name or telephone. Made for a city of a million people."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.postgres.search import TrigramSimilarity
from django.db import connection, transaction
from django.db.models import Case, Q, QuerySet, When

from sportello import tax_code
from sportello.models import Citizen, TaxCode
from sportello.search_keys import name_key, phone_key

SHOWN = 12
DUPLICATES = 5
LIMIT = SHOWN + 1  # one more tells that there are others
FEWEST_LETTERS = 2
FEWEST_DIGITS = 4
# From this likeness on (0 to 1) a name is shown as a misspelling of what was typed.
LIKENESS = 0.4

# The nearest first: names that begin as typed; then, only where these are few, those that do so without their blanks
# («dalo» is D'Alò) or whose words begin so in any order; then, only where all these are few, misspelled ones. Each
# step reads an index and stops after a few rows.
NAMES = """
with beginning as materialized (
    select id, name_key, 0 as step, 1.0::real as likeness from sportello_citizen
    where name_key like %(start)s
    order by name_key, id limit %(limit)s
), joined as materialized (
    select id, name_key, 1, 1.0::real from sportello_citizen
    where (select count(*) from beginning) < %(limit)s
        and replace(name_key, ' ', '') like %(joined)s and name_key not like %(start)s
    order by replace(name_key, ' ', ''), id limit %(limit)s
), worded as materialized (
    select id, name_key, 1, 1.0::real from sportello_citizen
    where (select count(*) from beginning) < %(limit)s and {words} and name_key not like %(start)s
    order by name_key, id limit %(limit)s
), exact as materialized (
    select * from beginning union select * from joined union select * from worded
), misspelled as (
    select id, name_key, 2, strict_word_similarity(%(key)s, name_key) + similarity(%(key)s, name_key)
    from sportello_citizen
    where (select count(*) from exact) < %(limit)s
        and %(key)s <<%% name_key and id not in (select id from exact)
    order by 4 desc, name_key, id limit %(limit)s
)
select id from (select * from exact union all select * from misspelled) found
order by step, likeness desc, name_key, id limit %(limit)s
"""


@dataclass(frozen=True)
class Found:
    """What a search gave: at most SHOWN citizens, the nearest first, each with `main_code`."""

    text: str
    citizens: list[Citizen]
    more: bool = False
    # The one person who has the whole tax code that was typed, letter by letter.
    exact: Citizen | None = None
    # What the operator should know of the code that was typed.
    advice: str = ""
    # Whether enough was typed to look for.
    is_search: bool = False


def find(text: str) -> Found:
    """Find citizens by a tax code or its beginning, a name, a telephone number; at most four queries."""
    text = " ".join(text.split())
    key = name_key(text)
    letters = key.replace(" ", "")
    if len(letters) < FEWEST_LETTERS:
        return Found(text, [])
    code = tax_code.clean(letters)
    has_digit = any(letter.isdigit() for letter in code)
    start = _code_start(code) if has_digit or " " not in text else None
    codes = (
        list(TaxCode.objects.filter(plain_code__startswith=start).order_by("code")[:LIMIT]) if start else []
    )
    ids = [found.citizen_id for found in codes]
    if letters == code and code.isdigit():
        ids += _ids_by_phone(phone_key(text))
    elif start is None or not has_digit:
        ids += _ids_by_name(key)
    citizens = _in_order(ids)
    owner = next((found.citizen_id for found in codes if found.code == code), None)
    exact = next((citizen for citizen in citizens if citizen.pk == owner), None)
    advice = _advice(code, exact, citizens) if has_digit else ""
    return Found(text, citizens[:SHOWN], len(citizens) > SHOWN, exact, advice, is_search=True)


def described_by(text: str) -> dict[str, str]:
    """What a text that found nobody says of a person, under the names of a citizen's form."""
    code = tax_code.clean(text)
    if code.isdigit() and len(code) != 11:
        return {"phone": text}
    if any(letter.isdigit() for letter in code):
        return {"tax_code": code}
    words = text.title().split()
    return {"surname": words[0], "given_name": words[1]} if len(words) == 2 else {"surname": text.title()}


def likely_duplicates(*, surname: str, given_name: str, birth_date: date | None, code: str) -> list[Citizen]:
    """Who may be the person described: the same code but for omocodia, or a like name and birth; at most five.

    Omocodia tells two persons apart, and namesakes are born on the same day: nothing here is certain.
    """
    same_code = TaxCode.objects.filter(plain_code=tax_code.plain(code)) if code else TaxCode.objects.none()
    key = name_key(surname, given_name)
    like = _like(key, birth_date) if key else Citizen.objects.none()
    ids = [found.citizen_id for found in same_code[:DUPLICATES]]
    ids += [citizen.pk for citizen in like[:DUPLICATES]]
    return _in_order(ids)[:DUPLICATES]


def _like(key: str, birth: date | None) -> QuerySet[Citizen]:
    """Those with a like name and the same birth date, then those with a very like name and a birth that may be it."""
    like = Citizen.objects.annotate(likeness=TrigramSimilarity("name_key", key)).filter(
        name_key__trigram_similar=key
    )
    very_like = Q(likeness__gte=0.6)
    if birth is None:
        return like.filter(very_like).order_by("-likeness", "name_key", "pk")
    year = timedelta(days=366)
    near = Q(birth_date__range=(birth - year, birth + year)) | Q(birth_date=None)
    same_day = Case(When(birth_date=birth, then=0), default=1)
    found = like.filter(Q(birth_date=birth) | very_like & near)
    return found.order_by(same_day, "-likeness", "name_key", "pk")


def _code_start(code: str) -> str | None:
    """What the plain form of a stored code begins with, where this is a code or its beginning; else None."""
    if code.isdigit():
        return code if len(code) >= FEWEST_DIGITS else None
    return tax_code.plain(code) if tax_code.kind_of(code) else tax_code.plain_start(code)


def _ids_by_phone(digits: str) -> list[int]:
    if len(digits) < FEWEST_DIGITS:
        return []
    found = Citizen.objects.filter(phone_key__contains=digits).order_by("name_key", "pk")
    return list(found.values_list("pk", flat=True)[:LIMIT])


def _ids_by_name(key: str) -> list[int]:
    if len(key) < FEWEST_LETTERS:
        return []
    words = key.split()
    values: dict[str, str | int] = {
        "key": key,
        "start": f"{key}%",
        "joined": f"{''.join(words)}%",
        "limit": LIMIT,
    }
    values |= {f"first{place}": f"{word}%" for place, word in enumerate(words)}
    values |= {f"later{place}": f"% {word}%" for place, word in enumerate(words)}
    one_word = "(name_key like %(first{0})s or name_key like %(later{0})s)"
    query = NAMES.format(words=" and ".join(one_word.format(place) for place in range(len(words))))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "select set_config('pg_trgm.strict_word_similarity_threshold', %s, true)", [str(LIKENESS)]
        )
        cursor.execute(query, values)
        return [pk for (pk,) in cursor.fetchall()]


def _in_order(ids: Iterable[int]) -> list[Citizen]:
    """The citizens with these ids, each once, as far as they fit, in the order given; one query."""
    places = list(dict.fromkeys(ids))[:LIMIT]
    citizens = Citizen.objects.with_tax_code().in_bulk(places)
    return [citizens[pk] for pk in places if pk in citizens]


def _advice(code: str, exact: Citizen | None, citizens: list[Citizen]) -> str:
    if code.isdigit():
        if citizens or not tax_code.has_whole_length(code):
            return ""
        if tax_code.is_valid(code):
            return (
                "Codice provvisorio di 11 cifre: la persona può averne già uno definitivo. "
                "Cerca anche per nome."
            )
        return "Se è un codice fiscale provvisorio, l'ultima cifra non torna con le altre: rileggilo."
    complaints = tax_code.complaints(code) if len(code) == 16 else []
    if complaints:
        return complaints[0]
    if len(code) == 16 and citizens and exact is None:
        return (
            "Nessuno ha proprio questo codice, ma uno uguale salvo le lettere al posto delle cifre (omocodia): "
            "può essere un'altra persona, controlla nascita e indirizzo."
        )
    return ""
