"""What those who care for the members change in somebody's account. Nobody's password is ever theirs to set."""

from collections.abc import Iterable
from typing import NoReturn

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from intranet import mail
from intranet.members.domain.sessions import close_sessions
from intranet.members.models import User
from intranet.members.rules import can_change_address, can_edit_person, can_reset_second_factor, is_administrator


@transaction.atomic
def update_person(person: User, *, by: User, given_name: str, family_name: str, email: str, is_active: bool) -> User:
    """Correct name and address, or close the account at once. Raises `ValidationError` by field.

    Written is only what differs from `person` as it was read: what others changed since then stays as it is.
    """
    held = hold(person, by=by)
    if held == by and not is_active:
        refuse(_("You cannot close your own account here."), field="is_active")
    given = {"given_name": given_name, "family_name": family_name, "is_active": is_active}
    changed = {name: value for name, value in given.items() if value != getattr(person, name)}
    for name, value in changed.items():
        setattr(held, name, value)
    held.save(update_fields=[*changed, "sort_key", "folded_name"])
    if email.strip().lower() != person.email:
        change_email(held, by=by, email=email)
    if changed.get("is_active") is False:
        close_sessions(held)
    return held


def hold(person: User, *, by: User) -> User:
    """`person` as they are now, held for `by` until the end of the transaction."""
    held: User = User.objects.select_for_update().get(pk=person.pk)
    if not can_edit_person(by, held):
        raise PermissionDenied
    return held


@transaction.atomic
def change_email(person: User, *, by: User, email: str) -> None:
    """Give `person` another address, to be verified at the next sign-in; the former address is told, and forgotten.

    Whoever is signed in is signed out: it may be the reader of the wrong address. Raises `ValidationError` when
    somebody else signs in, or may come to sign in, with the new one.
    """
    if not can_change_address(by, person):
        raise PermissionDenied
    email, former = email.strip().lower(), person.email
    if is_taken(email, by_other_than=person):
        refuse(_("This address is already in use."), field="email")
    person.email = email
    person.save(update_fields=["email"])
    EmailAddress.objects.filter(user=person).delete()
    EmailAddress.objects.create(user=person, email=email, primary=True, verified=False)
    close_sessions(person)
    tell(
        person,
        at=former,
        by=by,
        subject=_("Your address has changed"),
        sentence=_("You now sign in with %(email)s. This is the last message that we send to this address.")
        % {"email": email},
    )


def is_taken(email: str, *, by_other_than: User) -> bool:
    others = User.objects.filter(email__iexact=email).exclude(pk=by_other_than.pk)
    addresses = EmailAddress.objects.filter(email__iexact=email).exclude(user=by_other_than)
    return others.exists() or addresses.exists()


@transaction.atomic
def set_roles(person: User, *, by: User, groups: Iterable[Group], is_superuser: bool) -> None:
    """Make `person` of coordination, administrator, or neither any more. Administrators alone decide it, not on themselves."""
    if not is_administrator(by):
        raise PermissionDenied
    if person == by and not is_superuser:
        refuse(_("You cannot stop being an administrator by yourself."), field="is_superuser")
    person.groups.set(groups)
    person.is_superuser = is_superuser
    person.save(update_fields=["is_superuser"])


@transaction.atomic
def reset_second_factor(person: User, *, by: User) -> None:
    """Take away every second factor, for somebody who lost theirs: they sign in anew and, if they must, set one up."""
    if not can_reset_second_factor(by, person):
        raise PermissionDenied
    Authenticator.objects.filter(user=person).delete()
    close_sessions(person)
    tell(
        person,
        at=person.email,
        by=by,
        subject=_("Your second factor has been taken away"),
        sentence=_("Your authenticator app, passkeys and recovery codes no longer work. Sign in and set them up anew."),
    )


def tell(person: User, *, at: str, by: User, subject: str, sentence: str) -> None:
    """Write to somebody whose account another person has changed."""
    context = {"person": person, "by": by, "at": timezone.now(), "heading": subject, "sentence": sentence}
    mail.send("account_care", to=at, context=context, person=person)


def refuse(message: str, *, field: str) -> NoReturn:
    raise ValidationError({field: message})
