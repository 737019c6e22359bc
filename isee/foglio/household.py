"""The modules that speak of the household as a whole: MB.1, MB.1rid, MB.2, MB.3."""

from isee.calculation import Kind, ParentAway
from isee.foglio.facts import WITH_RESTRICTED, Facts
from isee.foglio.fields import (
    NOTHING,
    Field,
    Group,
    Module,
    Need,
    Panel,
    Sheet,
    code,
    count,
    day,
    exact_euros,
    text,
    yes_or_no,
)
from isee.models import Dossier, Member

Dwelling, Relation = Dossier.Dwelling, Member.Relation
NOT_NUMBERED = "il nucleo non si può decidere"


def mb1(facts: Facts) -> Module:
    """The household and the home: everybody's."""
    panels = (_household(facts), _home(facts))
    return Module(
        code="MB.1",
        title="Nucleo familiare e casa di abitazione",
        need=Need.YES,
        why="Serve sempre.",
        sheets=(Sheet("", panels),),
    )


def mb1rid(facts: Facts) -> Module:
    """The restricted household, in place of MB.1 for who chooses it."""
    title = "Nucleo ristretto"
    asked = [kind.label.lower() for kind in WITH_RESTRICTED if kind in facts.kinds]
    if not asked:
        why = "È per le prestazioni sociosanitarie di un maggiorenne con disabilità e per il dottorato: non sono chieste."
        return Module(code="MB.1rid", title=title, need=Need.NO, why=why)
    if facts.restricted is None:
        why = facts.problem or "Chi riceve la prestazione non può scegliere il nucleo ristretto."
        return Module(code="MB.1rid", title=title, need=Need.NO, why=why)
    if facts.nucleo and facts.restricted.members == facts.nucleo.members:
        why = "Il nucleo ristretto è lo stesso di MB.1: non c'è da scegliere."
        return Module(code="MB.1rid", title=title, need=Need.NO, why=why)
    why = (
        f"Al posto di MB.1, se per l'ISEE {' e '.join(asked)} si sceglie il nucleo ristretto: "
        "il calcolo mostra quale dei due conviene."
    )
    panel = Panel(
        code="Quadro A",
        title="Nucleo ristretto",
        groups=tuple(_persons(facts.members_of(facts.restricted))),
    )
    return Module(
        code="MB.1rid", title=title, need=Need.PERHAPS, why=why, sheets=(Sheet("", (panel, _home(facts))),)
    )


def mb2(facts: Facts) -> Module:
    """University, and the parents who neither live together nor are married."""
    panels = []
    if Kind.UNIVERSITY in facts.kinds:
        panels.append(_student(facts))
    if facts.parents_away:
        panels.append(_parents_away(facts))
    reasons = [
        reason
        for holds, reason in (
            (Kind.UNIVERSITY in facts.kinds, "è chiesto l'ISEE università (quadro C)"),
            (facts.parents_away, "c'è un genitore non convivente e non coniugato (quadro D)"),
        )
        if holds
    ]
    return Module(
        code="MB.2",
        title="Università, genitori non coniugati e non conviventi",
        need=Need.YES if panels else Need.NO,
        why=f"{' e '.join(reasons).capitalize()}."
        if panels
        else "Non è chiesto l'ISEE università, e nel fascicolo non ci sono genitori non coniugati e non conviventi.",
        sheets=(Sheet("", tuple(panels)),) if panels else (),
    )


def mb3(facts: Facts) -> Module:
    """Residential care: the children outside the household, and what was given away."""
    title = "Prestazioni sociosanitarie residenziali"
    if Kind.RESIDENTIAL not in facts.kinds:
        why = "È per il ricovero in struttura: l'ISEE residenze non è chiesto."
        return Module(code="MB.3", title=title, need=Need.NO, why=why)
    return Module(
        code="MB.3",
        title=title,
        need=Need.YES,
        why="È chiesto l'ISEE sociosanitario residenze.",
        sheets=(Sheet("", (_residence(facts),)),),
    )


def _household(facts: Facts) -> Panel:
    persons = _persons(facts.members_of(facts.nucleo))
    return Panel(
        code="Quadro A", title="Nucleo familiare", groups=(*persons, Group("Caselle", _boxes(facts)))
    )


def _persons(members: tuple[Member, ...]) -> list[Group]:
    """One line of the panel for each person."""
    return [
        Group(f"{number}. {member.full_name}", (relation(member), *identity(member)))
        for number, member in enumerate(members, start=1)
    ]


def relation(member: Member) -> Field:
    """The code of what a person is to who declares."""
    return code("Relazione con il dichiarante", member.relation, str(member.get_relation_display()))


def identity(member: Member) -> tuple[Field, Field, Field]:
    """Who a person is, as every module asks it."""
    return (
        text("Cognome", member.surname),
        text("Nome", member.given_name),
        text("Codice fiscale", member.tax_code),
    )


def _boxes(facts: Facts) -> tuple[Field, ...]:
    """What the form has counted and ticked: it decides the additions to the scale (annex 1)."""
    household = facts.nucleo.household if facts.nucleo else None
    note = "" if household else f"{NOT_NUMBERED}: {facts.problem}"
    return (
        count("Figli nel nucleo, di ogni età", household.children if household else None, note=note),
        count("Figli minorenni", household.minor_children if household else None),
        yes_or_no("C'è un figlio con meno di 3 anni", household.child_under_three if household else None),
        yes_or_no(
            f"I genitori, o l'unico che c'è, hanno lavorato almeno 6 mesi nel {facts.year}",
            household.parents_worked if household else None,
        ),
        yes_or_no(
            "Il nucleo è di un solo genitore che non lavora e dei figli minorenni",
            household.lone_non_working_parent if household else None,
        ),
    )


