"""Whom INPS knows: the invented citizens of the demonstration, and whoever else has a right tax code.

The year of birth is not in the table, because the demonstration makes its people as old as they are today: a person is
known by the rest of the code.
"""

from dataclasses import dataclass
from datetime import date

from partners.sandbox import reserved, tax_code

# Household, relation to the one who declares, letters of the code, the rest without the year, name, age and birthday.
PEOPLE = """
1 D MRTCHR D52H294 Moretti/Chiara 38 4-12
1 F MRTGDI P43H294 Moretti/Giada 9 9-3
1 P MRTLFA A21C351 Moretti/Alfio 81 1-21
2 D BRNLCU H30D704 Bruni/Luca 45 6-30
2 C BRNFRC S48A944 Bruni/Federica 43 11-8
2 F BRNTMS B17D704 Bruni/Tommaso 14 2-17
2 F BRNLCA L65D704 Bruni/Alice 6 7-25
3 D PPSNIO E45Z129 Popescu/Ioana 41 5-5
3 F PPSNDR R19Z129 Popescu/Andrei 16 10-19
4 D LMRYSF C01Z330 El Amrani/Youssef 52 3-1
4 C LMRFTM M54Z330 El Amrani/Fatima 47 8-14
4 F LMRSMA T22H294 El Amrani/Sami 12 12-22
5 D GLLTRS R55C573 Galli/Teresa 88 10-15
6 D GLLPLA C27C573 Galli/Paolo 59 3-27
7 D CLMRSO A46F205 Colombo/Rosa 84 1-6
8 D CLMMRT S51F205 Colombo/Marta 55 11-11
9 D FBBGNI B02H199 Fabbri/Gino 79 2-2
10 D FBBNDR E18H199 Fabbri/Andrea 50 5-18
11 D MRTSVN D68G479 Martini/Silvana 83 4-28
12 D NRELNE E57H501 Neri/Elena 77 5-17
13 D GLLNTN H13L219 Gallo/Antonio 74 6-13
14 D DSNLCU B64E506 De Santis/Lucia 81 2-24
15 D DNGCML L56F839 D'Angelo/Carmela 90 7-16
16 D ZNTBRN T03L736 Zanetti/Bruno 78 12-3
16 C ZNTVNI M60L736 Zanetti/Ivana 76 8-20
17 D FRRDLA C47F257 Ferrari/Adele 93 3-7
18 D RCCSRG A29A271 Ricci/Sergio 72 1-29
20 D GRCSVT M08G273 Greco/Salvatore 80 8-8
20 C GRCCCT M55G273 Greco/Concetta 78 8-15
25 D CRSRSR R05C351 Caruso/Rosario 76 10-5
27 D VTLTLL T12C573 Vitali/Otello 89 12-12
31 D BSLDLR P58D643 Basile/Addolorata 86 9-18
34 D RSSMRA A41H501 Rossi/Maria 46 1-1
36 D CNTDVD L07A662 Conte/Davide 33 7-7
38 D LNEMTT S20F839 Leone/Matteo 24 11-20
39 D HXHRBN S28Z100 Hoxha/Arben 49 11-28
40 D KVLKSN M64Z138 Kovalenko/Oksana 58 8-24
41 D CHNWEI B50Z210 Chen/Wei 36 2-10
43 D SNTMCL H52Z216 Santos/Maricel 44 6-12
48 D BNCMRC C15L219 Bianco/Marco 40 3-15
""".strip().splitlines()

# What is particular in the attestation of a household; the others have a plain one, or none.
PARTICULAR = {
    2: "omissions",
    3: "minor_attracted",
    4: "corrente",
    5: "restricted",
    9: "variation",
    14: "omissions",
    38: "student_attracted",
}
WITHOUT_DSU = {6, 10, 13, 36}
OF_RESERVED_CODES = {
    reserved.ISEE_CORRENTE: "corrente",
    reserved.ISEE_MINOR: "minor_attracted",
    reserved.ISEE_OMISSIONS: "omissions",
    reserved.ISEE_VARIATION: "variation",
    reserved.ISEE_RESTRICTED: "restricted",
    reserved.ISEE_FAMILY: "family",
}


@dataclass(frozen=True)
class Person:
    """Somebody whom INPS knows."""

    relation: str
    tax_code: str
    surname: str
    given_name: str
    age: int


@dataclass(frozen=True)
class Household:
    """The persons of one DSU, who declares first; `particular` is empty where nothing is; `key` draws its figures."""

    key: str
    people: tuple[Person, ...]
    particular: str
    has_dsu: bool


def household_of(code: str, on: date) -> Household:
    """The household in which INPS knows a person on a day."""
    masked = code[:6] + code[8:15]
    for number, rows in _households().items():
        if any(row[2] + row[3] == masked for row in rows):
            people = tuple(_person(row, on, code) for row in rows)
            return Household(
                str(number), people, PARTICULAR.get(number, ""), has_dsu=number not in WITHOUT_DSU
            )
    declarant = Person("D", code, "PROVA", "PERSONA", 50)
    child = Person("F", _code("XXXFGL", date(on.year - 10, 1, 1), "A01X000"), "PROVA", "FIGLIO", 10)
    particular = OF_RESERVED_CODES.get(code, "")
    people = (declarant, child) if particular == "minor_attracted" else (declarant,)
    return Household(code, people, particular, has_dsu=True)


def _households() -> dict[int, list[list[str]]]:
    found: dict[int, list[list[str]]] = {}
    for line in PEOPLE:
        number, relation, letters, rest, more = line.split(" ", 4)
        found.setdefault(int(number), []).append([number, relation, letters, rest, more])
    return found


def _person(row: list[str], on: date, asked: str) -> Person:
    _, relation, letters, rest, more = row
    name, age, birthday = more.rsplit(" ", 2)
    surname, given_name = name.upper().split("/")
    month, day = map(int, birthday.split("-"))
    birth = date(on.year - int(age) - ((on.month, on.day) < (month, day)), month, day)
    is_asked = letters + rest == asked[:6] + asked[8:15]
    code = asked if is_asked else _code(letters, birth, rest)
    return Person(relation, code, surname, given_name, int(age))


def _code(letters: str, birth: date, rest: str) -> str:
    first_fifteen = f"{letters}{birth.year % 100:02}{rest}"
    return first_fifteen + tax_code.check_letter(first_fifteen)
