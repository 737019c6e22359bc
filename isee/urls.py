from django.urls import URLPattern, URLResolver, include, path

from isee.forms.possession import AccountForm, IncomeForm, InstrumentForm, PropertyForm
from isee.views import attestation, certificate, checklist, dossier, member, possession, result

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

urlpatterns = [
    path("", include("isee.application_urls")),
    path("visite/<int:pk>/isee/<int:service>/", dossier.open_dossier, name="open_dossier"),
    path("pratiche/<int:case>/isee/", dossier.case_dossier, name="case_dossier"),
    path("isee/<int:dossier>/", include(dossier_urls)),
]
