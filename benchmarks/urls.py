"""The bare page, the frame without content, and then the site."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import engines
from django.urls import URLPattern, URLResolver, include, path

from intranet.policy import POLICY, Audience

BARE = engines["django"].from_string("<!DOCTYPE html><title>Bare</title><p>{{ request.user.email }}</p>")


@login_required
def bare(request: HttpRequest) -> HttpResponse:
    """What Django asks for at least: session, person, a template."""
    return HttpResponse(BARE.render({}, request))


def frame(request: HttpRequest) -> HttpResponse:
    """All that stands around a page, and no page."""
    return render(request, "base.html")


POLICY["bench_bare"] = POLICY["bench_frame"] = Audience.GUESTS
urlpatterns: list[URLPattern | URLResolver] = [
    path("bench/bare/", bare, name="bench_bare"),
    path("bench/frame/", frame, name="bench_frame"),
    path("", include("intranet.urls")),
]
