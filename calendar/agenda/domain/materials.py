"""What one reads before an event, and what stays of it: files, told from their content as those of posts, and links."""

from typing import IO, cast

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from agenda.domain.locking import lock_kept
from agenda.enums import MaterialKind
from agenda.models import Event, Material
from forum.domain.attachments import MOST_OF_ONE, name_of
from forum.domain.contents import examine
from intranet.members.models import User

MOST_MATERIALS = 40  # of an event


@transaction.atomic
def add_material(
    event: Event,
    *,
    by: User,
    kind: MaterialKind,
    title: str,
    upload: "UploadedFile[bytes] | None" = None,
    url: str = "",
) -> Material:
    """Add a file or a link. Raises `PermissionDenied` for anyone but its keepers, ValidationError with words for them."""
    lock_kept(event.pk, by=by)
    if event.materials.count() >= MOST_MATERIALS:
        raise ValidationError(_("There are many materials here already: take out those that nobody needs."))
    material = Material(event=event, kind=kind, title=title, url=url, added_by=by)
    if upload is not None:
        take_in(material, upload)
    material.title = material.title or material.name or url
    material.title = material.title[: Material._meta.get_field("title").max_length]  # noqa: SLF001 - Django's public name
    material.full_clean(exclude=["file"])
    material.save()
    return material


def take_in(material: Material, upload: "UploadedFile[bytes]") -> None:
    """Keep the file for what it is, whatever it is called."""
    size = upload.size or 0
    if size > MOST_OF_ONE:
        raise ValidationError({"file": _("The file is larger than 20 MB. Choose a smaller one, or share it in parts.")})
    if not size:
        raise ValidationError({"file": _("The file is empty. Choose another one.")})
    try:
        content = examine(cast("IO[bytes]", upload.file), upload.name or "")
    except ValidationError as error:
        raise ValidationError({"file": error.messages}) from error
    upload.seek(0)
    kept: File[bytes] = ContentFile(content.data) if content.data is not None else upload
    material.name, material.size = name_of(upload.name or "", content.suffix), kept.size
    material.file.save(f"x{content.suffix}", kept, save=False)


@transaction.atomic
def remove_material(material: Material, *, by: User) -> None:
    """Its file goes with it, unless the series is being parted and the rest takes it along: hence the lock.

    Raises `PermissionDenied` for anyone but the event's keepers.
    """
    lock_kept(material.event_id, by=by)
    material.delete()


def delete_file_with_last(instance: Material, **_signal: object) -> None:
    """A series that was parted keeps each file once, for both of its events. Receiver of `post_delete`."""
    name, storage = instance.file.name, instance.file.storage
    if name and not Material.objects.filter(file=name).exists():
        transaction.on_commit(lambda: storage.delete(name))


def may_have_material(user: User, path: str) -> bool:
    """Those who see the event whose file it is."""
    event = Material.objects.filter(file=path).values("event")
    return Event.objects.visible_to(user).filter(pk__in=event).exists()


def material_name(path: str) -> str:
    """What the person called it who added it."""
    return Material.objects.filter(file=path).values_list("name", flat=True).first() or ""
