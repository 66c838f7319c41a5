"""What a process left in the storage that was cut off between file and row."""

from collections.abc import Iterator

from django.core.files.storage import default_storage

from forum.domain.cleaning import AT_ONCE, is_old
from repository.models import StoredFile
from repository.models.files import FOLDER, THUMBNAILS

FIELDS = {FOLDER: "file", THUMBNAILS: "thumbnail"}


def drop_strays() -> int:
    """Files of three days and more that no row knows. Returns how many there were."""
    strays = [path for folder, field in FIELDS.items() for path in strays_in(folder, field)]
    for path in strays:
        default_storage.delete(path)
    return len(strays)


def strays_in(folder: str, field: str) -> Iterator[str]:
    try:
        _folders, names = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    paths = [f"{folder}{name}" for name in names]
    for start in range(0, len(paths), AT_ONCE):
        some = paths[start : start + AT_ONCE]
        known = set(StoredFile.objects.filter(**{f"{field}__in": some}).values_list(field, flat=True))
        yield from (path for path in some if path not in known and is_old(path))
