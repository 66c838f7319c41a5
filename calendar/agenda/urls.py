"""The agenda's addresses."""

from django.urls import path, register_converter

from agenda.converters import MonthConverter
from agenda.registration.urls import urlpatterns as registration
from agenda.views import (
    announcing,
    dates,
    event,
    feeds,
    interest,
    kept,
    listing,
    materials,
    month,
    occurrences,
    review,
    states,
)

register_converter(MonthConverter, "month")  # `day` is registration's, whose addresses are read before

EVENT = "agenda/<int:pk>/"
DATE = f"{EVENT}<day:day>/"

urlpatterns = [
    path("agenda/", month.agenda, name="agenda"),
    path("agenda/<month:first>/", month.agenda_month, name="agenda_month"),
    path("agenda/dia/<day:day>/", month.agenda_day, name="agenda_day"),
    path("agenda/llista/", listing.agenda_list, name="agenda_list"),
    path("agenda/nou/", announcing.event_new, name="event_new"),
    path("agenda/nou/dates/", dates.event_dates, name="event_dates"),
    path("agenda/nou/coincidencies/", dates.event_clashes, name="event_clashes"),
    path("agenda/meus/", kept.events_kept, name="events_kept"),
    path("agenda/revisio/", review.events_to_review, name="events_to_review"),
    path("agenda/ics/<str:token>.ics", feeds.agenda_feed, name="agenda_feed"),
    path("agenda/ics/meus/<str:token>.ics", feeds.own_feed, name="own_feed"),
    path("agenda/<int:pk>.ics", feeds.event_ics, name="event_ics"),
    path(EVENT, event.event, name="event"),
    path(f"{EVENT}edita/", announcing.event_edit, name="event_edit"),
    path(f"{EVENT}retira/", announcing.event_withdraw, name="event_withdraw"),
    path(f"{EVENT}torna/", announcing.event_publish_again, name="event_publish_again"),
    path(f"{EVENT}estat/", states.event_state, name="event_state"),
    path(f"{EVENT}revisa/", review.event_review, name="event_review"),
    path(f"{EVENT}interessa/", interest.event_interest, name="event_interest"),
    path(f"{EVENT}materials/", materials.event_materials, name="event_materials"),
    path(f"{EVENT}materials/<int:material>/treu/", materials.material_remove, name="material_remove"),
    path(DATE, event.occurrence, name="occurrence"),
    path(f"{DATE}mou/", occurrences.occurrence_move, name="occurrence_move"),
    path(f"{DATE}mou/dates/", dates.move_dates, name="move_dates"),
    path(f"{DATE}anulla/", occurrences.occurrence_cancel, name="occurrence_cancel"),
    path(f"{DATE}restaura/", occurrences.occurrence_restore, name="occurrence_restore"),
    path("grups/<slug:slug>/agenda/", listing.group_agenda, name="group_agenda"),
    path("grups/<slug:slug>/agenda/<str:token>.ics", feeds.group_calendar, name="group_calendar"),
    *registration,
]
