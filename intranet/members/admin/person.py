"""One person's page: what is corrected, what can only be looked at, and what an administrator alone decides."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import log

from intranet.members.admin.actions import ActionView
from intranet.members.admin.columns import DayColumn, DutiesColumn, MomentColumn, TagColumn
from intranet.members.admin.endings import state_label
from intranet.members.admin.forms import NounForm
from intranet.members.admin.memberships import is_active as is_active_membership
from intranet.members.admin.panels import Related, RelatedPanel, address_with, returning
from intranet.members.admin.views import ChangeView
from intranet.members.domain.people import is_taken, reset_second_factor, set_roles, update_person
from intranet.members.forms.lines import one_line
from intranet.members.models import Position, User
from intranet.members.rules import can_change_address, can_edit_person, can_reset_second_factor, is_administrator

STANDINGS = (
    ("administrator", pgettext_lazy("standing", "Administrator")),
    ("coordination", pgettext_lazy("standing", "Coordination")),
    ("member", pgettext_lazy("standing", "Member")),
    ("guest", pgettext_lazy("standing", "Guest")),
    ("none", pgettext_lazy("standing", "No access")),
)


def standing_label(person: User) -> Any:
    """The widest role that somebody has today."""
    held = (name for name, _label in STANDINGS[:-1] if getattr(person.standing, name))
    return dict(STANDINGS)[next(held, "none")]


class PersonForm(NounForm):
    """Name, address, and whether one may sign in; the roles are an administrator's to give."""

    ROLES = ("groups", "is_superuser")

    was_active = forms.NullBooleanField(required=False, widget=forms.HiddenInput)
    """How the box was shown: somebody else may have closed the account, or opened it, since then."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_administrator(self.for_user):
            for name in self.ROLES:
                del self.fields[name]
        self.initial["was_active"] = self.instance.is_active
        if self.for_user == self.instance:
            for name in {"is_active", "is_superuser"} & set(self.fields):
                self.fields[name].disabled = True
        self.fields["email"].disabled = not can_change_address(self.for_user, self.instance)
        self.fields["email"].help_text = self.about_the_address()

    def about_the_address(self) -> str:
        if not self.fields["email"].disabled:
            return gettext("They sign in with it. The former address is told when you change it.")
        if self.for_user == self.instance:
            return gettext("Your own address is changed in your account, which asks first whether it is you.")
        return gettext("Somebody in a private group: only an administrator changes the address.")

    def clean_given_name(self) -> str:
        return one_line(self.cleaned_data["given_name"])

    def clean_family_name(self) -> str:
        return one_line(self.cleaned_data["family_name"])

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].strip().lower()
        if is_taken(email, by_other_than=self.instance):
            raise forms.ValidationError(gettext("This address is already in use."))
        return email

    def clean(self) -> dict[str, Any]:
        """A box that was left as it was shown changes nothing."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.pop("was_active", None) == cleaned.get("is_active"):
            cleaned["is_active"] = self.instance.is_active
        return cleaned


class PersonChangeView(ChangeView):
    view_label = _("View the profile")

    def get_object(self, queryset: QuerySet[User] | None = None) -> User:
        person: User = super().get_object(queryset)
        if not can_edit_person(self.request.user, person):
            raise PermissionDenied
        return person

    def save_instance(self) -> User:
        """Through the domain, on what is in the database: the form's own copy already carries the new values."""
        values = dict(self.form.cleaned_data)
        roles = {name: values.pop(name) for name in PersonForm.ROLES if name in values}
        person = update_person(User.objects.get(pk=self.object.pk), by=self.request.user, **values)
        if roles:
            set_roles(person, by=self.request.user, **roles)
        log(person, "wagtail.edit", user=self.request.user, content_changed=self.form.has_changed())
        return person

    def get_public_url(self) -> str:
        url: str = self.object.get_absolute_url()
        return url

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        buttons: list[Button] = super().header_more_buttons
        if can_reset_second_factor(self.request.user, self.object) and self.object.standing.second_factor:
            url = reverse("wagtailusers_users:reset_second_factor", args=[self.object.pk])
            buttons.append(Button(gettext("Reset the second factor"), url=url, icon_name="key", priority=40))
        return buttons


