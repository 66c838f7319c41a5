from django.http import HttpRequest, HttpResponse


def health(_request: HttpRequest) -> HttpResponse:
    """`/salut/`."""
    return HttpResponse("ok")
