"""What only some persons have to declare: FC.2, FC.3, FC.4."""

from isee.calculation import IncomeKind
from isee.foglio.facts import Facts
from isee.foglio.fields import (
    NONE,
    Field,
    Group,
    Module,
    Need,
    Panel,
    Sheet,
    exact_euros,
    text,
    yes_or_no,
)
from isee.foglio.persons import income, paid
from isee.models import Member

# What INPS has from the tax agency or of its own, and is typed only where it has not.
FC8 = (
    IncomeKind.EMPLOYMENT,
    IncomeKind.PENSION,
    IncomeKind.OTHER_IRPEF,
    IncomeKind.TREATMENT,
    IncomeKind.TREATMENT_IN_FULL,
)


def fc2(facts: Facts) -> Module:
    """Disability, residential care."""
    concerned = [
        one for one in facts.with_sheet if one.is_disabled or one.residential_care or one.disability_expenses
    ]
    return Module(
        code="FC.2",
        title="Disabilità e non autosufficienza",
        need=Need.YES if concerned else Need.NO,
        why=f"Per {names(concerned)}."
        if concerned
        else "Nessuno ha una disabilità, è ricoverato o ha spese per la disabilità.",
        sheets=tuple(Sheet(one.full_name, (_disability(facts, one),)) for one in concerned),
    )


def fc3(facts: Facts) -> Module:
    """Incomes and expenses that INPS takes from the archives, for who must tell them."""
    concerned = [one for one in facts.with_sheet if _may_integrate(one)]
    title = "Modulo integrativo: redditi, trattamenti e spese"
    if not concerned:
        why = "Nel fascicolo non c'è nulla da integrare: né redditi IRPEF, né trattamenti."
        return Module(code="FC.3", title=title, need=Need.NO, why=why)
    why = (
        "Solo per chi non presenta la dichiarazione dei redditi e non ha la CU, per chi ha gli adempimenti fiscali "
        "sospesi, o per correggere i dati di INPS. Gli altri redditi li mette INPS: non scriverli."
    )
    return Module(
        code="FC.3",
        title=title,
        need=Need.PERHAPS,
        why=why,
        sheets=tuple(Sheet(one.full_name, (_integration(facts, one),)) for one in concerned),
    )


def fc4(facts: Facts) -> Module:
    """The component of who stays outside the household."""
    parents, children = facts.component_parents, facts.component_children
    title = "Componente aggiuntiva"
    if not parents and not children:
        why = "Nessuno, fuori dal nucleo, porta una componente: né un genitore non convivente, né un figlio."
        return Module(code="FC.4", title=title, need=Need.NO, why=why)
    called = [*(one.full_name for one in parents), *(one.name for one in children)]
    why = f"Per {', '.join(called)}. Non serve a chi ha già una DSU valida: basta il suo protocollo."
    sheets = [*(Sheet(one.full_name, (_component(facts, one),)) for one in parents)]
    sheets += [Sheet(one.name, (_component(facts, None),)) for one in children]
    return Module(code="FC.4", title=title, need=Need.YES, why=why, sheets=tuple(sheets))


def names(members: list[Member]) -> str:
    """The persons, one after another."""
    return ", ".join(one.full_name for one in members)


def _disability(facts: Facts, member: Member) -> Panel:
    fields = [
        text("Codice fiscale", member.tax_code),
        text("Classe", str(member.get_disability_display()) if member.is_disabled else "", empty="nessuna"),
    ]
    if member.is_disabled:
        fields += [
            text("Ente che ha rilasciato la certificazione", "", note="dal verbale"),
            text("Numero del documento", "", note="dal verbale"),
            text("Data di rilascio", "", note="dal verbale"),
        ]
    fields.append(yes_or_no("Riceve prestazioni residenziali a ciclo continuativo", member.residential_care))
    if member.residential_care:
        fields.append(text("Retta per l'ospitalità alberghiera", "", note="dalle ricevute della struttura"))
    note = "INPS le prende dalla dichiarazione dei redditi: altrimenti vanno in FC8"
    fields.append(paid(f"Spese per la disabilità nel {facts.year}", member.disability_expenses, note=note))
    return Panel(code="FC7", title="Disabilità e non autosufficienza", groups=(Group("", tuple(fields)),))


def _may_integrate(member: Member) -> bool:
    kinds = {row.kind for row in member.incomes.all() if not row.updated}
    return bool(kinds.intersection(FC8)) or bool(member.farming_income)


def _integration(facts: Facts, member: Member) -> Panel:
    fields: list[Field] = [text("Codice fiscale", member.tax_code)]
    fields += [income(facts, member, kind) for kind in FC8]
    fields.append(paid("Redditi agrari dell'imprenditore agricolo", member.farming_income))
    return Panel(
        code="FC8",
        title=f"Redditi, trattamenti e spese {facts.year}",
        groups=(Group("", tuple(fields)),),
    )


def _component(facts: Facts, parent: Member | None) -> Panel:
    """Signed by who brings the component, and it names who receives the benefit."""
    dossier = facts.dossier
    receives = next((one for one in facts.members if one.pk == dossier.beneficiary_id), None)
    if parent is not None and receives is None:
        receives = next((one for one in facts.members if one.is_minor_child(dossier.dsu_date)), None)
    fields = (
        text("Codice fiscale di chi compila", parent.tax_code if parent else ""),
        text("Codice fiscale del beneficiario", receives.tax_code if receives else ""),
        text("Protocollo della DSU del beneficiario", dossier.dsu_protocol, note="se è già presentata"),
        exact_euros(
            "Componente aggiuntiva attestata",
            dossier.additional_component,
            note="la calcola INPS: non si scrive nel modulo",
            empty=NONE,
        ),
    )
    return Panel(code="FC9", title="Calcolo della componente aggiuntiva", groups=(Group("", fields),))