def _home(facts: Facts) -> Panel:
    dossier = facts.dossier
    citizen = dossier.case.citizen
    is_of_citizen = _same(citizen.town, dossier.home_town)
    fields = [
        text("La casa di abitazione è", str(dossier.get_dwelling_display()) if dossier.dwelling else ""),
        text("Comune", dossier.home_town),
        text(
            "Indirizzo",
            citizen.address if is_of_citizen else "",
            note="dalla scheda di chi dichiara" if is_of_citizen and citizen.address else "",
        ),
    ]
    if dossier.dwelling == Dwelling.RENTED:
        fields += _contract(dossier)
    spouses = [member for member in facts.members if member.relation == Relation.SPOUSE]
    apart = any(not member.cohabiting for member in spouses)
    fields.append(yes_or_no("Coniugi con diversa residenza", apart if spouses else False))
    return Panel(code="Quadro B", title="Casa di abitazione", groups=(Group("", tuple(fields)),))


def _contract(dossier: Dossier) -> list[Field]:
    """The registration of the contract: by its code, or by the four things that stood for it before there was one."""
    fields = [
        text(
            "Codice fiscale dell'intestatario del contratto",
            "",
            note="anche più di uno, se il contratto è di più persone",
        )
    ]
    by_parts = bool(
        dossier.contract_office or dossier.contract_series or dossier.contract_number or dossier.contract_date
    )
    if dossier.contract_code or not by_parts:
        fields.append(text("Codice identificativo del contratto", dossier.contract_code))
    if by_parts:
        fields += [
            text("Codice dell'ufficio", dossier.contract_office),
            day("Data di registrazione", dossier.contract_date),
            text("Serie", dossier.contract_series),
            text("Numero", dossier.contract_number),
        ]
    return [*fields, exact_euros("Canone annuo", dossier.yearly_rent)]


def _student(facts: Facts) -> Panel:
    dossier = facts.dossier
    student, beneficiary = getattr(dossier, "student", None), _beneficiary(facts)
    fields = [text("Codice fiscale dello studente", beneficiary.tax_code if beneficiary else "")]
    if student is None:
        fields.append(text("Vive con i genitori o da solo", "", note="il quadro C del fascicolo è vuoto"))
    else:
        fields += [
            day("Abita fuori dalla casa dei genitori dal", student.away_since, empty="abita con i genitori"),
            day("Prima domanda di iscrizione", student.enrolled_on),
            yes_or_no("La casa è di una persona della famiglia", student.home_of_family),
            yes_or_no("È sposato o unito civilmente", student.married),
            exact_euros("Reddito di lavoro dell'ultimo anno", student.income_last_year),
            exact_euros("Reddito di lavoro dell'anno prima", student.income_year_before),
        ]
    name = beneficiary.full_name if beneficiary else ""
    return Panel(code="Quadro C", title="Università", groups=(Group(name, tuple(fields)),))


def _parents_away(facts: Facts) -> Panel:
    groups = []
    for parent in facts.parents_away:
        case = ParentAway(parent.parent_away) if parent.parent_away else None
        groups.append(
            Group(
                parent.full_name,
                (
                    *identity(parent),
                    text("Condizione", case.label if case else "", note=_what_follows(case)),
                ),
            )
        )
    return Panel(code="Quadro D", title="Genitori non coniugati e non conviventi", groups=tuple(groups))


def _what_follows(case: ParentAway | None) -> str:
    if case is None:
        return "chiedi il caso dell'articolo 7"
    if case is ParentAway.JOINS:
        return "entra nel nucleo del figlio: compila il suo FC.1"
    if case.adds_component:
        return "si aggiunge una componente: serve FC.4, o una sua DSU"
    return "non entra e non si aggiunge nulla"


def _residence(facts: Facts) -> Panel:
    dossier, beneficiary = facts.dossier, _beneficiary(facts)
    first = Group(
        beneficiary.full_name if beneficiary else "Chi riceve la prestazione",
        (
            text("Codice fiscale del beneficiario", beneficiary.tax_code if beneficiary else ""),
            day("Prima richiesta di ricovero", dossier.admission_asked_on),
        ),
    )
    children = [
        Group(
            f"Figlio fuori dal nucleo: {child.name}",
            (
                yes_or_no("Nel suo nucleo c'è una persona con disabilità", child.disabled_in_household),
                yes_or_no("È accertato che è estraneo al genitore", child.extraneous),
            ),
        )
        for child in dossier.children_outside.all()
    ] or [Group("Figli fuori dal nucleo", (text("Figli", "", empty=NOTHING),))]
    donations = [
        Group(
            f"Donazione: {donation.label}",
            (
                day("Data", donation.given_on),
                exact_euros("Valore", donation.value),
                yes_or_no("È un immobile", donation.is_property),
                yes_or_no("A una persona tenuta agli alimenti", donation.to_who_owes_alimony),
            ),
        )
        for donation in dossier.donations.all()
    ] or [Group("Donazioni", (text("Donazioni", "", empty=NOTHING),))]
    return Panel(code="Quadro E", title="Ricovero in struttura", groups=(first, *children, *donations))


def _beneficiary(facts: Facts) -> Member | None:
    return next((one for one in facts.members if one.pk == facts.dossier.beneficiary_id), None)


def _same(one: str, other: str) -> bool:
    return bool(one) and one.casefold().split() == other.casefold().split()
