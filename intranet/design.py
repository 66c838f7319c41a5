"""The living page of the design system: every component in its states, light and dark side by side. For coordination."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any, ClassVar

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intranet.frame import Link
from intranet.icons import ICONS

SPECIMENS = ("type", "actions", "notices", "people", "lists", "time", "forms", "filters", "waiting")
THEMES = ("light", "dark")
LONG_WORD = "Sant-Esteve-Sesrovires-i-Castellví-de-Rosanes-de-la-Conca"


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label=gettext_lazy("Name"), help_text=gettext_lazy("As you want colleagues to read it."))
    email = forms.EmailField(label=gettext_lazy("E-mail"), widget=forms.EmailInput({"autocomplete": "email"}))
    password = forms.CharField(label=gettext_lazy("Password"), widget=forms.PasswordInput)
    role = forms.ChoiceField(
        label=gettext_lazy("Role"),
        choices=[("elected", gettext_lazy("Elected official")), ("technical", gettext_lazy("Technical staff"))],
    )
    day = forms.DateField(label=gettext_lazy("Day"), required=False, widget=forms.DateInput({"type": "date"}))
    about = forms.CharField(label=gettext_lazy("About me"), required=False, widget=forms.Textarea({"rows": 3}))
    visibility = forms.ChoiceField(
        label=gettext_lazy("Who sees it"),
        widget=forms.RadioSelect,
        choices=[("council", gettext_lazy("My council")), ("network", gettext_lazy("The network"))],
    )
    subjects = forms.MultipleChoiceField(
        label=gettext_lazy("Subjects"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("agroecologia", "Agroecologia"), ("cures", "Cures"), ("habitatge", "Habitatge cooperatiu")],
    )
    photo = forms.ImageField(
        label=gettext_lazy("Photo"), required=False, help_text=gettext_lazy("JPEG or PNG, up to 10 MB.")
    )
    consent = forms.BooleanField(label=gettext_lazy("I have read how my data are used"))
    code = forms.CharField(
        label=gettext_lazy("Code"),
        required=False,
        widget=forms.TextInput({"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class FacetsForm(forms.Form):
    province = forms.ChoiceField(
        label=gettext_lazy("Province"),
        required=False,
        choices=[("", gettext_lazy("All")), ("Girona", "Girona"), ("Lleida", "Lleida")],
    )
    role = SampleForm.base_fields["role"]
    subjects = SampleForm.base_fields["subjects"]


class Sample(SimpleNamespace):
    """Stands for a model's instance: the components ask for no more than this."""

    def get_absolute_url(self) -> str:
        return "#"

    def get_status_display(self) -> str:
        words = {"member": _("Member"), "candidate": _("Candidate"), "collaborator": _("Collaborator")}
        return str(words[self.status])

    def get_state_display(self) -> str:
        return _("Proposed")


def people() -> list[Sample]:
    """Invented people, one with a name that breaks narrow columns."""
    names = (
        "Berta Solà Vidal",
        "Martí Puigdomènech i Fontanilles",
        f"Joana {LONG_WORD}",
        "Iu Camps",
        "Aina Roca Bosch",
    )
    return [
        Sample(
            pk=number,
            full_name=name,
            initials="".join(word[0] for word in name.split()[:2]),
            photo=None,
            ask_me_about="clàusules socials, horts municipals" if number % 2 == 0 else "",
            shown={"photo": True, "ask_me_about": True},
        )
        for number, name in enumerate(names)
    ]


def organisations() -> list[Sample]:
    return [
        Sample(name="Ajuntament de la Vall Fosca", logo=None, status="member"),
        Sample(name=f"Ajuntament de {LONG_WORD}", logo=None, status="candidate"),
        Sample(name="Ateneu Cooperatiu de Ponent", logo=None, status="collaborator"),
    ]


def groups() -> list[Sample]:
    aims = "Compartim plecs, clàusules i maneres de comprar que ajuden l'economia social i solidària del municipi. " * 2
    return [
        Sample(name="Compra pública responsable", aims=aims, is_private=False, state="active"),
        Sample(name="Comissió Executiva", aims="", is_private=True, state="active"),
        Sample(name=LONG_WORD, aims=aims, is_private=False, state="proposed"),
    ]


class Specimen:
    """What one column of the page shows: the same things for each theme, with ids of their own."""

    facts: ClassVar = [
        (gettext_lazy("Council"), "Vall Fosca"),
        (gettext_lazy("Population"), "8.412"),
        (gettext_lazy("Department"), "Promoció econòmica"),
        (gettext_lazy("Year"), "2025"),
    ]

    def __init__(self, theme: str) -> None:
        self.theme = theme
        self.form = SampleForm(auto_id=f"{theme}-%s")
        self.refused = SampleForm({"email": "berta", "name": ""}, auto_id=f"{theme}-refused-%s")
        # Two alerts that ask for the focus would fight for it.
        self.facets = FacetsForm(auto_id=f"{theme}-facet-%s")
        self.page = Paginator(range(95), 10).page(4)
        self.people, self.organisations, self.groups = people(), organisations(), groups()
        self.long_word = LONG_WORD
        self.tabs = [
            Link(_("Topics"), "#", "messages-square", is_current=True),
            Link(_("Agenda"), "#", "calendar"),
            Link(_("Members"), "#", "users"),
        ]
        now = timezone.localtime().replace(hour=10, minute=0)
        self.moments = [now + timedelta(days=days) for days in (1, 3, 8)]
        self.rows = [["Vall Fosca", "Lleida", "2019"], [LONG_WORD, "Barcelona", "2024"]]
        self.headings = [_("Council"), _("Province"), _("Since")]
        self.sorts = [("name", _("Name")), ("date", _("Latest first"))]


def design_system(request: HttpRequest) -> HttpResponse:
    """`/disseny/`."""
    context: dict[str, Any] = {
        "specimens": SPECIMENS,
        "columns": [Specimen(theme) for theme in THEMES],
        "icons": sorted(ICONS),
    }
    return render(request, "design/page.html", context)
