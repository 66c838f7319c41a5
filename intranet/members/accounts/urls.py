from django.urls import URLPattern, URLResolver, include, path

from intranet.members.accounts.views import second_factor

urlpatterns: list[URLPattern | URLResolver] = [
    path("segon-factor/", second_factor, name="second_factor"),
    path("", include("allauth.urls")),
]
