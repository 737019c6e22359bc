"""From the dossier to the calculation: the declaration that it makes, and the simulation."""

from dataclasses import dataclass
from decimal import Decimal

from isee import calculation
from isee.calculation import (
    AssetsUpdate,
    Cause,
    Declaration,
    Disability,
    IncomeKind,
    InstrumentKind,
    InvalidHousehold,
    Isee,
    Kind,
    NotInForce,
    Outcome,
    ParentAway,
    Person,
    PersonVariation,
    SpousesApart,
    StudentAutonomy,
    Variation,
    whole_euros,
)
from isee.dossier.corrections import Corrections
from isee.dossier.gaps import Gap, doubts_of, gaps_of
from isee.dossier.metropolitan import in_capital
from isee.models import Account, Dossier, Income, Instrument, Member, Property


@dataclass(frozen=True)
class Simulation:
    """What can be said today of a dossier's ISEE: the result, or why there is none, and what to look at.

    `missing` stops the calculation; `doubts` do not.
    """

    outcome: Outcome | None
    missing: tuple[Gap, ...] = ()
    doubts: tuple[Gap, ...] = ()
    problem: str = ""

    @property
    def isee(self) -> Isee | None:
        return self.outcome.isee if self.outcome else None


def simulate(dossier: Dossier, kind: Kind = Kind.ORDINARY) -> Simulation:
    """Calculate one ISEE of a dossier whose members, with all they have, are prefetched."""
    years = calculation.supported_years()
    if dossier.year not in years:
        return Simulation(
            None,
            problem=f"Per la DSU {dossier.year} non ci sono i valori della legge: "
            f"la simulazione si fa per le DSU dal {years[0]} al {years[-1]}.",
        )
    missing, doubts = tuple(gaps_of(dossier, kind)), tuple(doubts_of(dossier, kind))
    if missing:
        return Simulation(None, missing, doubts)
    try:
        outcome = calculation.outcome(declaration_of(dossier), kind)
    except (InvalidHousehold, NotInForce) as error:
        return Simulation(None, (), doubts, problem=str(error))
    notes = tuple(Gap(note, "members") for note in outcome.notes)
    return Simulation(outcome, (), doubts + notes)


def asked_kinds(dossier: Dossier) -> tuple[Kind, ...]:
    """The ISEE that a dossier is for: the ordinary one always, first."""
    asked = [Kind(kind) for kind in dossier.kinds]
    return (Kind.ORDINARY, *asked, *([Kind.CORRENTE] if dossier.has_corrente else []))


def declaration_of(dossier: Dossier) -> Declaration:
    """What a dossier declares, as the calculation wants it; its members, with all they have, are prefetched.

    Amounts are those that count, corrected where we corrected them, and those of FC2 and FC3 in whole euro, as INPS
    records them. Raises InvalidHousehold.
    """
    members = list(dossier.members.all())
    amounts = Corrections.of(dossier.corrections.all())
    places = {member.pk: place for place, member in enumerate(members)}
    properties, savings = donations_that_stay(dossier)
    return Declaration(
        on=dossier.dsu_date,
        persons=tuple(_person(member, amounts) for member in members),
        rent=dossier.yearly_rent or Decimal(0),
        metropolitan_capital=in_capital(dossier),
        beneficiary=places.get(dossier.beneficiary_id or 0),
        student_autonomous=_student(dossier),
        children_outside=tuple(
            calculation.ChildOutside(
                name=child.name,
                ise=child.ise,
                scale=child.scale,
                disabled_in_household=child.disabled_in_household,
                extraneous=child.extraneous,
            )
            for child in dossier.children_outside.all()
        ),
        donated_properties=properties,
        donated_savings=savings,
        additional_component=dossier.additional_component,
        variation=_variation(dossier, members, places, amounts),
    )


def donations_that_stay(dossier: Dossier) -> tuple[Decimal, Decimal]:
    """What was given away and still counts, in euro: properties, and the rest; DPCM 159/2013, art. 6, c. 3."""
    kept = [
        donation
        for donation in dossier.donations.all()
        if calculation.donation_counts(
            donation.given_on, dossier.admission_asked_on, donation.to_who_owes_alimony, dossier.dsu_date
        )
    ]
    properties = sum((donation.value for donation in kept if donation.is_property), Decimal(0))
    return properties, sum((donation.value for donation in kept if not donation.is_property), Decimal(0))


