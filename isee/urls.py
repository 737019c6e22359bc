from django.urls import URLPattern, URLResolver, include, path

from isee.forms.asset import AccountForm, InstrumentForm, PropertyForm, VehicleForm
from isee.forms.kinds import ChildOutsideForm, CorrenteForm, DonationForm, StudentForm, VariationForm
from isee.forms.possession import IncomeForm
from isee.views import (
    attestation,
    benefit,
    certificate,
    checklist,
    comparison,
    correction,
    dossier,
    foglio,
    helpers,
    household,
    member,
    missing_bonus,
    paper,
    physical_bonus,
    possession,
    result,
    rule_cost,
    rule_drafts,
    rule_publication,
    rule_trials,
    rules,
    to_bring,
    transmission,
    what_if,
    while_here,
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
    path("attestazioni/metti/", certificate.attestation_from_look_up, name="attestation_from_look_up"),
    path("certificazioni/metti/", certificate.income_from_look_up, name="income_from_look_up"),
    path("conti/<int:pk>/giacenza/", helpers.account_giacenza, name="account_giacenza"),
    path("conti/<int:pk>/giacenza/metti/", helpers.put_giacenza, name="put_giacenza"),
    path("immobili/<int:pk>/valore/", helpers.property_value, name="property_value"),
    path("immobili/<int:pk>/valore/metti/", helpers.put_property_value, name="put_property_value"),
    path("promemoria/", to_bring.papers_to_bring, name="papers_to_bring"),
    path("calcolo/", result.isee_result, name="isee_result"),
    path("calcolo/e-se/", what_if.what_if, name="what_if"),
    path("foglio/", result.isee_sheet, name="isee_sheet"),
    path("foglio-dsu/", foglio.dsu_sheet, name="dsu_sheet"),
    path("foglio-dsu/stampa/", foglio.print_dsu_sheet, name="print_dsu_sheet"),
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

physical_bonus_urls = [
    path("", physical_bonus.physical_bonus, name="physical_bonus"),
    path("modulo/", physical_bonus.edit_physical_bonus, name="edit_physical_bonus"),
    path("numero/", physical_bonus.send_physical_bonus, name="send_physical_bonus"),
    path("esito/", physical_bonus.decide_physical_bonus, name="decide_physical_bonus"),
    path("fine/", physical_bonus.end_physical_bonus, name="end_physical_bonus"),
    path("ricevuta/", physical_bonus.physical_bonus_receipt, name="physical_bonus_receipt"),
]

benefit_urls = [
    path("", benefit.benefits, name="benefits"),
    path("risposte/", benefit.answer_benefit, name="answer_benefit"),
    path("risposte/togli/", benefit.forget_answers, name="forget_answers"),
    path("attestazione/", benefit.show_attestation, name="show_attestation"),
    path("ipotesi/", benefit.suppose, name="suppose"),
    path("foglio/", benefit.print_benefits, name="print_benefits"),
    path("bonus-luce/", missing_bonus.missing_bonus, name="missing_bonus"),
    path("bonus-luce/risposta/", missing_bonus.answer_missing_bonus, name="answer_missing_bonus"),
    path("bonus-luce/stampa/", missing_bonus.print_missing_bonus, name="print_missing_bonus"),
]

draft_urls = [
    path("", rule_drafts.rule_draft, name="rule_draft"),
    path("grafico/", rule_drafts.rule_chart, name="rule_chart"),
    path("elimina/", rule_drafts.discard_rule_draft, name="discard_rule_draft"),
    path("pubblica/", rule_publication.publish_rule, name="publish_rule"),
]
trial_urls = [
    path("", rule_trials.rule_trials, name="rule_trials"),
    path("nuova/", rule_trials.new_trial, name="new_trial"),
    path("<int:pk>/modifica/", rule_trials.edit_trial, name="edit_trial"),
    path("<int:pk>/togli/", rule_trials.remove_trial, name="remove_trial"),
]
rule_urls: list[URLPattern | URLResolver] = [
    path("", rules.rules, name="rules"),
    path("nazionali/", rules.national_rules, name="national_rules"),
    path("in-ritardo/", rule_publication.late_rules, name="late_rules"),
    path("costo/", rule_cost.rule_cost, name="rule_cost"),
    path("costo/<int:pk>/", rule_cost.cost_estimate, name="cost_estimate"),
    path("costo/<int:pk>/avanzamento/", rule_cost.cost_progress, name="cost_progress"),
    path("nuova/", rule_drafts.new_rule, name="new_rule"),
    path("bozze/<int:pk>/", include(draft_urls)),
    path("bozze/<int:draft>/prove/", include(trial_urls)),
    path("versioni/<int:pk>/", rules.rule_version, name="rule_version"),
    path("versioni/<int:pk>/segue/", rules.follow_rule, name="follow_rule"),
    path("versioni/<int:pk>/nuclei/", rule_publication.affected_households, name="affected_households"),
]

urlpatterns = [
    path("cittadini/<int:pk>/gia-che-e-qui/", while_here.while_here, name="while_here"),
    path("impostazioni/riuso-dei-dati/", while_here.data_reuse, name="data_reuse"),
    path("cittadini/<int:pk>/agevolazioni/", include(benefit_urls)),
    path(
        "pratiche/<int:case>/bonus-elettrico/",
        physical_bonus.case_electricity_bonus,
        name="case_electricity_bonus",
    ),
    path("pratiche/<int:case>/disagio-fisico/", include(physical_bonus_urls)),
    path("regole/", include(rule_urls)),
    path("", include("isee.application_urls")),
    path("visite/<int:pk>/isee/<int:service>/", dossier.open_dossier, name="open_dossier"),
    path("pratiche/<int:case>/isee/", dossier.case_dossier, name="case_dossier"),
    path("isee/attese/", transmission.overdue_attestations, name="overdue_attestations"),
    path("isee/<int:dossier>/", include(dossier_urls)),
]
