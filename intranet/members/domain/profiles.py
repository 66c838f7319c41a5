"""A person's own profile: keeping it, and taking it along."""

from collections.abc import Iterable, Mapping
from functools import partial

from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from intranet.members.enums import Visibility
from intranet.members.models import Subject, User
from intranet.members.models.people import PROFILE_FIELDS
from intranet.members.rules import has_access

# Nothing else: an address or a sign-in recorded at the same moment must not be written back to what it was.
WRITTEN = (
    *("given_name", "family_name", "sort_key", "folded_name", "confirmed_at"),
    *(name for name in PROFILE_FIELDS if name not in {"email", "subjects"}),
    *(f"{name}_visibility" for name in PROFILE_FIELDS),
)


def update_profile(
    *,
    user: User,
    given_name: str,
    family_name: str,
    phone: str,
    bio: str,
    ask_me_about: str,
    languages: Iterable[str],
    subjects: Iterable[Subject],
    visibility: Mapping[str, Visibility],
    photo: bytes | None = None,
    remove_photo: bool = False,
) -> User:
    """Write the person's own profile and mark it as confirmed today.

    `visibility` by field of `PROFILE_FIELDS`; those left out stay as they are. `photo` is a JPEG already cleaned
    (`intranet.members.photos`); a new one wins over `remove_photo`. Raises `PermissionDenied` without access.
    """
    if not has_access(user):
        raise PermissionDenied
    person: User = User.objects.get(pk=user.pk)
    storage, before = person.photo.storage, person.photo.name
    person.given_name, person.family_name = given_name, family_name
    person.phone, person.bio, person.ask_me_about = phone, bio, ask_me_about
    person.languages = list(languages)
    for name in PROFILE_FIELDS:
        current = getattr(person, f"{name}_visibility")
        setattr(person, f"{name}_visibility", visibility.get(name, current))
    person.confirmed_at = timezone.now()
    if photo is not None:
        person.photo.save("photo.jpg", ContentFile(photo), save=False)
    elif remove_photo:
        person.photo = ""
    after = person.photo.name
    try:
        with transaction.atomic():
            person.save(update_fields=WRITTEN)
            person.subjects.set(subjects)
            if before and before != after:
                transaction.on_commit(partial(storage.delete, before))
    except BaseException:
        if after and after != before:
            storage.delete(after)
        raise
    return person
