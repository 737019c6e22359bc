"""What «E se…?» asks: every amount and fact of a dossier, person by person, with its real value."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from django import forms

from isee.calculation import (
    Account,
    AssetsUpdate,
    Declaration,
    Disability,
    Income,
    IncomeKind,
    Instrument,
    ParentAway,
    Person,
    Property,
    SpousesApart,
)
from isee.calculation import Member as Owner
from isee.forms.amount import EuroField
from isee.forms.member import ExpensesForm, MemberForm, questions_for
from isee.forms.possession import AMOUNT_MISSING
from isee.models import Dossier, Member
from isee.models.row import words_of
from isee.simulation.what_if import Path
from sportello.forms.citizen import DayField

NUMBER_MISSING = {"required": "Scrivi un numero."}
DAY_MISSING = {"required": "Scrivi il giorno."}
# Facts that few people ask about.
RARE = ("cohabiting", "aire", "apart", "residential_care", "institution")
# What the form calls by a word, and the calculation by its own.
WORDS: dict[str, Callable[[str], object]] = {
    "disability": lambda word: Disability(word or "none"),
    "apart": lambda word: SpousesApart(word) if word else None,
    "parent_away": lambda word: ParentAway(word) if word else None,
}


def as_it_is(value: Any) -> object:
    return value


class Question(NamedTuple):
    """One thing that may be changed: its field, its real value, and where it goes in the declaration."""

    name: str
    field: forms.Field
    real: Any
    path: Path
    # From what is typed to what the calculation takes.
    convert: Callable[[Any], object] = as_it_is


class Part(NamedTuple):
    """Questions that stand together under one heading."""

    title: str
    questions: list[Question]


class Group(NamedTuple):
    """The parts of one person, or of the home, or of what only some kinds ask; folded are those of few people."""

    title: str
    note: str
    parts: list[Part]
    folded: list[Part]

    @property
    def questions(self) -> list[Question]:
        return [question for part in (*self.parts, *self.folded) for question in part.questions]

    @property
    def folded_names(self) -> set[str]:
        """The names of the questions that are folded away."""
        return {question.name for part in self.folded for question in part.questions}


def groups_of(dossier: Dossier, declaration: Declaration) -> list[Group]:
    """All the questions of a dossier that is fetched whole, and of the declaration that it makes."""
    members = enumerate(zip(dossier.members.all(), declaration.persons, strict=True))
    groups = [_of_person(dossier, member, person, place) for place, (member, person) in members]
    groups.append(Group("Casa", "", [Part("", list(_of_home(declaration)))], []))
    asked = _filled(list(_of_kinds(dossier, declaration)))
    if asked:
        groups.append(Group("Solo per alcuni ISEE", "", asked, []))
    return groups


def _of_person(dossier: Dossier, member: Member, person: Person, place: int) -> Group:
    at: Path = ("persons", place)
    owner: Path = (*at, "member")
    facts = list(_facts(dossier, member, person, at))
    parts = [
        Part("", [question for question in facts if not _is_rare(question)]),
        Part("Redditi", list(_incomes(member, person.member.incomes, (*owner, "incomes"), updated=False))),
        Part("Patrimonio", list(_assets(member, person.member, owner, updated=False))),
    ]
    folded = [
        Part("Quello che oggi non ha", list(_more(member, person.member, owner))),
        Part("Assegni, spese, acquisti", list(_expenses(dossier, member, person.member, owner))),
        Part("Residenza", [question for question in facts if _is_rare(question)]),
    ]
    return Group(member.full_name, str(member.get_relation_display()), _filled(parts), _filled(folded))


def _filled(parts: list[Part]) -> list[Part]:
    return [part for part in parts if part.questions]


def _is_rare(question: Question) -> bool:
    return question.path[-1] in RARE


def _facts(dossier: Dossier, member: Member, person: Person, at: Path) -> Iterator[Question]:
    """What is said of a person besides money, as far as it concerns this relation and age."""
    fields = MemberForm(dossier=dossier, instance=member).fields
    # An answer may be tried that makes others matter: these are asked too.
    all_asked = {"cohabiting": False, "other_parent": True}
    asked = questions_for(member.relation, member.age(dossier.dsu_date), all_asked)
    day = DayField(label="Data di nascita", error_messages=DAY_MISSING)
    birth_date = person.member.birth_date
    yield Question(f"member-{member.pk}-birth_date", day, birth_date, (*at, "member", "birth_date"))
    model_fields = forms.fields_for_model(Member, asked)
    for name in asked:
        field = fields.get(name) or model_fields[name]
        field.help_text = ""
        if name == "apart":
            together = [("", "sono un nucleo solo"), *words_of(Member, name)]
            field = forms.ChoiceField(label=field.label, choices=together, required=False)
        real, convert = getattr(member, name), WORDS.get(name, as_it_is)
        yield Question(f"member-{member.pk}-{name}", field, real, (*at, name), convert)
    if member.relation != Member.Relation.DECLARANT:
        away = forms.BooleanField(label="Senza questa persona", required=False)
        yield Question(f"member-{member.pk}-away", away, False, at, lambda _: None)


def _incomes(member: Member, incomes: tuple[Income, ...], at: Path, *, updated: bool) -> Iterator[Question]:
    rows = [row for row in member.incomes.all() if row.updated == updated]
    for place, (row, income) in enumerate(zip(rows, incomes, strict=True)):
        yield _amount(f"income-{row.pk}-amount", row.kind_label, income.amount, (*at, place, "amount"))


def _assets(member: Member, owner: Owner | AssetsUpdate, at: Path, *, updated: bool) -> Iterator[Question]:
    """What somebody owns, line by line, in the order in which the declaration has it."""
    rows: dict[str, list[Any]] = {
        kind: [row for row in getattr(member, kind).all() if row.updated == updated]
        for kind in ("accounts", "instruments", "properties")
    }
    for place, (row, account) in enumerate(zip(rows["accounts"], owner.accounts, strict=True)):
        here: Path = (*at, "accounts", place)
        yield _amount(f"account-{row.pk}-balance", f"{row}: saldo", account.saldo, (*here, "saldo"))
        name = f"account-{row.pk}-average"
        yield _amount(name, f"{row}: giacenza media", account.giacenza, (*here, "giacenza"))
    for place, (row, instrument) in enumerate(zip(rows["instruments"], owner.instruments, strict=True)):
        here = (*at, "instruments", place)
        yield _amount(f"instrument-{row.pk}-value", f"{row}: valore", instrument.value, (*here, "value"))
    for place, (row, estate) in enumerate(zip(rows["properties"], owner.properties, strict=True)):
        here = (*at, "properties", place)
        yield _amount(f"property-{row.pk}-value", f"{row}: valore IMU", estate.value, (*here, "value"))
        name = f"property-{row.pk}-mortgage"
        yield _amount(name, f"{row}: mutuo residuo", estate.mortgage, (*here, "mortgage"))
        home = forms.BooleanField(label=f"{row}: è la casa della famiglia", required=False)
        yield Question(f"property-{row.pk}-home", home, estate.home, (*here, "home"))


def _expenses(dossier: Dossier, member: Member, owner: Owner, at: Path) -> Iterator[Question]:
    fields = ExpensesForm(dossier=dossier, instance=member).fields
    for name in Member.EXPENSES:
        label = str(fields[name].label)
        yield _amount(f"member-{member.pk}-{name}", label, getattr(owner, name), (*at, name))


def _more(member: Member, owner: Owner, at: Path) -> Iterator[Question]:
    """What somebody would have besides: a line that the dossier has not."""

    def one_more(name: str, label: str, kind: str, place: int, made: Callable[[Decimal], object]) -> Question:
        field = EuroField(label=label, required=False)
        return Question(f"more-{member.pk}-{name}", field, None, (*at, kind, place), made)

    incomes = len(owner.incomes)
    for place, (name, kind, label) in enumerate(
        (
            ("pay", IncomeKind.EMPLOYMENT, "Un altro reddito da lavoro"),
            ("pension", IncomeKind.PENSION, "Un'altra pensione"),
        )
    ):
        yield one_more(name, label, "incomes", incomes + place, _income_maker(kind))
    accounts, instruments = len(owner.accounts), len(owner.instruments)
    saldo = "Un altro conto: saldo e giacenza media"
    yield one_more("account", saldo, "accounts", accounts, lambda amount: Account(amount, amount))
    yield one_more("instrument", "Altri titoli: valore", "instruments", instruments, Instrument)
    estates = len(owner.properties)
    yield one_more("property", "Un altro immobile: valore IMU", "properties", estates, Property)


def _income_maker(kind: IncomeKind) -> Callable[[Decimal], Income]:
    return lambda amount: Income(kind, amount)


def _of_home(declaration: Declaration) -> Iterator[Question]:
    yield _amount("rent", "Canone annuo della casa in affitto", declaration.rent, ("rent",))
    capital = forms.BooleanField(label="È in un capoluogo di città metropolitana", required=False)
    name = "metropolitan_capital"
    yield Question(name, capital, declaration.metropolitan_capital, (name,))


def _of_kinds(dossier: Dossier, declaration: Declaration) -> Iterator[Part]:
    yield Part("", list(_for_whom(dossier, declaration)))
    yield Part("Studente", list(_of_student(declaration)))
    yield Part("Ricovero", list(_of_residence(dossier, declaration)))
    yield Part("ISEE corrente", list(_of_corrente(dossier, declaration)))


def _for_whom(dossier: Dossier, declaration: Declaration) -> Iterator[Question]:
    members = list(dossier.members.all())
    choices = [("", "nessuno"), *((str(member.pk), member.full_name) for member in members)]
    places = {str(member.pk): place for place, member in enumerate(members)}
    field = forms.ChoiceField(label="Per chi è la prestazione", choices=choices, required=False)
    real = "" if declaration.beneficiary is None else str(members[declaration.beneficiary].pk)
    yield Question("beneficiary", field, real, ("beneficiary",), places.get)
    component = EuroField(label="Componente aggiuntiva (FC9)", required=False)
    name = "additional_component"
    yield Question(name, component, declaration.additional_component, (name,))


def _of_student(declaration: Declaration) -> Iterator[Question]:
    student, at = declaration.student_autonomous, "student_autonomous"
    if student is None:
        return
    days = (("left_home_on", "Abita fuori casa dal"), ("enrolled_on", "Prima domanda di iscrizione"))
    for name, label in days:
        day = DayField(label=label, required=False)
        yield Question(f"student-{name}", day, getattr(student, name), (at, name))
    boxes = (("dwelling_of_family", "La casa è della famiglia"), ("married", "È sposato"))
    for name, label in boxes:
        box = forms.BooleanField(label=label, required=False)
        yield Question(f"student-{name}", box, getattr(student, name), (at, name))
    labels = ("Reddito di lavoro dell'ultimo anno", "Reddito di lavoro dell'anno prima")
    for place, (label, income) in enumerate(zip(labels, student.work_incomes, strict=True)):
        yield _amount(f"student-income-{place}", label, income, (at, "work_incomes", place))


def _of_residence(dossier: Dossier, declaration: Declaration) -> Iterator[Question]:
    children = zip(dossier.children_outside.all(), declaration.children_outside, strict=True)
    for place, (row, child) in enumerate(children):
        at: Path = ("children_outside", place)
        yield _amount(f"child-{row.pk}-ise", f"{row}: ISE", child.ise, (*at, "ise"))
        scale = forms.DecimalField(
            label=f"{row}: scala",
            max_digits=4,
            decimal_places=2,
            localize=True,
            error_messages=NUMBER_MISSING,
        )
        yield Question(f"child-{row.pk}-scale", scale, child.scale, (*at, "scale"))
    if declaration.donated_properties or declaration.donated_savings:
        for name, label in (
            ("donated_properties", "Immobili donati"),
            ("donated_savings", "Risparmi donati"),
        ):
            yield _amount(name, label, getattr(declaration, name), (name,))


def _of_corrente(dossier: Dossier, declaration: Declaration) -> Iterator[Question]:
    """The incomes and assets of the form MS."""
    variation, members = declaration.variation, list(dossier.members.all())
    if variation is None:
        return
    for place, change in enumerate(variation.persons):
        at: Path = ("variation", "persons", place, "incomes")
        member = members[change.person]
        for question in _incomes(member, change.incomes, at, updated=True):
            yield _said_of(member, question)
    for place, update in enumerate(variation.assets):
        member = members[update.person]
        for question in _assets(member, update, ("variation", "assets", place), updated=True):
            yield _said_of(member, question)


def _said_of(member: Member, question: Question) -> Question:
    """The same question, where persons stand together: it says of whom it is."""
    question.field.label = f"{member}, {question.field.label}"
    return question


def _amount(name: str, label: str, real: Decimal, path: Path) -> Question:
    field = EuroField(label=label, max_digits=12, decimal_places=2, error_messages=AMOUNT_MISSING)
    return Question(name, field, real, path)