def _person(member: Member, amounts: Corrections) -> Person:
    return Person(
        member=_member(member, amounts),
        relation=calculation.Relation(member.relation),
        cohabiting=member.cohabiting,
        dependent=member.dependent,
        married=member.married,
        has_children=member.has_children,
        aire=member.aire,
        apart=SpousesApart(member.apart) if member.apart else None,
        disability=Disability(member.disability),
        residential_care=member.residential_care,
        institution=member.institution,
        work_months=member.work_months,
        other_parent=member.other_parent,
        parent_away=ParentAway(member.parent_away) if member.parent_away else None,
    )


def _member(member: Member, amounts: Corrections) -> calculation.Member:
    return calculation.Member(
        name=member.full_name,
        birth_date=member.birth_date,
        declarant=member.relation == Member.Relation.DECLARANT,
        incomes=_incomes(member, amounts, updated=False),
        spouse_maintenance=member.spouse_maintenance,
        child_maintenance=member.child_maintenance,
        disability_expenses=member.disability_expenses,
        farming_income=member.farming_income,
        accounts=_accounts(member, amounts, updated=False),
        asset_increase=member.asset_increase,
        instruments=_instruments(member, amounts, updated=False),
        properties=_properties(member, amounts, updated=False),
    )


def _incomes(member: Member, amounts: Corrections, *, updated: bool) -> tuple[calculation.Income, ...]:
    def said(income: Income) -> calculation.Income:
        return calculation.Income(IncomeKind(income.kind), amounts.amount(income, "amount"))

    return tuple(said(income) for income in member.incomes.all() if income.updated == updated)


def _accounts(member: Member, amounts: Corrections, *, updated: bool) -> tuple[calculation.Account, ...]:
    def said(account: Account) -> calculation.Account:
        return calculation.Account(
            whole_euros(amounts.amount(account, "balance")),
            whole_euros(amounts.amount(account, "average")),
            account.state_backed and not account.already_net,
        )

    return tuple(said(account) for account in member.accounts.all() if account.updated == updated)


def _instruments(
    member: Member, amounts: Corrections, *, updated: bool
) -> tuple[calculation.Instrument, ...]:
    def said(instrument: Instrument) -> calculation.Instrument:
        return calculation.Instrument(
            whole_euros(amounts.amount(instrument, "value")),
            instrument.state_backed and not instrument.already_net,
            InstrumentKind(instrument.kind),
        )

    return tuple(said(one) for one in member.instruments.all() if one.updated == updated)


def _properties(member: Member, amounts: Corrections, *, updated: bool) -> tuple[calculation.Property, ...]:
    def said(estate: Property) -> calculation.Property:
        return calculation.Property(
            value=whole_euros(amounts.amount(estate, "value")),
            mortgage=whole_euros(amounts.amount(estate, "mortgage")),
            home=estate.is_home,
            destroyed=estate.destroyed,
        )

    return tuple(said(estate) for estate in member.properties.all() if estate.updated == updated)


def _student(dossier: Dossier) -> StudentAutonomy | None:
    student = getattr(dossier, "student", None)
    if student is None:
        return None
    return StudentAutonomy(
        left_home_on=student.away_since,
        enrolled_on=student.enrolled_on,
        dwelling_of_family=student.home_of_family,
        work_incomes=(student.income_last_year, student.income_year_before),
        married=student.married,
    )


def _variation(
    dossier: Dossier, members: list[Member], places: dict[int, int], amounts: Corrections
) -> Variation | None:
    """The form MS: the persons whose incomes changed, and what everybody owned at the end of the year before."""
    corrente = getattr(dossier, "corrente", None)
    if corrente is None:
        return None
    by_pk = {member.pk: member for member in members}
    persons = tuple(
        PersonVariation(
            person=places[variation.member_id],
            cause=Cause(variation.cause) if variation.cause else None,
            happened_on=variation.since,
            incomes=_incomes(by_pk[variation.member_id], amounts, updated=True),
            two_months=variation.two_months,
        )
        for variation in dossier.variations.all()
    )
    assets = tuple(_assets_update(member, place, amounts) for place, member in enumerate(members))
    return Variation(
        on=corrente.on,
        persons=persons,
        assets=assets if corrente.assets_updated else (),
        base=Kind(corrente.base),
        resumed_on=corrente.resumed_on,
    )


def _assets_update(member: Member, place: int, amounts: Corrections) -> AssetsUpdate:
    return AssetsUpdate(
        person=place,
        accounts=_accounts(member, amounts, updated=True),
        asset_increase=member.updated_asset_increase,
        instruments=_instruments(member, amounts, updated=True),
        properties=_properties(member, amounts, updated=True),
    )
