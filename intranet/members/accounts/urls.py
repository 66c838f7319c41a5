from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView

urlpatterns: list[URLPattern | URLResolver] = [
    path("segon-factor/", RedirectView.as_view(pattern_name="mfa_index"), name="second_factor"),
    path("", include("allauth.urls")),
]
