import secrets
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intranet.fields import FoldedField, SortKeyField
from intranet.members.enums import Visibility
from intranet.members.models.people_queries import CLOSENESS_NEEDED, UserQuerySet
from intranet.members.models.subjects import Subject
from intranet.members.standing import NOBODY, Standing

if TYPE_CHECKING:
    from intranet.members.models.organisations import OrganisationQuerySet

PROFILE_FIELDS = ("photo", "email", "phone", "bio", "languages", "subjects", "ask_me_about")


def photo_path(_instance: "User", _filename: str) -> str:
    """A name that cannot be guessed and says nothing of the person."""
    return f"photos/{secrets.token_hex(16)}.jpg"


def visibility_field(default: Visibility) -> "models.CharField[str, str]":
    return models.CharField(_("who sees it"), max_length=10, choices=Visibility, default=default)


class UserManager(BaseUserManager["User"].from_queryset(UserQuerySet)):  # type: ignore[misc]  # a class made at run time
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Without password, the account can only be entered by code, passkey or password reset."""
        user: User = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        user: User = self.get(email=(username or "").strip().lower())
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """A person. They sign in with an e-mail address and hold positions in organisations; their authorship outlives both."""

    email = models.EmailField(_("e-mail"), unique=True, error_messages={"unique": _("This address is already in use.")})
    given_name = models.CharField(_("given name"), max_length=80)
    family_name = models.CharField(_("family name"), max_length=120)
    sort_key = SortKeyField(sources=("family_name", "given_name"), db_index=True)
    folded_name = FoldedField(sources=("given_name", "family_name"))
    # Each photo that is shown is looked up by its file (`rules.may_see_photo`).
    photo = models.ImageField(_("photo"), upload_to=photo_path, blank=True, db_index=True)
    phone = models.CharField(
        _("telephone"),
        max_length=30,
        blank=True,
        validators=[RegexValidator(r"^\+?[\d .()-]{6,}$", _("Write the number with digits, for example 938 782 301."))],
    )
    bio = models.TextField(_("about me"), max_length=600, blank=True)
    languages = models.JSONField(_("languages"), default=list, blank=True)
    subjects = models.ManyToManyField(
        Subject, blank=True, related_name="experts", verbose_name=_("subjects of expertise")
    )
    ask_me_about = models.CharField(
        _("ask me about"), max_length=200, blank=True, help_text=_("In a few words: what can colleagues ask you?")
    )
    photo_visibility = visibility_field(Visibility.NETWORK)
    email_visibility = visibility_field(Visibility.NETWORK)
    phone_visibility = visibility_field(Visibility.COUNCIL)
    bio_visibility = visibility_field(Visibility.NETWORK)
    languages_visibility = visibility_field(Visibility.NETWORK)
    subjects_visibility = visibility_field(Visibility.NETWORK)
    ask_me_about_visibility = visibility_field(Visibility.NETWORK)
    is_active = models.BooleanField(
        _("active"), default=True, help_text=_("Without this mark the person cannot sign in, whatever their positions.")
    )
    confirmed_at = models.DateTimeField(_("profile confirmed at"), null=True, blank=True, editable=False)
    previous_login = models.DateTimeField(_("sign-in before the last"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("created at"), default=timezone.now, editable=False)
    mail_chosen_at = models.DateTimeField(_("mail chosen at"), null=True, blank=True, editable=False)
    welcome_put_away_at = models.DateTimeField(_("first steps put away at"), null=True, blank=True, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = ["given_name", "family_name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering: ClassVar = ["sort_key"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_once",
                violation_error_message=_("This address is already in use."),
            ),
        ]

    def __str__(self) -> str:
        return self.full_name or self.email

    def clean(self) -> None:
        super().clean()
        self.email = self.email.strip().lower()

    def get_absolute_url(self) -> str:
        return reverse("person", args=[self.pk])

    @property
    def full_name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()

    # Wagtail asks for these by the names of Django's own user.
    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.given_name

    @property
    def initials(self) -> str:
        return (self.given_name[:1] + self.family_name[:1]).upper()

    @cached_property
    def standing(self) -> Standing:
        """What this person may do today; no statement when loaded `with_standing`, as `request.user` is."""
        if not self.is_active:
            return NOBODY
        annotated = "is_member_today" in self.__dict__
        source: Any = self if annotated else type(self).objects.with_standing().get(pk=self.pk)
        return Standing(
            administrator=self.is_superuser,
            coordination=bool(source.is_coordination_today),
            member=bool(source.is_member_today),
            guest=bool(source.is_guest_today),
            second_factor=bool(source.has_second_factor),
        )

    def managed_organisations(self) -> "OrganisationQuerySet":
        """The councils whose people this person invites and retires."""
        from intranet.members.models.organisations import Organisation  # noqa: PLC0415 - they refer to each other
        from intranet.members.models.positions import Position  # noqa: PLC0415

        managed = Position.objects.giving_access().filter(user=self, is_manager=True)
        return Organisation.objects.filter(pk__in=managed.values("organisation"))

    @property
    def shown(self) -> dict[str, bool]:
        """Which fields of this profile the viewer may see: needs `with_closeness(viewer)`, else only what all may."""
        closeness = getattr(self, "closeness", 0)
        return {name: closeness >= CLOSENESS_NEEDED[getattr(self, f"{name}_visibility")] for name in PROFILE_FIELDS}
