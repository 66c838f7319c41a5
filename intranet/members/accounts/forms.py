from allauth.account import forms


class LoginForm(forms.LoginForm):
    """Address and password."""


class SignupForm(forms.SignupForm):
    """What an invited person tells about themselves."""
