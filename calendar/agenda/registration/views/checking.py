"""The public pages on which anyone can ask whether a certificate holds, by the code that stands on it."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from agenda.registration.certificates.codes import asks_too_often, cleaned, find_certificate, note_unknown
from agenda.registration.certificates.documents import labelled, shown
from agenda.registration.forms.codes import CodeForm
from agenda.registration.views.papers import hidden
from agenda.sentences import dated_words

SEARCH = "agenda/registration/certificate_search.html"


@never_cache
@require_safe
def certificate_search(request: HttpRequest) -> HttpResponse:
    """`/certificats/`: the code in `?codi=` leads to its page."""
    form = CodeForm(request.GET if "codi" in request.GET else None)
    if form.is_bound and form.is_valid():
        return redirect("certificate_check", form.cleaned_data["codi"])
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return hidden(render(request, SEARCH, {"form": form}, status=status))


@never_cache
@require_safe
def certificate_check(request: HttpRequest, code: str) -> HttpResponse:
    """`/certificats/<code>/`: whether it holds and what it says, or that there is none."""
    if asks_too_often(request):
        return hidden(render(request, "agenda/registration/certificate_wait.html", status=HTTPStatus.TOO_MANY_REQUESTS))
    certificate = find_certificate(code)
    if certificate is None:
        note_unknown(request)
        form = CodeForm(initial={"codi": code[:40]})
        context = {"form": form, "typed": code[:40]}
        page = render(request, "agenda/registration/certificate_unknown.html", context, status=HTTPStatus.NOT_FOUND)
        return hidden(page)
    if cleaned(code) != code:
        return redirect("certificate_check", certificate.code)
    facts = certificate.facts
    context = {"certificate": certificate, "facts": facts, "more": labelled(facts), "code": shown(certificate.code)}
    context["issued"] = dated_words(certificate.issued_at)
    return hidden(render(request, "agenda/registration/certificate_check.html", context))
