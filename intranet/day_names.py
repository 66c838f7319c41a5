"""Words of Django's own whose Catalan we say otherwise: «dijous», not «Dijous»; «d'abril», not «abril».

Our catalogue comes before Django's. Named here so that `makemessages` keeps them in it.
"""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

DAYS = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))

# After a day's number, with the preposition where the language wants one.
MONTHS = (
    pgettext_lazy("alt. month", "January"),
    pgettext_lazy("alt. month", "February"),
    pgettext_lazy("alt. month", "March"),
    pgettext_lazy("alt. month", "April"),
    pgettext_lazy("alt. month", "May"),
    pgettext_lazy("alt. month", "June"),
    pgettext_lazy("alt. month", "July"),
    pgettext_lazy("alt. month", "August"),
    pgettext_lazy("alt. month", "September"),
    pgettext_lazy("alt. month", "October"),
    pgettext_lazy("alt. month", "November"),
    pgettext_lazy("alt. month", "December"),
)
