from django.urls import URLPattern, URLResolver, include, path

from isee.forms.possession import AccountForm, IncomeForm, InstrumentForm, PropertyForm
from isee.views import (
    attestation,
    certificate,
    checklist,
    dossier,
    member,
    possession,
    result,
    rule_cost,
    rule_drafts,
    rule_publication,
    rule_trials,
    rules,
)

member_urls = [
    path("nuovo/", member.new_member, name="new_member"),
    path("cerca/", member.find_member, name="find_member"),
    path("<int:pk>/modifica/", member.edit_member, name="edit_member"),
    path("<int:pk>/togli/", member.remove_member, name="remove_member"),
]


def possession_urls(name: str, form_class: possession.FormClass) -> list[URLPattern]:
    """The three addresses of one kind of possession: `new_income`, `edit_income`, `remove_income`."""
    given = {"form_class": form_class}
    return [
        path("nuovo/", possession.new_possession, given, name=f"new_{name}"),
        path("<int:pk>/modifica/", possession.edit_possession, given, name=f"edit_{name}"),
        path("<int:pk>/togli/", possession.remove_possession, given, name=f"remove_{name}"),
    ]


dossier_urls: list[URLPattern | URLResolver] = [
    path("", dossier.dossier, name="dossier"),
    path("componenti/", include(member_urls)),
    path("redditi/", include(possession_urls("income", IncomeForm))),
    path("conti/", include(possession_urls("account", AccountForm))),
    path("titoli/", include(possession_urls("instrument", InstrumentForm))),
    path("immobili/", include(possession_urls("property", PropertyForm))),
    path("abitazione/", dossier.dwelling, name="dwelling"),
    path("documenti/<int:pk>/", checklist.checklist_item, name="checklist_item"),
    path("certificazioni/", certificate.dossier_certificates, name="dossier_certificates"),
    path("certificazioni/metti/", certificate.income_from_look_up, name="income_from_look_up"),
    path("calcolo/", result.isee_result, name="isee_result"),
    path("foglio/", result.isee_sheet, name="isee_sheet"),
    path("dsu/", dossier.present_dsu, name="present_dsu"),
    path("attestazione/", attestation.attestation, name="attestation"),
    path("chiudi/", dossier.close_dossier, name="close_dossier"),
    path("abbandona/", dossier.abandon_dossier, name="abandon_dossier"),
    path("riapri/", dossier.reopen_dossier, name="reopen_dossier"),
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
    path("nuova/", rule_drafts.new_rule, name="new_rule"),
    path("bozze/<int:pk>/", include(draft_urls)),
    path("bozze/<int:draft>/prove/", include(trial_urls)),
    path("versioni/<int:pk>/", rules.rule_version, name="rule_version"),
    path("versioni/<int:pk>/segue/", rules.follow_rule, name="follow_rule"),
    path("versioni/<int:pk>/nuclei/", rule_publication.affected_households, name="affected_households"),
]

urlpatterns = [
    path("regole/", include(rule_urls)),
    path("visite/<int:pk>/isee/<int:service>/", dossier.open_dossier, name="open_dossier"),
    path("pratiche/<int:case>/isee/", dossier.case_dossier, name="case_dossier"),
    path("isee/<int:dossier>/", include(dossier_urls)),
]
