"""The citizens of Poggioverde, all invented: their tax codes follow from their names as the law says."""

from datetime import date, datetime, timedelta
from typing import Any, Literal, NamedTuple

from django.utils import timezone

from sportello import tax_code
from sportello.demo.town import OPERATOR
from sportello.models import Citizen, Delegation, TaxCode, User

# Cadastral codes of towns and States of birth.
PLACES = {
    "Ancona": "A271", "Arezzo": "A390", "Bari": "A662", "Bologna": "A944", "Cagliari": "B354", "Catania": "C351",
    "Cesena": "C573", "Cosenza": "D086", "Ferrara": "D548", "Firenze": "D612", "Foggia": "D643", "Forlì": "D704",
    "Genova": "D969", "Lecce": "E506", "Milano": "F205", "Modena": "F257", "Napoli": "F839", "Palermo": "G273",
    "Perugia": "G478", "Pesaro": "G479", "Pistoia": "G713", "Prato": "G999", "Ravenna": "H199", "Rimini": "H294",
    "Roma": "H501", "Torino": "L219", "Venezia": "L736", "Albania": "Z100", "Bangladesh": "Z249", "Cina": "Z210",
    "Filippine": "Z216", "Marocco": "Z330", "Moldova": "Z140", "Nigeria": "Z335", "Perù": "Z611",
    "Romania": "Z129", "Senegal": "Z343", "Ucraina": "Z138",
}  # fmt: skip


class Person(NamedTuple):
    surname: str
    given_name: str
    sex: Literal["F", "M"]
    age: int
    birthday: tuple[int, int]  # day and month
    birth_place: str
    address: str
    more: dict[str, Any] = {}

    @property
    def name(self) -> str:
        return f"{self.surname} {self.given_name}"

    def birth_date(self, today: date) -> date:
        """The birth date of somebody who has completed these years today."""
        day, month = self.birthday
        birthday_to_come = (today.month, today.day) < (month, day)
        return date(today.year - self.age - birthday_to_come, month, day)


