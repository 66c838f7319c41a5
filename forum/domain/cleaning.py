"""Files that nothing holds any more are thrown away."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from forum.models import Attachment
from forum.models.attachments import FOLDER
from intranet.drafts.models import Draft

WAIT = timedelta(days=3)
AT_ONCE = 500


def drop_unused_files() -> None:
    """Uploads of posts that were never sent, unless a draft holds them; files in the storage that no row knows."""
    drop_never_sent()
    drop_strays()


def drop_never_sent() -> int:
    """Returns how many there were."""
    old = list(Attachment.objects.filter(post=None, uploaded_at__lt=timezone.now() - WAIT))
    held = held_in_drafts({file.uploader_id for file in old})
    gone = [file for file in old if not is_held(file, held.get(file.uploader_id, ""))]
    for file in gone:
        drop_unless_sent(file)
    return len(gone)


@transaction.atomic
def drop_unless_sent(file: Attachment) -> None:
    """It may have been published since."""
    waiting = Attachment.objects.select_for_update().filter(pk=file.pk, post=None).first()
    if waiting is not None:
        waiting.delete()


def held_in_drafts(people: Iterable[int]) -> dict[int, str]:
    """By person: the words of all their drafts, with the keys of the files as «attachment:<key>;»."""
    found: dict[int, str] = {}
    for person, fields in Draft.objects.filter(person__in=people).values_list("person", "fields"):
        keys = "".join(f"attachment:{key};" for key in fields.get("attachment", ()))
        found[person] = " ".join(
            [found.get(person, ""), keys, *(value for values in fields.values() for value in values)]
        )
    return found


def is_held(file: Attachment, words: str) -> bool:
    return f"attachment:{file.pk};" in words or bool(file.file.name and file.file.name in words)


def drop_strays() -> int:
    """What a process left behind that was cut off between file and row. Returns how many there were."""
    try:
        _folders, names = default_storage.listdir(FOLDER)
    except FileNotFoundError:
        return 0
    paths, gone = [f"{FOLDER}{name}" for name in names], 0
    for start in range(0, len(paths), AT_ONCE):
        some = paths[start : start + AT_ONCE]
        known = set(Attachment.objects.filter(file__in=some).values_list("file", flat=True))
        strays = [path for path in some if path not in known and is_old(path)]
        for path in strays:
            default_storage.delete(path)
        gone += len(strays)
    return gone


def is_old(path: str) -> bool:
    try:
        changed: datetime = default_storage.get_modified_time(path)
    except (FileNotFoundError, NotImplementedError):
        return False
    return changed < timezone.now() - WAIT


def delete_file(instance: Attachment, **_signal: object) -> None:
    """The file goes with its row, once that is certain. Receiver of `post_delete`."""
    name, storage = instance.file.name, instance.file.storage
    if name:
        transaction.on_commit(lambda: storage.delete(name))
