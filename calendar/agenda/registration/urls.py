"""The addresses of registration. Those of an event are there for each of its dates too, which may have a desk of its own."""

from collections.abc import Callable, Iterator
from typing import Any

from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, register_converter

from agenda.converters import DayConverter
from agenda.registration.views import (
    attendees,
    certificates,
    check_in,
    checking,
    colleagues,
    desk,
    exports,
    listing,
    messages,
    own,
    sheets,
    tickets,
)

register_converter(DayConverter, "day")

EVENT = "agenda/<int:pk>/"
DATE = f"{EVENT}<day:day>/"


def both(route: str, view: Callable[..., HttpResponseBase], name: str, **facts: Any) -> Iterator[URLPattern]:
    """Of the event, and of one of its dates."""
    for start in (EVENT, DATE):
        yield path(f"{start}{route}", view, facts, name=name)


urlpatterns = [
    # Those who register
    *both("inscripcio/", own.registration, "registration"),
    *both("inscripcio/edita/", own.registration_edit, "registration_edit"),
    *both("inscripcio/canvia/", own.registration_change, "registration_change"),
    *both("inscripcio/companys/", colleagues.registration_colleagues, "registration_colleagues"),
    path("agenda/inscripcions/", listing.own_registrations, name="own_registrations"),
    path("inscripcio/<str:ticket>/", tickets.ticket, name="ticket"),
    path("inscripcio/<str:ticket>/edita/", tickets.ticket_edit, name="ticket_edit"),
    path("inscripcio/<str:ticket>/canvia/", tickets.ticket_change, name="ticket_change"),
    path("inscripcio/<str:ticket>/qr.svg", tickets.ticket_qr, name="ticket_qr"),
    path("inscripcio/<str:ticket>/cita.ics", tickets.ticket_ics, name="ticket_ics"),
    path("inscripcio/<str:ticket>/certificat.pdf", certificates.ticket_certificate, name="ticket_certificate"),
    # Those who organise
    *both("inscrits/", attendees.attendees, "attendees"),
    *both("inscrits/configura/", desk.desk_edit, "desk_edit"),
    *both("inscrits/afegeix/", attendees.attendee_add, "attendee_add"),
    *both("inscrits/accions/", attendees.attendees_act, "attendees_act"),
    *both("inscrits/<int:registration>/", attendees.attendee, "attendee"),
    *both("inscrits/missatge/", messages.attendees_message, "attendees_message"),
    *both("inscrits/exporta/<str:kind>/", exports.attendees_export, "attendees_export"),
    *both("inscrits/resum/", exports.attendees_totals, "attendees_totals"),
    *both("inscrits/full-de-signatures.pdf", sheets.sign_in_sheet, "sign_in_sheet"),
    *both("inscrits/entrada/", check_in.check_in, "check_in"),
    *both("inscrits/entrada/sense-inscripcio/", check_in.walk_in, "walk_in"),
    *both("inscrits/certificats/", certificates.certificates, "certificates"),
    path("agenda/entrada/<str:code>/", check_in.check_in_code, name="check_in_code"),
    # What is certified
    path("agenda/certificats/<str:code>.pdf", certificates.certificate, name="certificate"),
    path("certificats/", checking.certificate_search, name="certificate_search"),
    path("certificats/<str:code>/", checking.certificate_check, name="certificate_check"),
]
