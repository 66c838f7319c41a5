from django.urls import path

from intranet.drafts.views import draft_discard, drafts

urlpatterns = [
    path("esborranys/", drafts, name="drafts"),
    path("esborranys/<int:pk>/descarta/", draft_discard, name="draft_discard"),
]
