"""A person's own profile: keeping it, and taking it along."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
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
# The photo is written when it changes.
WRITTEN = (
    *("given_name", "family_name", "sort_key", "folded_name", "confirmed_at"),
    *(name for name in PROFILE_FIELDS if name not in {"email", "photo", "subjects"}),
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
    with kept_file(photo) as new, transaction.atomic():
        # Held to the end: of two who send a photo at once, the second sees that of the first, and takes it away.
        person: User = User.objects.select_for_update().get(pk=user.pk)
        person.given_name, person.family_name = given_name, family_name
        person.phone, person.bio, person.ask_me_about = phone, bio, ask_me_about
        person.languages = list(languages)
        for name in PROFILE_FIELDS:
            current = getattr(person, f"{name}_visibility")
            setattr(person, f"{name}_visibility", visibility.get(name, current))
        person.confirmed_at = timezone.now()
        person.save(update_fields=[*WRITTEN, *exchange_photo(person, new=new, remove=remove_photo)])
        person.subjects.set(subjects)
    return person


@contextmanager
def kept_file(photo: bytes | None) -> Iterator[str]:
    """The name of the new photo's file, if there is one; it is deleted again when what follows fails."""
    if photo is None:
        yield ""
        return
    field = User._meta.get_field("photo")  # noqa: SLF001 - Django's public name
    name = field.storage.save(field.generate_filename(User(), "photo.jpg"), ContentFile(photo))
    try:
        yield name
    except BaseException:
        field.storage.delete(name)
        raise


def exchange_photo(person: User, *, new: str, remove: bool) -> list[str]:
    """Put the file `new` in the place of the present one, which goes with the commit: the field to save, if it changed."""
    old = person.photo.name
    if not new and not (old and remove):
        return []
    if old:
        transaction.on_commit(partial(person.photo.storage.delete, old))
    person.photo = new
    return ["photo"]
