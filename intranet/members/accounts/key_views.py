"""Showing one's key once more, as allauth has it, but for what happens when it is refused."""

from typing import Any

from allauth.mfa.webauthn.views import ReauthenticateWebAuthnView
from django.forms import Form
from django.http import HttpResponse


class ReauthenticateKeyView(ReauthenticateWebAuthnView):
    """Stays on the page and says what is wrong; allauth leads to the home page, away from what one was about to do."""

    def form_invalid(self, form: Form) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the form that was refused: to read the key's answer a second time would refuse it for another reason."""
        return {**super().get_context_data(**kwargs), **kwargs}