PEOPLE = [
    # Households, one after the other: the same address.
    Person("Moretti", "Chiara", "F", 38, (12, 4), "Rimini", "Via Garibaldi 12", {"email": "chiara.moretti@example.org"}),
    Person("Moretti", "Giada", "F", 9, (3, 9), "Rimini", "Via Garibaldi 12", {"phone": ""}),
    Person("Moretti", "Alfio", "M", 81, (21, 1), "Catania", "Via Garibaldi 12", {"need": "hearing"}),
    Person("Bruni", "Luca", "M", 45, (30, 6), "Forlì", "Via dei Mille 4"),
    Person("Bruni", "Federica", "F", 43, (8, 11), "Bologna", "Via dei Mille 4"),
    Person("Bruni", "Tommaso", "M", 14, (17, 2), "Forlì", "Via dei Mille 4", {"phone": ""}),
    Person("Bruni", "Alice", "F", 6, (25, 7), "Forlì", "Via dei Mille 4", {"phone": ""}),
    Person("Popescu", "Ioana", "F", 41, (5, 5), "Romania", "Viale Europa 31", {"language": "romeno"}),
    Person("Popescu", "Andrei", "M", 16, (19, 10), "Romania", "Viale Europa 31", {"phone": ""}),
    Person("El Amrani", "Youssef", "M", 52, (1, 3), "Marocco", "Via Mazzini 8", {"language": "arabo"}),
    Person("El Amrani", "Fatima", "F", 47, (14, 8), "Marocco", "Via Mazzini 8", {"language": "arabo", "need": "reading"}),
    Person("El Amrani", "Sami", "M", 12, (22, 12), "Rimini", "Via Mazzini 8", {"phone": ""}),
    Person("Galli", "Teresa", "F", 88, (15, 10), "Cesena", "Via Roma 21", {"need": "mobility"}),
    Person("Galli", "Paolo", "M", 59, (27, 3), "Cesena", "Via Roma 23"),
    Person("Colombo", "Rosa", "F", 84, (6, 1), "Milano", "Vicolo del Forno 3", {"need": "sight"}),
    Person("Colombo", "Marta", "F", 55, (11, 11), "Milano", "Via della Pace 7"),
    Person("Fabbri", "Gino", "M", 79, (2, 2), "Ravenna", "Via Cavour 16"),
    Person("Fabbri", "Andrea", "M", 50, (18, 5), "Ravenna", "Via Cavour 18"),
    Person("Martini", "Osvaldo", "M", 86, (9, 9), "Pesaro", "Via Leopardi 5", {"died": 20}),
    Person("Martini", "Silvana", "F", 83, (28, 4), "Pesaro", "Via Leopardi 5"),
    # Old people, alone or in pairs.
    Person("Neri", "Elena", "F", 77, (17, 5), "Roma", "Via Garibaldi 40", {"need": "hearing"}),
    Person("Gallo", "Antonio", "M", 74, (13, 6), "Torino", "Via Roma 2"),
    Person("De Santis", "Lucia", "F", 81, (24, 2), "Lecce", "Piazza del Popolo 9", {"need": "mobility"}),
    Person("D'Angelo", "Carmela", "F", 90, (16, 7), "Napoli", "Via Verdi 11", {"need": "hearing"}),
    Person("Zanetti", "Bruno", "M", 78, (3, 12), "Venezia", "Via dei Tigli 6"),
    Person("Zanetti", "Ivana", "F", 76, (20, 8), "Venezia", "Via dei Tigli 6"),
    Person("Ferrari", "Adele", "F", 93, (7, 3), "Modena", "Via Petrarca 1", {"need": "mobility"}),
    Person("Ricci", "Sergio", "M", 72, (29, 1), "Ancona", "Via Manzoni 14"),
    Person("Marini", "Anna Maria", "F", 75, (26, 7), "Ancona", "Via Manzoni 20"),
    Person("Greco", "Salvatore", "M", 80, (8, 8), "Palermo", "Via Kennedy 3", {"need": "reading"}),
    Person("Greco", "Concetta", "F", 78, (15, 8), "Palermo", "Via Kennedy 3"),
    Person("Lombardi", "Ettore", "M", 85, (11, 2), "Ferrara", "Via Dante 17"),
    Person("Santini", "Nella", "F", 87, (30, 9), "Arezzo", "Via Dante 19", {"need": "sight"}),
    Person("Barbieri", "Renzo", "M", 71, (4, 4), "Modena", "Strada Vecchia 2"),
    Person("Fontana", "Graziella", "F", 73, (23, 10), "Genova", "Via San Lorenzo 8"),
    Person("Caruso", "Rosario", "M", 76, (5, 10), "Catania", "Via Colombo 22"),
    Person("Rinaldi", "Ines", "F", 82, (19, 3), "Perugia", "Via della Fonte 10"),
    Person("Vitali", "Otello", "M", 89, (12, 12), "Cesena", "Via della Fonte 4", {"need": "hearing"}),
    Person("Pellegrini", "Wanda", "F", 79, (31, 5), "Firenze", "Via Nuova 33"),
    Person("Longo", "Vincenzo", "M", 70, (22, 4), "Cosenza", "Via Marconi 7"),
    Person("Sanna", "Efisio", "M", 77, (15, 1), "Cagliari", "Via Marconi 12"),
    Person("Basile", "Addolorata", "F", 86, (18, 9), "Foggia", "Via Verga 5", {"need": "reading"}),
    Person("Monti", "Dino", "M", 74, (10, 10), "Pistoia", "Via dei Pini 9"),
    Person("Serra", "Luisa", "F", 71, (2, 6), "Genova", "Via dei Pini 11"),
    # Those who work, study, have just come.
    Person("Rossi", "Maria", "F", 46, (1, 1), "Roma", "Via Garibaldi 30"),
    Person("Rossi", "Mario", "M", 52, (9, 12), "Roma", "Via Cavour 2"),
    Person("Conte", "Davide", "M", 33, (7, 7), "Bari", "Viale Europa 4", {"email": "davide.conte@example.org"}),
    Person("Villa", "Sofia", "F", 29, (14, 2), "Milano", "Viale Europa 12"),
    Person("Leone", "Matteo", "M", 24, (20, 11), "Napoli", "Via Nuova 2"),
    Person("Hoxha", "Arben", "M", 49, (28, 11), "Albania", "Via Mazzini 20", {"language": "albanese"}),
    Person("Kovalenko", "Oksana", "F", 58, (24, 8), "Ucraina", "Via Verdi 11", {"language": "ucraino"}),
    Person("Chen", "Wei", "F", 36, (10, 2), "Cina", "Via Roma 50", {"language": "cinese"}),
    Person("Rahman", "Mohammed", "M", 31, (16, 12), "Bangladesh", "Via Mazzini 41", {"language": "bengalese"}),
    Person("Santos", "Maricel", "F", 44, (12, 6), "Filippine", "Via Dante 17", {"language": "inglese"}),
    Person("Diop", "Awa", "F", 27, (4, 4), "Senegal", "Viale Europa 31", {"language": "francese"}),
    Person("Rusu", "Natalia", "F", 39, (31, 8), "Moldova", "Via Petrarca 1", {"language": "romeno"}),
    Person("Quispe", "Jorge", "M", 35, (28, 7), "Perù", "Via Manzoni 3", {"language": "spagnolo"}),
    Person("Okafor", "Blessing", "F", 22, (1, 10), "Nigeria", "Via Leopardi 9", {"language": "inglese", "code": "provisional"}),
    Person("Bianco", "Marco", "M", 40, (15, 3), "Torino", "Via San Lorenzo 1", {"code": "omocodia"}),
    Person("Esposito", "Gennaro", "M", 61, (19, 9), "Napoli", "Via Colombo 6"),
    Person("Ndiaye", "Moussa", "M", 34, (5, 2), "Senegal", "Via Kennedy 15", {"language": "francese", "code": "replaced"}),
]  # fmt: skip

