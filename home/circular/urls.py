"""The circular's addresses."""

from django.urls import path, register_converter

from home.circular.converters import CircularMonthConverter, CircularYearConverter
from home.circular.views import (
    archive,
    commenting,
    compose,
    compose_entry,
    feeds,
    pictures,
    preview,
    proposing,
    sending,
    sending_off,
    sources,
)

register_converter(CircularMonthConverter, "circular_month")
register_converter(CircularYearConverter, "circular_year")

CIRCULAR = "circular/"
MONTH = f"{CIRCULAR}<circular_month:month>/"
COMPOSE = f"{MONTH}compon/"

urlpatterns = [
    path(CIRCULAR, archive.circulars, name="circulars"),
    path(f"{CIRCULAR}rss/<str:token>/", feeds.circular_feed, name="circular_feed"),
    path(f"{CIRCULAR}imatge/<str:token>/", pictures.circular_picture, name="circular_picture"),
    path(f"{CIRCULAR}proposa/", proposing.circular_propose, name="circular_propose"),
    path(f"{CIRCULAR}proposa/<slug:kind>/<int:pk>/", sources.circular_propose_source, name="circular_propose_source"),
    path(f"{CIRCULAR}proposades/", proposing.circular_proposed, name="circular_proposed"),
    path(f"{CIRCULAR}entrada/<int:pk>/edita/", proposing.circular_entry_edit, name="circular_entry_edit"),
    path(f"{CIRCULAR}entrada/<int:pk>/retira/", proposing.circular_entry_withdraw, name="circular_entry_withdraw"),
    path(f"{CIRCULAR}entrada/<int:pk>/comenta/", commenting.circular_comment, name="circular_comment"),
    path(f"{CIRCULAR}<circular_year:year>/", archive.circulars_of_year, name="circulars_of_year"),
    path(MONTH, archive.circular, name="circular"),
    path(COMPOSE, compose.circular_compose, name="circular_compose"),
    path(f"{COMPOSE}estat/", compose.circular_compose_state, name="circular_compose_state"),
    path(f"{COMPOSE}introduccio/", compose_entry.circular_intro, name="circular_intro"),
    path(f"{COMPOSE}entrada/<int:pk>/", compose_entry.circular_entry, name="circular_entry"),
    path(f"{COMPOSE}mostra/", preview.circular_preview, name="circular_preview"),
    path(f"{COMPOSE}mostra/<slug:form>/", preview.circular_preview_form, name="circular_preview_form"),
    path(f"{COMPOSE}prova/", preview.circular_test, name="circular_test"),
    path(f"{MONTH}envia/", sending_off.circular_send, name="circular_send"),
    path(f"{MONTH}enviament/", sending.circular_sending, name="circular_sending"),
    path(f"{MONTH}enviament/estat/", sending.circular_sending_state, name="circular_sending_state"),
]
