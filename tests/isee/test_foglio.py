"""The foglio DSU: every box of INPS's form, in its order, with what the dossier declares."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from isee.calculation import IncomeKind, InstrumentKind, Kind
from isee.dossier import corrections, fetching
from isee.foglio import Field, Foglio, Module, Need, foglio_of
from isee.models import (
    Account,
    ChildOutside,
    Corrente,
    Donation,
    Dossier,
    Instrument,
    Member,
    Property,
    Student,
    Variation,
    Vehicle,
)
from sportello.models import User
from tests import make
from tests.isee.make import account, declarant, income, member, whole

# The DSU is of 4 March 2026: incomes and assets of 2024.
CHILD = date(2015, 6, 1)


def sheet(dossier: Dossier) -> Foglio:
    return foglio_of(whole(dossier))


def module(dossier: Dossier, code: str) -> Module:
    return next(one for one in sheet(dossier).modules if one.code == code)


def fields(dossier: Dossier, code: str, panel: str, *, sheet: int = 0) -> dict[str, Field]:
    """The boxes of the panels of this code, by their labels; of two with one label the first."""
    found: dict[str, Field] = {}
    for each in module(dossier, code).sheets[sheet].panels:
        if each.code == panel:
            for group in each.groups:
                for field in group.fields:
                    found.setdefault(field.label, field)
    return found


# The order


def test_the_modules_are_in_the_order_of_the_form(dossier: Dossier) -> None:
    codes = [one.code for one in sheet(dossier).modules]
    assert codes == ["MB.1", "MB.1rid", "MB.2", "MB.3", "FC.1", "FC.2", "FC.3", "FC.4", "MS"]


def test_the_panels_of_a_person_are_in_the_order_of_the_form(dossier: Dossier) -> None:
    member(dossier, "Neri", "Luca")
    elena, luca = module(dossier, "FC.1").sheets
    assert (elena.title, luca.title) == ("1. Neri Elena", "2. Neri Luca")
    assert [panel.code for panel in luca.panels] == ["FC1", "FC2", "FC2", "FC3", "FC4", "FC5", "FC6"]


def test_the_panels_of_the_household_and_of_further_modules_too(dossier: Dossier) -> None:
    fill_everything(dossier)
    order = [
        (one.code, panel.code)
        for one in sheet(dossier).modules
        for first in one.sheets[:1]
        for panel in first.panels
    ]
    assert order == [
        ("MB.1", "Quadro A"),
        ("MB.1", "Quadro B"),
        ("MB.1rid", "Quadro A"),
        ("MB.1rid", "Quadro B"),
        ("MB.2", "Quadro C"),
        ("MB.2", "Quadro D"),
        ("MB.3", "Quadro E"),
        ("FC.1", "FC1"),
        ("FC.1", "FC2"),
        ("FC.1", "FC2"),
        ("FC.1", "FC3"),
        ("FC.1", "FC4"),
        ("FC.1", "FC5"),
        ("FC.1", "FC6"),
        ("FC.2", "FC7"),
        ("FC.3", "FC8"),
        ("FC.4", "FC9"),
        ("MS", "S1"),
        ("MS", "S2"),
        ("MS", "S3"),
    ]


def fill_everything(dossier: Dossier) -> None:
    """A dossier that needs every module: Elena, not self-sufficient, and others around her."""
    elena = declarant(dossier)
    elena.disability = "non_autosufficiente"
    elena.save()
    member(dossier, "Neri", "Ugo", relation="P")
    member(dossier, "Villa", "Ada", relation="GNC", parent_away="a")
    income(elena)
    kinds = [Kind.UNIVERSITY.value, Kind.SOCIO_HEALTH.value, Kind.RESIDENTIAL.value]
    Dossier.objects.update(kinds=kinds, beneficiary=elena, dwelling="other")
    Student.objects.create(
        dossier=dossier,
        away_since=date(2020, 1, 1),
        enrolled_on=date(2023, 9, 1),
        income_last_year=Decimal(9500),
        income_year_before=Decimal(9400),
    )
    Corrente.objects.create(dossier=dossier, on=date(2026, 5, 4))
    Variation.objects.create(dossier=dossier, member=elena, cause="treatment", since=date(2026, 4, 1))


# Which modules


def test_two_people_with_a_pension_make_a_mini(dossier: Dossier) -> None:
    made = sheet(dossier)
    assert (made.name, made.why) == ("DSU mini", "Bastano MB.1 e FC.1.")
    assert [one.code for one in made.modules if one.need is Need.YES] == ["MB.1", "FC.1"]
    assert all(one.why for one in made.modules)


def test_incomes_that_inps_knows_are_typed_only_by_who_files_no_return(dossier: Dossier) -> None:
    assert module(dossier, "FC.3").need is Need.NO
    income(declarant(dossier), "12000")
    integrating = module(dossier, "FC.3")
    assert integrating.need is Need.PERHAPS
    assert "non presenta la dichiarazione dei redditi" in integrating.why
    assert not sheet(dossier).is_integrale
    assert fields(dossier, "FC.3", "FC8")["Pensioni soggette a IRPEF"].value == "12000"


def test_a_disability_brings_fc2_and_makes_it_integrale(dossier: Dossier) -> None:
    assert module(dossier, "FC.2").need is Need.NO
    member(dossier, "Neri", "Ugo", disability="grave", disability_expenses=Decimal("1200.60"))
    assert module(dossier, "FC.2").why == "Per Neri Ugo."
    made = sheet(dossier)
    assert (made.name, made.why) == ("DSU integrale", "Oltre a MB.1 e FC.1 servono FC.2.")
    told = fields(dossier, "FC.2", "FC7")
    assert told["Classe"].value == "disabilità grave"
    assert told["Ente che ha rilasciato la certificazione"].text == "non compilato"
    assert told["Spese per la disabilità nel 2024"].value == "1201"


def test_the_restricted_household_stands_beside_the_ordinary_one(dossier: Dossier) -> None:
    elena = declarant(dossier)
    elena.disability = "non_autosufficiente"
    elena.save()
    Dossier.objects.update(kinds=[Kind.SOCIO_HEALTH.value], beneficiary=elena, dwelling="other")
    alone = module(dossier, "MB.1rid")
    assert alone.need is Need.NO
    assert alone.why == "Il nucleo ristretto è lo stesso di MB.1: non c'è da scegliere."

    member(dossier, "Neri", "Ugo")
    chosen = module(dossier, "MB.1rid")
    assert chosen.need is Need.PERHAPS
    assert [group.title for group in chosen.sheets[0].panels[0].groups] == ["1. Neri Elena"]
    assert len(module(dossier, "FC.1").sheets) == 2


def test_without_a_kind_that_lets_it_be_chosen_there_is_no_restricted_household(dossier: Dossier) -> None:
    member(dossier, "Neri", "Ugo", disability="grave")
    assert module(dossier, "MB.1rid").need is Need.NO


@pytest.mark.parametrize(
    ("case", "modules", "sheets", "said"),
    [
        ("joins", ["MB.1", "MB.2", "FC.1"], 3, "compila il suo FC.1"),
        ("a", ["MB.1", "MB.2", "FC.1", "FC.4"], 2, "serve FC.4"),
        ("b", ["MB.1", "MB.2", "FC.1", "FC.4"], 2, "serve FC.4"),
        ("c", ["MB.1", "MB.2", "FC.1"], 2, "non si aggiunge nulla"),
        ("e", ["MB.1", "MB.2", "FC.1"], 2, "non si aggiunge nulla"),
    ],
)
def test_the_parent_away_joins_or_brings_a_component_or_neither(
    dossier: Dossier, case: str, modules: list[str], sheets: int, said: str
) -> None:
    """Art. 7, c. 1: who is in no case joins; in a) and b) a component is added; in the others nothing."""
    member(dossier, "Neri", "Lia", relation="F", birth_date=CHILD)
    member(dossier, "Villa", "Ada", relation="GNC", parent_away=case)
    made = sheet(dossier)
    assert [one.code for one in made.modules if one.need is Need.YES] == modules
    assert len(module(dossier, "FC.1").sheets) == sheets
    assert said in fields(dossier, "MB.2", "Quadro D")["Condizione"].note


def test_who_is_no_part_of_the_household_has_no_sheet_and_why_is_told(dossier: Dossier) -> None:
    member(dossier, "Neri", "Ugo", relation="C", cohabiting=False, apart="a")
    assert [one.title for one in module(dossier, "FC.1").sheets] == ["1. Neri Elena"]
    (told,) = sheet(dossier).left_out
    assert told.startswith("Neri Ugo: I coniugi sono due nuclei")


def test_the_university_asks_for_panel_c(dossier: Dossier) -> None:
    assert module(dossier, "MB.2").need is Need.NO
    Dossier.objects.update(kinds=[Kind.UNIVERSITY.value], beneficiary=declarant(dossier))
    assert module(dossier, "MB.2").need is Need.YES
    told = fields(dossier, "MB.2", "Quadro C")
    assert told["Codice fiscale dello studente"].value == "NRELNE48E57H501T"
    assert told["Vive con i genitori o da solo"].text == "non compilato"


def test_residential_care_asks_for_panel_e_and_for_the_component_of_the_children(dossier: Dossier) -> None:
    assert module(dossier, "MB.3").need is Need.NO
    Dossier.objects.update(
        kinds=[Kind.RESIDENTIAL.value], beneficiary=declarant(dossier), admission_asked_on=date(2026, 2, 2)
    )
    ChildOutside.objects.create(dossier=dossier, name="Neri Paolo", ise=Decimal(20000), scale=Decimal("1.57"))
    ChildOutside.objects.create(
        dossier=dossier, name="Neri Rita", ise=Decimal(1), scale=Decimal(1), extraneous=True
    )
    Donation.objects.create(
        dossier=dossier,
        label="Casa di Cesena",
        value=Decimal(64000),
        given_on=date(2025, 1, 7),
        is_property=True,
    )
    told = fields(dossier, "MB.3", "Quadro E")
    assert told["Prima richiesta di ricovero"].value == "02/02/2026"
    assert (told["Data"].value, told["Valore"].value) == ("07/01/2025", "64000,00")
    assert module(dossier, "FC.4").why.startswith("Per Neri Paolo.")
    assert fields(dossier, "FC.4", "FC9")["Codice fiscale del beneficiario"].value == "NRELNE48E57H501T"


def test_the_corrente_is_a_module_apart(dossier: Dossier) -> None:
    assert module(dossier, "MS").need is Need.NO
    elena = declarant(dossier)
    Corrente.objects.create(dossier=dossier, on=date(2026, 5, 4), assets_updated=True)
    Variation.objects.create(
        dossier=dossier, member=elena, cause="employee", since=date(2026, 4, 1), two_months=True
    )
    income(elena, "1800.50", IncomeKind.EMPLOYMENT, updated=True)
    account(elena, "700", "650", updated=True)
    assert not sheet(dossier).is_integrale
    request, what, incomes = module(dossier, "MS").sheets[0].panels
    assert (request.code, what.code, incomes.code) == ("S1", "S2", "S3")
    assert what.groups[0].fields[1].value == "lavoro a tempo indeterminato finito, sospeso o ridotto"
    assert incomes.groups[0].title == "Neri Elena, ultimi due mesi"
    assert incomes.groups[0].fields[0].value == "1801"
    assert fields(dossier, "MS", "S5", sheet=1)["Saldo al 31/12/2025"].value == "700"
    # What is of the corrente alone is no part of the DSU.
    assert "Saldo al 31/12/2024" not in fields(dossier, "FC.1", "FC2")


# What the boxes say


def test_whole_euro_half_up_and_the_exact_amount_beside(dossier: Dossier) -> None:
    account(declarant(dossier), "1234.50", "999.49")
    told = fields(dossier, "FC.1", "FC2")
    balance, average = told["Saldo al 31/12/2024"], told["Giacenza media 2024"]
    assert (balance.value, balance.shown, balance.note) == ("1235", "1.235 €", "esatto 1.234,50 €")
    assert (average.value, average.note) == ("999", "esatto 999,49 €")


def test_an_amount_without_cents_has_nothing_beside_it(dossier: Dossier) -> None:
    account(declarant(dossier), "1234.00", "900")
    assert fields(dossier, "FC.1", "FC2")["Saldo al 31/12/2024"].note == ""


def test_the_declared_amount_with_the_correction_beside_it(dossier: Dossier, operator: User) -> None:
    row = account(declarant(dossier), "1000", "900")
    corrections.correct(
        row=row,
        field="balance",
        amount=Decimal("1010.40"),
        reason="estratto conto",
        operator=operator,
        at=make.moment(),
    )
    balance = fields(dossier, "FC.1", "FC2")["Saldo al 31/12/2024"]
    assert balance.value == "1000"
    assert balance.note == "nella simulazione conta 1.010,40 € (estratto conto)"


@pytest.mark.parametrize(
    ("kind", "code"), [("current", "01"), ("booklet", "03"), ("deposit", "03"), ("card", "01")]
)
def test_the_code_of_an_account(dossier: Dossier, kind: str, code: str) -> None:
    account(declarant(dossier), kind=kind)
    assert fields(dossier, "FC.1", "FC2")["Tipo di rapporto"].value == code


def test_a_code_that_is_not_certain_is_chosen_from_the_form(dossier: Dossier) -> None:
    Instrument.objects.create(
        member=declarant(dossier), kind=InstrumentKind.FUND, label="Fondo", value=Decimal(10)
    )
    kind = fields(dossier, "FC.1", "FC2")["Tipo di rapporto"]
    assert (kind.text, kind.note) == (
        "non compilato",
        "È «Fondi comuni e SICAV»: scegli il codice dall'elenco del modulo.",
    )


def test_a_property_with_its_share(dossier: Dossier) -> None:
    Property.objects.create(
        member=declarant(dossier),
        label="Via Dante 2",
        place="Rimini",
        share=Decimal("33.33"),
        value=Decimal("48000.20"),
        mortgage=Decimal(0),
        is_home=True,
    )
    told = fields(dossier, "FC.1", "FC3")
    assert [field.value for field in told.values()] == ["F", "Rimini", "33,33", "48000", "0", "sì"]
    assert told["Comune o Stato estero"].note == "Via Dante 2"


def test_abroad_the_value_is_that_of_the_ivie(dossier: Dossier) -> None:
    Property.objects.create(
        member=declarant(dossier),
        label="Casa",
        place="Francia",
        is_abroad=True,
        value=Decimal(1),
        mortgage=Decimal(0),
    )
    assert "Valore IVIE della quota, 31/12/2024" in fields(dossier, "FC.1", "FC3")


def test_incomes_of_one_kind_are_one_box(dossier: Dossier) -> None:
    elena = declarant(dossier)
    income(elena, "100.30", IncomeKind.EXEMPT)
    income(elena, "200.30", IncomeKind.EXEMPT)
    exempt = fields(dossier, "FC.1", "FC4")["Redditi esenti e lavoro tassato solo all'estero"]
    assert (exempt.value, exempt.note) == ("301", "esatto 300,60 €; somma di 2")


def test_what_is_paid_for_a_disability_is_not_declared(dossier: Dossier) -> None:
    income(declarant(dossier), "6000", IncomeKind.DISABILITY)
    (panel,) = [one for one in module(dossier, "FC.1").sheets[0].panels if one.code == "FC4"]
    assert "non si dichiarano" in panel.note
    assert all(field.text == "nessuno" for field in panel.groups[0].fields)


def test_maintenance_received_and_paid(dossier: Dossier) -> None:
    elena = declarant(dossier)
    income(elena, "2400", IncomeKind.CHILD_MAINTENANCE)
    Member.objects.filter(pk=elena.pk).update(child_maintenance=Decimal("1800.50"))
    received, to_spouse, for_children = fields(dossier, "FC.1", "FC5").values()
    assert (received.value, to_spouse.text, for_children.value) == ("2400", "nulla", "1801")


def test_what_there_is_none_of_says_so_and_what_nobody_wrote_too(dossier: Dossier) -> None:
    panels = {panel.title: panel for panel in module(dossier, "FC.1").sheets[0].panels}
    assert (panels["Patrimonio immobiliare"].groups, panels["Patrimonio immobiliare"].empty) == (
        (),
        "nessuno",
    )
    assert fields(dossier, "FC.1", "FC1")["Cittadinanza"].text == "non compilato"
    assert fields(dossier, "MB.1", "Quadro B")["La casa di abitazione è"].text == "non compilato"


def test_a_vehicle(dossier: Dossier) -> None:
    Vehicle.objects.create(member=declarant(dossier), kind="motorcycle", plate="AB 12345")
    told = fields(dossier, "FC.1", "FC6")
    assert (told["Tipo"].value, told["Targa o estremi di registrazione"].value) == ("M", "AB 12345")


def test_a_rented_home_by_the_code_of_its_contract(dossier: Dossier) -> None:
    Dossier.objects.update(
        dwelling="rented",
        home_town="Poggioverde",
        yearly_rent=Decimal("4800.50"),
        contract_code="T8L26000123",
    )
    told = fields(dossier, "MB.1", "Quadro B")
    assert told["Codice identificativo del contratto"].value == "T8L26000123"
    assert (told["Canone annuo"].value, told["Canone annuo"].shown) == ("4800,50", "4.800,50 €")
    assert (told["Indirizzo"].value, told["Indirizzo"].note) == (
        "Via Garibaldi 12",
        "dalla scheda di chi dichiara",
    )
    assert "Serie" not in told


def test_a_rented_home_by_office_day_series_and_number(dossier: Dossier) -> None:
    Dossier.objects.update(
        dwelling="rented",
        home_town="Rimini",
        yearly_rent=Decimal(4800),
        contract_office="TGR",
        contract_date=date(2022, 5, 6),
        contract_series="3T",
        contract_number="120",
    )
    told = fields(dossier, "MB.1", "Quadro B")
    assert [
        told[name].value for name in ("Codice dell'ufficio", "Data di registrazione", "Serie", "Numero")
    ] == [
        "TGR",
        "06/05/2022",
        "3T",
        "120",
    ]
    # Elena's card says another town: the home is not at her address.
    assert told["Indirizzo"].text == "non compilato"


def test_the_boxes_of_the_household_follow_from_its_members(dossier: Dossier) -> None:
    Member.objects.update(work_months=8)
    member(dossier, "Neri", "Lia", relation="F", birth_date=date(2024, 1, 1))
    member(dossier, "Neri", "Ugo", relation="C", work_months=6)
    boxes = fields(dossier, "MB.1", "Quadro A")
    assert boxes["Figli nel nucleo, di ogni età"].value == "1"
    assert boxes["C'è un figlio con meno di 3 anni"].value == "sì"
    assert boxes["I genitori, o l'unico che c'è, hanno lavorato almeno 6 mesi nel 2024"].value == "sì"


def test_what_cannot_be_decided_is_told_and_the_others_have_their_sheets(dossier: Dossier) -> None:
    """The student was taken out of the household, and the university is still asked for."""
    member(dossier, "Neri", "Ugo")
    Dossier.objects.update(kinds=[Kind.UNIVERSITY.value])
    made = sheet(dossier)
    assert made.problem == "Beneficiario: scegli lo studente."
    assert len(module(dossier, "FC.1").sheets) == 2


def test_a_line_of_the_year_before_without_its_amount(dossier: Dossier) -> None:
    Account.objects.create(member=declarant(dossier), label="Banca", to_confirm=True)
    told = fields(dossier, "FC.1", "FC2")
    assert told["Saldo al 31/12/2024"].text == "non compilato"
    assert told["Tipo di rapporto"].note == "ripreso dall'anno prima: da confermare"


def test_the_sheet_asks_the_database_for_nothing(dossier: Dossier) -> None:
    fill_everything(dossier)
    fetched = fetching.whole_dossier(dossier.pk)
    with CaptureQueriesContext(connection) as queries:
        foglio_of(fetched)
    assert len(queries) == 0
