from django.urls import path

from sportello.views import acts, closing, home, queue, visits

urlpatterns = [
    path("", home.home, name="home"),
    # The waiting list
    path("coda/", queue.queue, name="queue"),
    path("accoglienza/", queue.new_visit, name="new_visit"),
    path("accoglienza/<int:pk>/", queue.ticket, name="ticket"),
    path("visite/chiama/", queue.call_next, name="call_next"),
    path("visite/<int:pk>/prendi/", queue.take_visit, name="take_visit"),
    path("visite/<int:pk>/andato/", queue.gone_visit, name="gone_visit"),
    # A visit
    path("cittadini/<int:pk>/visita/", visits.start_visit, name="start_visit"),
    path("visite/anonima/", visits.start_anonymous_visit, name="start_anonymous_visit"),
    path("visite/<int:pk>/", visits.visit, name="visit"),
    path("visite/<int:pk>/servizi/", visits.visit_services, name="visit_services"),
    path("visite/<int:pk>/cittadino/", visits.identify_visit, name="identify_visit"),
    path("visite/<int:pk>/presente/", visits.standing, name="standing"),
    path("visite/<int:pk>/atti/", acts.add_act, name="add_act"),
    path("visite/<int:pk>/atti/<int:act>/", acts.edit_act, name="edit_act"),
    path("visite/<int:pk>/sospendi/", closing.suspend_visit, name="suspend_visit"),
    path("visite/<int:pk>/riprendi/", closing.resume_visit, name="resume_visit"),
    path("visite/<int:pk>/concludi/", closing.close_visit, name="close_visit"),
    path("visite/<int:pk>/annulla/", closing.undo_close, name="undo_close"),
]
