"""The files of a resource while one writes it. `{{ form }}` draws the field; the `<form>` needs `enctype="multipart/form-data"`.

    class ContentForm(ResourceFilesMixin, forms.Form): ...

    form = ContentForm(request.POST or None, request.FILES or None, page=page, author=request.user)
    page.files.set(form.offers())       # after `is_valid()`; then save the revision

`page` is the wording that is being edited, with its files. What was uploaded is kept over errors: it belongs to the resource from then on.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from forum.domain.attachments import numbers
from forum.forms.files import ACCEPT
from intranet.members.models import User
from repository.domain.downloads import offers_of
from repository.domain.storing import check_together, store
from repository.keys import key_in
from repository.models import ResourceFile, ResourcePage, StoredFile
from repository.models.files import LONGEST_FILE_TITLE

KEYS, TITLE, PLACE, OUT = "file", "file_title", "file_place", "file_out"


@dataclass(frozen=True)
class Row:
    """A file that is here, as the form shows it."""

    stored: StoredFile
    title: str = ""
    is_out: bool = False


@dataclass(frozen=True)
class Chosen:
    """`rows` of files that are here already, as the form says them, and `uploads` that come with it."""

    rows: Sequence[dict[str, str]] = ()
    uploads: "Sequence[UploadedFile[bytes]]" = field(default_factory=tuple)


class ResourceFilesWidget(forms.Widget):
    """A row for each file that is here, with its title and its place, and a place to choose more."""

    template_name = "repository/widgets/files.html"
    needs_multipart_form = True
    # Beyond what the field's frame asks of any input.
    input_type = "file"
    rows: Sequence[Row] = ()
    upload_url = ""

    def __init__(self) -> None:
        super().__init__({"accept": ACCEPT})

    def value_from_datadict(self, data: Any, files: "MultiValueDict[str, UploadedFile[bytes]]", name: str) -> Chosen:
        keys = data.getlist(KEYS) if isinstance(data, QueryDict | MultiValueDict) else data.get(KEYS, [])
        rows = [
            {"key": str(key)} | {part: str(data.get(f"{part}-{key}", "")) for part in (TITLE, PLACE, OUT)}
            for key in dict.fromkeys(keys)
        ]
        return Chosen(rows, files.getlist(name) if isinstance(files, MultiValueDict) else [])

    def value_omitted_from_data(self, _data: Any, _files: Any, _name: str) -> bool:
        return False

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:  # noqa: ARG002 - what is chosen is no value
        context = super().get_context(name, None, attrs)
        context["widget"] |= {"rows": self.rows, "upload_url": self.upload_url, "longest_title": LONGEST_FILE_TITLE}
        return context


class ResourceFilesField(forms.Field):
    widget = ResourceFilesWidget

    def has_changed(self, _initial: Any, data: Chosen | None) -> bool:
        return bool(data and (data.rows or data.uploads))


class ResourceFilesMixin(forms.Form):
    """Adds the field `files`. `author` keeps `page`."""

    files = ResourceFilesField(  # type: ignore[assignment]  # Django takes the fields out of the class
        required=False,
        label=_("Files"),
        help_text=_(
            "PDF, office documents, images, texts or a zip: 30 at most, of up to 100 MB each, 500 MB together."
        ),
    )

    def __init__(self, *args: Any, page: ResourcePage, author: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.page, self.author = page, author
        self.files_widget.upload_url = reverse("resource_upload", args=[page.slug])
        if not self.is_bound:
            self.show([Row(offer.stored, offer.title) for offer in offers_of(page)])

    @property
    def files_widget(self) -> ResourceFilesWidget:
        return cast("ResourceFilesWidget", self.fields["files"].widget)

    def show(self, rows: Sequence[Row]) -> None:
        self.files_widget.rows = rows

    def clean_files(self) -> list[Row]:
        """Keeps what has come, so that nothing has to be chosen twice, whatever else is wrong with the form."""
        chosen: Chosen = self.cleaned_data["files"]
        rows, errors = self.here(chosen.rows), []
        for upload in chosen.uploads:
            try:
                stored = store(upload, page=self.page, by=self.author)
            except ValidationError as error:
                errors += [f"{upload.name}: {message}" for message in error.messages]
            else:
                rows += [] if any(row.stored == stored for row in rows) else [Row(stored, stored.said_title)]
        self.show(rows)
        if errors:
            raise ValidationError(errors)
        check_together(row.stored for row in rows if not row.is_out)
        return rows

    def here(self, said: Iterable[dict[str, str]]) -> list[Row]:
        """Those that belong to this resource, in the order that the form gives them."""
        said = sorted(said, key=place_of)
        found = StoredFile.objects.defer("text").filter(page=self.page).in_bulk(numbers(row["key"] for row in said))
        return [
            Row(found[key], " ".join(row[TITLE].split())[:LONGEST_FILE_TITLE], bool(row[OUT]))
            for row in said
            if (key := key_in(row["key"])) in found
        ]

    def offers(self) -> list[ResourceFile]:
        """What the resource offers from now on, in order. After `is_valid()`."""
        rows: list[Row] = [row for row in self.cleaned_data["files"] if not row.is_out]
        return [ResourceFile(stored=row.stored, title=row.title, sort_order=n) for n, row in enumerate(rows)]


def place_of(row: dict[str, str]) -> int:
    """What has no place, or none that is a number, stays where it is: at the end."""
    place = row[PLACE]
    return int(place) if place.isascii() and place.isdecimal() and len(place) <= len("999") else 1_000