COMUNE, ISEE, INPS, ENEL = (scope.value for scope in Delegation.Scope)
Kind = Delegation.Kind


class Mandate(NamedTuple):
    principal: str
    delegate: str
    kind: Delegation.Kind
    scope: list[str]
    begun: int  # days ago
    lasts: int | None  # days
    revoked: int | None = None  # days ago


MANDATES = [
    Mandate("Moretti Alfio", "Moretti Chiara", Kind.ARTICLE_38, [ISEE, INPS], 40, 365),
    Mandate("Moretti Giada", "Moretti Chiara", Kind.PARENT, [COMUNE, ISEE], 300, None),
    Mandate("Galli Teresa", "Galli Paolo", Kind.ATTORNEY, [COMUNE, ISEE, INPS, ENEL], 200, None),
    Mandate("Ferrari Adele", "Serra Luisa", Kind.SUPPORT, [COMUNE, ISEE, INPS, ENEL], 400, None),
    Mandate("D'Angelo Carmela", "Kovalenko Oksana", Kind.ARTICLE_38, [COMUNE], 15, 90),
    Mandate("Colombo Rosa", "Colombo Marta", Kind.ARTICLE_38, [INPS], 395, 365),
    Mandate("Fabbri Gino", "Fabbri Andrea", Kind.ARTICLE_38, [ENEL, INPS], 120, 365, 10),
]


def load(now: datetime) -> None:
    today = timezone.localdate(now)
    for number, person in enumerate(PEOPLE):
        _load_codes(_load_person(person, number, today), person, number, today)
    _load_mandates(today)


def everybody() -> dict[str, Citizen]:
    """The citizens by surname and name."""
    return {str(citizen): citizen for citizen in Citizen.objects.prefetch_related("tax_codes")}


def _load_person(person: Person, number: int, today: date) -> Citizen:
    known = {key: value for key, value in person.more.items() if key not in ("died", "code")}
    died = person.more.get("died")
    fields: dict[str, Any] = {
        "birth_date": person.birth_date(today),
        "birth_place": person.birth_place,
        "sex": person.sex,
        "address": person.address,
        "town": "Poggioverde",
        # Prefixes and numbers that no operator gives out.
        "phone": f"0599 0002{number:02}" if person.age >= 70 else f"399 000 02{number:02}",
        "deceased_on": today - timedelta(days=died) if died else None,
    }
    return Citizen.objects.create(surname=person.surname, given_name=person.given_name, **{**fields, **known})


def _load_codes(citizen: Citizen, person: Person, number: int, today: date) -> None:
    birth = person.birth_date(today)
    code = tax_code.compose(person.surname, person.given_name, birth, person.sex, PLACES[person.birth_place])
    first_ten = f"90{number:05}041"
    provisional = first_ten + tax_code.check_digit(first_ten)
    kind = person.more.get("code", "")
    if kind == "replaced":
        TaxCode.objects.create(
            citizen=citizen, code=provisional, is_current=False, added_on=today - timedelta(days=900)
        )
    current = {"provisional": provisional, "omocodia": _with_omocodia(code)}.get(kind, code)
    TaxCode.objects.create(citizen=citizen, code=current, added_on=today - timedelta(days=400))


def _with_omocodia(code: str) -> str:
    """The code as the tax agency gives it to the second of two people who would have the same."""
    letters = {digit: letter for letter, digit in tax_code.OMOCODIA.items()}
    first_fifteen = code[:14] + letters[code[14]]
    return first_fifteen + tax_code.check_letter(first_fifteen)


def _load_mandates(today: date) -> None:
    citizens, operator = everybody(), User.objects.get(username=OPERATOR)
    for number, mandate in enumerate(MANDATES):
        begun = today - timedelta(days=mandate.begun)
        Delegation.objects.create(
            principal=citizens[mandate.principal],
            delegate=citizens[mandate.delegate],
            kind=mandate.kind,
            scope=mandate.scope,
            valid_from=begun,
            valid_to=begun + timedelta(days=mandate.lasts) if mandate.lasts else None,
            revoked_on=today - timedelta(days=mandate.revoked) if mandate.revoked else None,
            document=Delegation.Document.IDENTITY_CARD,
            document_number=f"CA{number:05}PV",
            document_expires_on=today + timedelta(days=700),
            seen_by=operator,
        )
