"""Certificates of attendance: those of an activity for its organisers, and one's own on paper."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from agenda.keys import key_in
from agenda.registration.certificates.attended import Record, concerned, records_of
from agenda.registration.certificates.documents import certificates_pdf
from agenda.registration.certificates.issuing import issue, revoke, why_not_yet
from agenda.registration.forms.attendees import keys_in
from agenda.registration.models import Certificate, Registration, RegistrationDesk
from agenda.registration.sheets import surname_first
from agenda.registration.tickets import find_registration
from agenda.registration.views.doors import kept_desk_or_404
from agenda.registration.views.organising import organised
from agenda.registration.views.papers import hidden, paper
from forum.views.paging import page_asked_for
from intranet.catalan import sort_key
from intranet.members.views.requests import PersonRequest, asked_and_answered

PAGE_SIZE = 50
REVOKE = "revoca"
ALL = "tots"


@asked_and_answered
def certificates(request: PersonRequest, pk: int, day: date | None = None) -> HttpResponse:
    """`/agenda/<id>/inscrits/certificats/`: who gets one. `?tots`: all on paper; `?revoca=<id>`: asks, and does it when posted."""
    desk = kept_desk_or_404(request, pk, day)
    if REVOKE in request.GET:
        return revoking(request, desk)
    if request.method == "POST":
        return issuing(request, desk)
    if day is not None and desk.occurrence is None:
        return redirect(desk.address("certificates"))
    return all_of(request, desk) if ALL in request.GET else listing(request, desk)


def listing(request: PersonRequest, desk: RegistrationDesk) -> HttpResponse:
    records = sorted(records_of(desk, concerned(desk)), key=lambda one: sort_key(surname_first(one.registration)))
    page: Page[Record] = Paginator(records, PAGE_SIZE).get_page(page_asked_for(request))
    facts = {"rule": rule_of(records), "why_not": why_not_yet(desk), **numbers_of(records), **addresses_of(desk)}
    return organised(request, desk, "certificates", tab="certificates", records=page, **facts)


def addresses_of(desk: RegistrationDesk) -> dict[str, str]:
    return {"edit_url": desk.address("desk_edit"), "check_in_url": desk.address("check_in")}


def numbers_of(records: list[Record]) -> dict[str, int]:
    valid = sum(one.certificate is not None and one.certificate.revoked_at is None for one in records)
    ready = sum(one.certificate is None and one.is_enough for one in records)
    return {"valid": valid, "ready": ready, "came": sum(one.number > 0 for one in records)}


def rule_of(records: list[Record]) -> str:
    """How often is often enough; nothing where there is one date."""
    if not records or records[0].of < 2:  # noqa: PLR2004 - of one date there is no share
        return ""
    per_cent = records[0].registration.desk.threshold
    return _("Often enough is %(per_cent)d %% of the dates.") % {"per_cent": per_cent}


def issuing(request: PersonRequest, desk: RegistrationDesk) -> HttpResponse:
    """`registration`: for these alone."""
    asked = keys_in(request.POST.getlist("registration"))
    try:
        number = issue(desk, by=request.user, registrations=asked or None)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(desk.address("certificates"))
    text = ngettext("%(number)d certificate has been issued.", "%(number)d certificates have been issued.", number)
    messages.success(request, text % {"number": number} if number else _("There was no certificate left to issue."))
    return redirect(desk.address("certificates"))


def revoking(request: PersonRequest, desk: RegistrationDesk) -> HttpResponse:
    found = revocable(desk, request.GET[REVOKE])
    if request.method == "POST":
        revoke(found, by=request.user)
        messages.success(request, _("The certificate of %(name)s holds no more.") % {"name": found.facts["name"]})
        return redirect(desk.address("certificates"))
    facts = {"certificate": found, "certificates_url": desk.address("certificates")}
    return organised(request, desk, "certificate_revoke", tab="certificates", here=_("Revoke a certificate"), **facts)


def revocable(desk: RegistrationDesk, pk: str) -> Certificate:
    rows = Certificate.objects.filter(registration__desk=desk, revoked_at=None).select_related("registration__desk")
    key = key_in(pk)
    found = rows.filter(pk=key).first() if key is not None else None
    if found is None:
        raise Http404
    return found


def all_of(request: PersonRequest, desk: RegistrationDesk) -> HttpResponse:
    rows = Certificate.objects.filter(registration__desk=desk, revoked_at=None)
    found = sorted(rows, key=lambda one: sort_key(one.facts["name"]))
    if not found:
        messages.info(request, _("No certificate has been issued yet."))
        return redirect(desk.address("certificates"))
    back = desk.address("certificates")
    return paper(request, lambda: certificates_pdf(found), _("Certificates of attendance"), desk.event.title, back=back)


@require_safe
def certificate(request: PersonRequest, code: str) -> HttpResponse:
    """`/agenda/certificats/<code>.pdf`: for the person whose it is, and for the organisers."""
    seen = Registration.objects.open_to(request.user).values("pk")
    found = Certificate.objects.filter(code=code, registration__in=seen).first()
    if found is None:
        raise Http404
    return on_paper(request, found)


@never_cache
@require_safe
def ticket_certificate(request: HttpRequest, ticket: str) -> HttpResponse:
    """`/inscripcio/<ticket>/certificat.pdf`: for whoever holds the signed address."""
    registration = find_registration(ticket)
    found: Any = registration and getattr(registration, "certificate", None)
    if not found:
        return hidden(render(request, "agenda/registration/certificate_none.html", status=404))
    return hidden(on_paper(request, found))


def on_paper(request: HttpRequest, found: Certificate) -> HttpResponse:
    """One that was revoked is not made any more: its page says so."""
    if found.revoked_at is not None:
        return redirect("certificate_check", found.code)
    make: Callable[[], bytes] = lambda: certificates_pdf([found])  # noqa: E731 - it is what `paper` calls
    return paper(request, make, _("Certificate of attendance"), found.facts["title"], found.facts["name"])
