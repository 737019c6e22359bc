from django.urls import path

from sportello.views import citizens, delegations, scan

urlpatterns = [
    path("cittadini/cerca/", citizens.search_citizens, name="search_citizens"),
    path("tessera/", scan.scan, name="scan"),
    path("cittadini/nuovo/", citizens.new_citizen, name="new_citizen"),
    path("cittadini/<int:pk>/", citizens.citizen, name="citizen"),
    path("cittadini/<int:pk>/modifica/", citizens.edit_citizen, name="edit_citizen"),
    path("cittadini/<int:pk>/codice/", citizens.add_tax_code, name="add_tax_code"),
    path("cittadini/<int:pk>/decesso/", citizens.record_death, name="record_death"),
    path("cittadini/<int:pk>/decesso/annulla/", citizens.undo_death, name="undo_death"),
    path("cittadini/<int:pk>/deleghe/nuova/", delegations.new_delegation, name="new_delegation"),
    path("deleghe/<int:pk>/modulo/", delegations.delegation_form, name="delegation_form"),
    path("deleghe/<int:pk>/revoca/", delegations.revoke_delegation, name="revoke_delegation"),
]
