from django.urls import URLPattern, URLResolver, include, path

from intranet.members.accounts.key_views import ReauthenticateKeyView
from intranet.members.accounts.views import second_factor

urlpatterns: list[URLPattern | URLResolver] = [
    path("segon-factor/", second_factor, name="second_factor"),
    path("2fa/webauthn/reauthenticate/", ReauthenticateKeyView.as_view(), name="mfa_reauthenticate_webauthn"),
    path("", include("allauth.urls")),
]
