from django.urls import path

from sportello.views import unmet_requests

urlpatterns = [
    path("richieste-non-servite/", unmet_requests.unmet_requests, name="unmet_requests"),
    path("richieste-non-servite/nuova/", unmet_requests.new_unmet_request, name="new_unmet_request"),
    path("richieste-non-servite/<int:pk>/", unmet_requests.unmet_request, name="unmet_request"),
    path(
        "richieste-non-servite/<int:pk>/togli/",
        unmet_requests.take_back_unmet_request,
        name="take_back_unmet_request",
    ),
]
