"""The form at which a member registers, and changes what they wrote."""

from typing import Any

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from agenda.enums import Mode
from agenda.registration.domain.line import Seats, Standing
from agenda.registration.domain.registering import Applicant, Wishes
from agenda.registration.forms.answers import AnswersMixin
from agenda.registration.models import Registration, RegistrationDesk
from intranet.members.forms.lines import LinesField, OneLineField
from intranet.members.models import Organisation, User


def councils_of(person: User) -> list[Organisation]:
    """In whose name they come: those where they have a place today. One statement."""
    places = person.positions.giving_access().select_related("organisation")
    return list(
        {place.organisation_id: place.organisation for place in places.order_by("organisation__sort_key")}.values()
    )


def mode_words(seats: Seats, *, has_waiting_list: bool) -> str:
    """A mode as one chooses it: «Presencial (queden 4 places)»."""
    label = str(seats.mode.label)
    if seats.free is None:
        return label
    if not seats.is_full:
        text = ngettext("%(mode)s (%(number)d seat left)", "%(mode)s (%(number)d seats left)", seats.free)
        return text % {"mode": label, "number": seats.free}
    if has_waiting_list:
        return gettext("%(mode)s (full: you go on the waiting list)") % {"mode": label}
    return gettext("%(mode)s (full)") % {"mode": label}


class DetailsMixin(AnswersMixin):
    """What one writes beside who one is and how one takes part."""

    access_needs = LinesField(
        label=_("Access needs"),
        max_length=600,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=_(
            "For example an interpreter, or a place for a wheelchair. Only the organisers see it; it is deleted afterwards."
        ),
    )
    diet = OneLineField(
        label=_("Food"),
        max_length=200,
        required=False,
        help_text=_("Allergies, or what you do not eat. Only the organisers see it; it is deleted afterwards."),
    )

    def ask_details(self, desk: RegistrationDesk, before: Registration | None) -> None:
        """`before`: the registration in which they wrote it the last time."""
        self.desk = desk
        self.ask(desk.questions.filter(is_retired=False), before.answers if before else {})
        for name, asks in (("access_needs", desk.asks_needs), ("diet", desk.asks_diet)):
            if asks:
                self.initial.setdefault(name, getattr(before, name, ""))
            else:
                del self.fields[name]

    @property
    def has_needs(self) -> bool:
        """Whether something stands in the field that is folded away, or is wrong with it."""
        return "access_needs" in self.fields and bool(self["access_needs"].value() or self["access_needs"].errors)


class RegistrationForm(DetailsMixin, forms.Form):
    """`seats`: how many there are of each mode, in words beside it."""

    organisation = forms.ModelChoiceField(
        label=_("On behalf of"),
        queryset=Organisation.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
    )
    mode = forms.ChoiceField(label=_("How you take part"), choices=(), widget=forms.RadioSelect)
    online_meanwhile = forms.BooleanField(
        label=_("Meanwhile I take part online"),
        required=False,
        help_text=_("If there is no seat in person you have one online, and keep your place on the waiting list."),
    )
    photo_consent = forms.BooleanField(
        label=_("I may be seen in photographs and videos of the activity"),
        required=False,
        help_text=_("As you prefer: it changes nothing of your registration, and you can take it back at any time."),
    )

    use_required_attribute = False

    def __init__(
        self,
        *args: Any,
        desk: RegistrationDesk,
        seats: Standing,
        person: User | None = None,
        before: Registration | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.councils = councils_of(person) if person else []
        self.ask_details(desk, before)
        self.ask_mode(desk, seats)
        self.ask_council()
        if not desk.asks_photo_consent:
            del self.fields["photo_consent"]
        last = ("diet", "access_needs", "photo_consent")
        asked = [name for name in self.fields if name not in last]
        self.order_fields(["organisation", "mode", "online_meanwhile", *asked, *last])

    def ask_mode(self, desk: RegistrationDesk, seats: Standing) -> None:
        if len(desk.modes) == 1:
            del self.fields["mode"]
        else:
            waits = desk.has_waiting_list
            choices = [(mode, mode_words(each, has_waiting_list=waits)) for mode, each in seats.items()]
            self.fields["mode"].choices = choices  # type: ignore[attr-defined]
        if len(desk.modes) == 1 or not desk.has_waiting_list or not seats[Mode.IN_PERSON].is_full:
            del self.fields["online_meanwhile"]

    def ask_council(self) -> None:
        """Of those who have a place in several."""
        if len(self.councils) > 1:
            field = self.fields["organisation"]
            field.queryset = Organisation.objects.filter(pk__in=[one.pk for one in self.councils])  # type: ignore[attr-defined]
            self.initial.setdefault("organisation", self.councils[0].pk)
        else:
            del self.fields["organisation"]

    def applicant(self) -> Applicant:
        person = self.person
        if person is None:
            msg = "Whoever has no account registers with a GuestForm."
            raise TypeError(msg)
        council = self.cleaned_data.get("organisation") or next(iter(self.councils), None)
        return Applicant(person.full_name, person.email, person=person, organisation=council)

    def wishes(self) -> Wishes:
        found = self.cleaned_data
        return Wishes(
            mode=found.get("mode") or self.desk.modes[0],
            online_meanwhile=found.get("online_meanwhile", False),
            answers=self.answers(),
            access_needs=found.get("access_needs", ""),
            diet=found.get("diet", ""),
            photo_consent=found.get("photo_consent", False),
        )


class DetailsForm(DetailsMixin, forms.Form):
    """What one wrote, changed afterwards."""

    use_required_attribute = False

    def __init__(self, *args: Any, registration: Registration, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.registration = registration
        self.ask_details(registration.desk, registration)
        self.order_fields(
            [*(name for name in self.fields if name not in {"access_needs", "diet"}), "diet", "access_needs"]
        )

    def wishes(self) -> Wishes:
        """All else as it is."""
        row, found = self.registration, self.cleaned_data
        return Wishes(
            mode=row.mode,
            online_meanwhile=row.online_meanwhile,
            answers=self.answers(row.answers),
            access_needs=found.get("access_needs", row.access_needs),
            diet=found.get("diet", row.diet),
            photo_consent=row.photo_consent,
        )
