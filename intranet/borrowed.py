"""Sentences of Django, allauth and Wagtail that people read, and that our Catalan says otherwise.

Our catalogue comes before theirs. Named here so that `makemessages` keeps them in it.
"""

from django.utils.translation import gettext_noop as _
from django.utils.translation import ngettext_lazy

# What is wrong with a field.
FIELDS = (
    _("This field is required."),
    _("This field cannot be blank."),
    _("Enter a valid email address."),
    _("Enter a valid URL."),
    _("Enter a valid date."),
    _("Enter a whole number."),
    _("Select a valid choice. %(value)s is not one of the available choices."),
    _("Select a valid choice. That choice is not one of the available choices."),
    _("The submitted file is empty."),
    ngettext_lazy(
        "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).",
        "Ensure this value has at most %(limit_value)d characters (it has %(show_value)d).",
        "limit_value",
    ),
)

PASSWORDS = (
    _("This password is too common."),
    _("This password is entirely numeric."),
    _("The password is too similar to the %(verbose_name)s."),
    ngettext_lazy(
        "This password is too short. It must contain at least %d character.",
        "This password is too short. It must contain at least %d characters.",
    ),
)

ACCOUNTS = (
    _("A user is already registered with this email address."),
    _("Invalid or expired key."),
    _("The new value must be different from the current one."),
    _("The password reset token was invalid."),
    _("This account is currently inactive."),
    _("You cannot add an email address to an account protected by two-factor authentication."),
    _("You cannot deactivate two-factor authentication."),
)
