from django.db import models
from django.utils.translation import pgettext_lazy


class Channel(models.TextChoices):
    SITE = "site", pgettext_lazy("notices", "On the intranet")
    MAIL = "mail", pgettext_lazy("notices", "By mail")


class Frequency(models.TextChoices):
    NOW = "now", pgettext_lazy("notices", "At once")
    DAILY = "daily", pgettext_lazy("notices", "Once a day")
    WEEKLY = "weekly", pgettext_lazy("notices", "Once a week")
    NEVER = "never", pgettext_lazy("notices", "Never")


DIGESTED = (Frequency.DAILY, Frequency.WEEKLY)
