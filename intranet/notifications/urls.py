from django.urls import path

from intranet.notifications.views.notices import bell, mark, notice, notices, undo
from intranet.notifications.views.preferences import preferences, restore, unmute_one

urlpatterns = [
    path("avisos/", notices, name="notices"),
    path("avisos/campana/", bell, name="notices_bell"),
    path("avisos/llegits/", mark, name="notices_mark"),
    path("avisos/desfes/", undo, name="notices_undo"),
    path("avisos/<int:pk>/", notice, name="notice"),
    path("compte/avisos/", preferences, name="preferences"),
    path("compte/avisos/restableix/", restore, name="preferences_restore"),
    path("compte/avisos/silenci/<int:pk>/", unmute_one, name="unmute"),
]
