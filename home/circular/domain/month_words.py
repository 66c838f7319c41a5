"""How one says which circular: «de desembre», «d’octubre», «de gener de 2027»."""

from datetime import date

from django.template.defaultfilters import date as date_words
from django.utils import timezone, translation

from intranet.catalan import of


def of_month(month: date) -> str:
    """With its year when it is not this one."""
    with translation.override("ca"):
        name = of(date_words(month, "F")).replace("'", "’")
    return name if month.year == timezone.localdate().year else f"{name} de {month.year}"
