from django.urls import path

from sportello.views import attachments

urlpatterns = [
    path("pratiche/<int:pk>/allegati/", attachments.case_attachments, name="case_attachments"),
    path("pratiche/<int:pk>/allegati/nuovo/", attachments.new_attachment, name="new_attachment"),
    path("allegati/<int:pk>/", attachments.attachment, name="attachment"),
    path("allegati/<int:pk>/ritira/", attachments.withdraw_attachment, name="withdraw_attachment"),
]
