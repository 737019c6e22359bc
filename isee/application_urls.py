"""Applications for benefits, calls, lists to be worked, what is reported to SIUSS."""

from django.urls import include, path

from isee.views import application, call, decision, papers, ranking, siuss, terms, work_line, work_list

application_urls = [
    path("", application.application, name="application"),
    path("richiesta/", application.edit_application, name="edit_application"),
    path("protocollo/", application.submit_application, name="submit_application"),
    path("documenti/nuovo/", papers.new_paper, name="new_paper"),
    path("documenti/<int:pk>/", papers.needed_paper, name="needed_paper"),
    path("sospensione/", decision.pause, name="application_pause"),
    path("preavviso/", decision.notice, name="application_notice"),
    path("accogli/", decision.grant_application, name="grant_application"),
    path("respingi/", decision.refuse_application, name="refuse_application"),
    path("lettera/", decision.application_letter, name="application_letter"),
    path("fine/", application.end_application, name="end_application"),
    path("riapri/", application.reopen_application, name="reopen_application"),
]
call_urls = [
    path("", call.calls, name="calls"),
    path("nuovo/", call.new_call, name="new_call"),
    path("<int:call>/", call.call, name="call"),
    path("<int:call>/modifica/", call.edit_call, name="edit_call"),
    path("<int:call>/escludi/<int:pk>/", call.exclude_application, name="exclude_application"),
    path("<int:call>/pubblica/", ranking.publish_ranking, name="publish_ranking"),
    path("<int:call>/rinuncia/<int:pk>/", ranking.give_up, name="give_up"),
    path("<int:call>/graduatoria.csv", ranking.ranking_csv, name="ranking_csv"),
    path("<int:call>/graduatoria.xlsx", ranking.ranking_xlsx, name="ranking_xlsx"),
]
work_list_urls = [
    path("", work_list.work_lists, name="work_lists"),
    path("nuovo/", work_list.new_work_list, name="new_work_list"),
    path("nuovo/colonne/", work_list.map_work_list, name="map_work_list"),
    path("<int:work_list>/", work_list.work_list, name="work_list"),
    path("<int:work_list>/esporta/", work_list.export_work_list, name="export_work_list"),
    path("<int:work_list>/righe/<int:pk>/", work_line.work_line, name="work_line"),
    path("<int:work_list>/righe/<int:pk>/persona/", work_line.confirm_person, name="confirm_person"),
]

urlpatterns = [
    path("prestazioni/domande/", application.applications_list, name="applications"),
    path("prestazioni/domande/in-scadenza/", application.due_applications, name="due_applications"),
    path("prestazioni/domande/<int:application>/", include(application_urls)),
    path("visite/<int:pk>/domande/<int:service>/", application.open_application, name="open_application"),
    path("pratiche/<int:case>/domanda/", application.case_application, name="case_application"),
    path("prestazioni/bandi/", include(call_urls)),
    path("prestazioni/elenchi/", include(work_list_urls)),
    path("prestazioni/termini/", terms.decision_terms, name="decision_terms"),
    path("prestazioni/siuss/", siuss.siuss, name="siuss"),
]