class ResetSecondFactorView(ActionView):
    index_url_name = "wagtailusers_users:index"
    back_url_name = "wagtailusers_users:edit"
    page_title = _("Reset the second factor")
    question = _(
        "Take away the authenticator app, passkeys and recovery codes of %(object)s? Make sure first that it is really "
        "this person who asks, by telephone for instance. Their open sessions are closed and they are told by mail."
    )
    done = _("%(object)s has no second factor now.")
    serious = True
    log_action = "members.second_factor.reset"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not can_reset_second_factor(self.request.user, self.object):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def act(self, _form: forms.Form) -> None:
        reset_second_factor(self.object, by=self.request.user)


def positions_of(person: User, request: HttpRequest) -> Related:
    return Related(
        columns=[
            TitleColumn("organisation", label=_("Organisation"), get_url=returning("position:edit", request)),
            Column("get_role_display", label=_("Role")),
            Column("title", label=_("Job title")),
            TagColumn("state", label=_("State"), accessor=state_label, good=Position.is_open),
            DutiesColumn("duties", label=_("Duties")),
            DayColumn("starts_on", label=_("From")),
            DayColumn("ends_on", label=_("Until")),
        ],
        rows=list(person.positions.select_related("organisation").order_by("-starts_on", "pk")),
        empty=str(_("No position: this person only comes in as a guest of a group, or not at all.")),
        add_url=address_with("position:add", request, user=person.pk),
        add_label=str(_("Add a position")),
    )


def groups_of(person: User, request: HttpRequest) -> Related:
    return Related(
        columns=[
            TitleColumn("group", label=_("Working group"), get_url=returning("membership:edit", request)),
            Column("get_role_display", label=_("Role")),
            TagColumn("get_state_display", label=_("State"), good=is_active_membership),
            DayColumn("since", label=_("Since")),
            DayColumn("until", label=_("Until")),
        ],
        rows=list(person.memberships.select_related("group").order_by("group__sort_key")),
        empty=str(_("In no working group.")),
        add_url=address_with("membership:add", request, user=person.pk),
        add_label=str(_("Add to a group")),
    )


def account_of(person: User, _request: HttpRequest) -> Related:
    """What only can be looked at."""
    return Related(
        columns=[
            TagColumn(
                "standing", label=_("Access today"), accessor=standing_label, good=lambda who: who.standing.has_access
            ),
            MomentColumn("last_login", label=_("Last sign-in")),
            DayColumn("confirmed_at", label=_("Profile confirmed")),
            Column(
                "second_factor",
                label=_("Second factor"),
                accessor=lambda who: gettext("Yes") if who.standing.second_factor else gettext("No"),
            ),
            DayColumn("created_at", label=_("Account since")),
        ],
        rows=[person],
        empty="",
    )


PERSON = TabbedInterface(
    [
        ObjectList(
            [
                MultiFieldPanel(
                    [
                        FieldRowPanel([FieldPanel("given_name"), FieldPanel("family_name")]),
                        FieldPanel("email"),
                    ],
                    heading=_("Who it is"),
                ),
                RelatedPanel(account_of, heading=_("Account")),
                MultiFieldPanel([FieldPanel("is_active")], heading=_("Signing in")),
                MultiFieldPanel(
                    [FieldPanel("groups", widget=forms.CheckboxSelectMultiple), FieldPanel("is_superuser")],
                    heading=_("Roles"),
                    help_text=_("Whoever coordinates or administers needs a second factor to sign in."),
                ),
            ],
            heading=_("Person"),
        ),
        ObjectList([RelatedPanel(positions_of, heading=_("Positions"))], heading=_("Positions")),
        ObjectList([RelatedPanel(groups_of, heading=_("Working groups"))], heading=_("Working groups")),
    ],
    base_form_class=PersonForm,
)
