from django.urls import URLPattern, URLResolver, include, path

from isee.forms.asset import AccountForm, InstrumentForm, PropertyForm, VehicleForm
from isee.forms.kinds import ChildOutsideForm, CorrenteForm, DonationForm, StudentForm, VariationForm
from isee.forms.possession import IncomeForm
from isee.views import (
    attestation,
    certificate,
    checklist,
    comparison,
    correction,
    dossier,
    helpers,
    household,
    member,
    paper,
    possession,
    result,
    to_bring,
    transmission,
    what_if,
)

member_urls = [
    path("nuovo/", member.new_member, name="new_member"),
    path("cerca/", member.find_member, name="find_member"),
    path("<int:pk>/modifica/", member.edit_member, name="edit_member"),
    path("<int:pk>/spese/", member.expenses, name="expenses"),
    path("<int:pk>/conferma/", member.confirm_member, name="confirm_member"),
    path("<int:pk>/togli/", member.remove_member, name="remove_member"),
]


def entry_urls(name: str, form_class: possession.FormClass) -> list[URLPattern]:
    """The addresses of one kind of line: `new_income`, `edit_income`, `remove_income`."""
    given = {"form_class": form_class}
    return [
        path("nuovo/", possession.new_possession, given, name=f"new_{name}"),
        path("<int:pk>/modifica/", possession.edit_possession, given, name=f"edit_{name}"),
        path("<int:pk>/togli/", possession.remove_possession, given, name=f"remove_{name}"),
    ]


# What an amount is called in the address at which it is corrected.
AMOUNTS = {
    "amount": "importo",
    "balance": "saldo",
    "average": "giacenza",
    "value": "valore",
    "mortgage": "mutuo",
}


def possession_urls(name: str, form_class: possession.FormClass) -> list[URLPattern]:
    """Those of a line of a member: `confirm_income`, and `correct_income_amount` for each amount that counts."""
    given = {"form_class": form_class}
    urls = [
        *entry_urls(name, form_class),
        path("<int:pk>/conferma/", possession.confirm_possession, given, name=f"confirm_{name}"),
    ]
    amounts = form_class._meta.model.AMOUNTS
    if amounts:
        new = {**given, "updated": True}
        urls.append(path("aggiornato/", possession.new_possession, new, name=f"new_updated_{name}"))
    return urls + [
        path(
            f"<int:pk>/correggi/{AMOUNTS[field]}/",
            correction.correct,
            {**given, "field": field},
            name=f"correct_{name}_{field}",
        )
        for field in amounts
    ]


def panel_url(address: str, name: str, form_class: possession.FormClass) -> URLPattern:
    """The address of a panel of which a dossier has one at most."""
    return path(address, possession.panel, {"form_class": form_class}, name=name)


def answers_url(address: str, name: str, panel: household.Panel) -> URLPattern:
    """The address of a form of fields of the dossier itself."""
    return path(address, household.answers, {"panel": panel}, name=name)


household_urls: list[URLPattern] = [
    path("nucleo/", dossier.household, name="household"),
    path("riprendi/", household.copy_previous, name="copy_previous"),
    answers_url("tipi/", "kinds", household.KINDS),
    answers_url("abitazione/", "dwelling", household.DWELLING),
    path("abitazione/conferma/", household.confirm_dwelling, name="confirm_dwelling"),
    answers_url("ricovero/", "residence", household.RESIDENCE),
    answers_url("componente/", "component", household.COMPONENT),
    panel_url("studente/", "student", StudentForm),
]

corrente_urls: list[URLPattern | URLResolver] = [
    path("", dossier.corrente, name="corrente"),
    panel_url("richiesta/", "ask_corrente", CorrenteForm),
    path(
        "<int:pk>/togli/", possession.remove_possession, {"form_class": CorrenteForm}, name="remove_corrente"
    ),
    path("variazioni/", include(entry_urls("variation", VariationForm))),
]

dossier_urls: list[URLPattern | URLResolver] = [
    path("", dossier.dossier, name="dossier"),
    *household_urls,
    path("componenti/", include(member_urls)),
    path("redditi/", dossier.incomes, name="incomes"),
    path("redditi/", include(possession_urls("income", IncomeForm))),
    path("patrimonio/", dossier.assets, name="assets"),
    path("conti/", include(possession_urls("account", AccountForm))),
    path("titoli/", include(possession_urls("instrument", InstrumentForm))),
    path("immobili/", include(possession_urls("property", PropertyForm))),
    path("veicoli/", include(possession_urls("vehicle", VehicleForm))),
    path("figli-fuori/", include(entry_urls("child_outside", ChildOutsideForm))),
    path("donazioni/", include(entry_urls("donation", DonationForm))),
    path("corrente/", include(corrente_urls)),
    path("correzioni/<int:pk>/ritira/", correction.withdraw_correction, name="withdraw_correction"),
    path("documenti/<int:pk>/", checklist.checklist_item, name="checklist_item"),
    path("documenti/<int:pk>/allega/", paper.item_paper, name="item_paper"),
    path("certificazioni/", certificate.dossier_certificates, name="dossier_certificates"),
    path("certificazioni/metti/", certificate.income_from_look_up, name="income_from_look_up"),
    path("conti/<int:pk>/giacenza/", helpers.account_giacenza, name="account_giacenza"),
    path("conti/<int:pk>/giacenza/metti/", helpers.put_giacenza, name="put_giacenza"),
    path("immobili/<int:pk>/valore/", helpers.property_value, name="property_value"),
    path("immobili/<int:pk>/valore/metti/", helpers.put_property_value, name="put_property_value"),
    path("promemoria/", to_bring.papers_to_bring, name="papers_to_bring"),
    path("calcolo/", result.isee_result, name="isee_result"),
    path("calcolo/e-se/", what_if.what_if, name="what_if"),
    path("foglio/", result.isee_sheet, name="isee_sheet"),
    path("trasmissione/", transmission.transmission, name="transmission"),
    path("dsu/", transmission.present_dsu, name="present_dsu"),
    path("attestazione/", attestation.attestation, name="attestation"),
    path("attestazioni/<int:pk>/correggi/", attestation.correct_attestation, name="correct_attestation"),
    path("attestazioni/<int:pk>/omissione/", attestation.new_omission, name="new_omission"),
    path("attestazioni/<int:pk>/confronto/", comparison.compare_attestation, name="compare_attestation"),
    path("omissioni/<int:pk>/fatto/", attestation.new_remedy, name="new_remedy"),
    path("chiudi/", dossier.close_dossier, name="close_dossier"),
    path("abbandona/", dossier.abandon_dossier, name="abandon_dossier"),
    path("riapri/", dossier.reopen_dossier, name="reopen_dossier"),
]

urlpatterns = [
    path("", include("isee.application_urls")),
    path("visite/<int:pk>/isee/<int:service>/", dossier.open_dossier, name="open_dossier"),
    path("pratiche/<int:case>/isee/", dossier.case_dossier, name="case_dossier"),
    path("isee/attese/", transmission.overdue_attestations, name="overdue_attestations"),
    path("isee/<int:dossier>/", include(dossier_urls)),
]
