from django.urls import path

from sportello.views import cases

urlpatterns = [
    path("pratiche/", cases.cases, name="cases"),
    path("pratiche/<int:pk>/", cases.case, name="case"),
    path("pratiche/<int:pk>/modifica/", cases.edit_case, name="edit_case"),
    path("pratiche/<int:pk>/chiudi/", cases.close_case, name="close_case"),
    path("pratiche/<int:pk>/riapri/", cases.reopen_case, name="reopen_case"),
    path("visite/<int:pk>/pratiche/", cases.new_case, name="new_case"),
]
