"""Files along with what one writes. `{{ form }}` draws the field; the `<form>` needs `enctype="multipart/form-data"`.

    class ReplyForm(FilesMixin, forms.Form): ...

    form = ReplyForm(request.POST or None, request.FILES or None, author=request.user)        # a new post
    form = PostForm(request.POST or None, request.FILES or None, author=…, post=post)         # an edit
    publish_post(…, writing=Writing(body, attachments=form.uploaded(), key=…))
    edit_post(…, writing=Writing(…), shown=form.offered())                                    # what may be taken out

What was uploaded is kept over errors and in drafts.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from forum.domain.attachments import attach, check_together, listed, numbers, pending
from forum.models import Attachment, Post
from intranet.members.models import User

IDS = "attachment"
SHOWN = "attachment_shown"
ACCEPT = ".pdf,.docx,.xlsx,.pptx,.odt,.ods,.odp,.odg,.zip,.txt,.csv,image/jpeg,image/png,image/gif,image/webp,image/heic,image/heif"


@dataclass(frozen=True)
class Chosen:
    """`keys` of files that are here already, and `uploads` that come with the form; `shown`, to be unticked, were some."""

    keys: Sequence[str] = ()
    uploads: "Sequence[UploadedFile[bytes]]" = field(default_factory=tuple)
    shown: Sequence[str] = ()


class FilesWidget(forms.Widget):
    """One box for each file that is here, to be unticked, and a place to choose more."""

    template_name = "forum/widgets/files.html"
    needs_multipart_form = True
    # Beyond what the field's frame asks of any input.
    input_type = "file"
    kept: list[Attachment] | None = None
    shown: Collection[int] = ()

    def __init__(self) -> None:
        super().__init__({"accept": ACCEPT})

    def value_from_datadict(self, data: Any, files: "MultiValueDict[str, UploadedFile[bytes]]", name: str) -> Chosen:
        listed_in = data.getlist if isinstance(data, QueryDict | MultiValueDict) else lambda name: data.get(name, [])
        uploads = files.getlist(name) if isinstance(files, MultiValueDict) else []
        return Chosen(listed_in(IDS), uploads, listed_in(SHOWN))

    def value_omitted_from_data(self, _data: Any, _files: Any, _name: str) -> bool:
        return False

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:  # noqa: ARG002 - what is chosen is no value
        context = super().get_context(name, None, attrs)
        context["widget"]["kept"] = self.kept or ()
        context["widget"] |= {"ids": IDS, "shown": self.shown, "shown_ids": SHOWN}
        return context


class FilesField(forms.Field):
    widget = FilesWidget

    def has_changed(self, _initial: Any, data: Chosen | None) -> bool:
        return bool(data and (data.keys or data.uploads))


class FilesMixin(forms.Form):
    """Adds the field `files`, last of all. `author` writes; `post` is the one that is edited."""

    files = FilesField(  # type: ignore[assignment]  # Django takes the fields out of the class
        required=False,
        label=_("Files"),
        help_text=_("Documents, images, texts or a zip: 10 at most, of up to 20 MB each."),
    )

    def __init__(self, *args: Any, author: User, post: Post | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.author, self.post = author, post
        self.fields["files"] = self.fields.pop("files")

    def here(self, keys: Sequence[str]) -> list[Attachment]:
        """Those of `keys` that the author may send: what they have uploaded, and what the post that they edit has."""
        own = listed(self.post) if self.post else []
        wanted = set(numbers(keys))
        kept = [file for file in own if file.pk in wanted]
        return kept + (pending(self.author, keys) if wanted - {file.pk for file in kept} else [])

    def clean_files(self) -> list[Attachment]:
        """Keeps what has come, so that nothing has to be chosen twice, whatever else is wrong with the form."""
        chosen: Chosen = self.cleaned_data["files"]
        kept, errors = self.here(chosen.keys), []
        for upload in chosen.uploads:
            try:
                kept.append(attach(upload, uploader=self.author))
            except ValidationError as error:
                errors += [f"{upload.name}: {message}" for message in error.messages]
        self.show(kept, chosen.shown)
        if errors:
            raise ValidationError(errors)
        check_together(kept)
        return kept

    def show(self, kept: list[Attachment], before: Sequence[str] = ()) -> None:
        """Offer to keep `kept`; with what had been offered `before`, the form says which of its post's it has offered."""
        widget = cast("FilesWidget", self.fields["files"].widget)
        widget.kept = kept
        widget.shown = sorted({file.pk for file in kept if file.post_id} | set(numbers(before)))

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> Any:
        """A form that is not sent yet shows what its draft holds, or else what its post has."""
        chosen = super().get_initial_for_field(field, field_name)
        if field_name == "files" and not self.is_bound:
            if isinstance(chosen, Chosen):
                self.show(self.here(chosen.keys), chosen.shown)
            else:
                self.show(listed(self.post) if self.post else [])
        return chosen

    def uploaded(self) -> list[Attachment]:
        """The files to go with the post: those kept from before and the new ones. After `is_valid()`."""
        files: list[Attachment] = self.cleaned_data["files"]
        return files

    def offered(self) -> set[int]:
        """The files of the post, by key, that the form had offered to keep: what is not among them nobody took out."""
        chosen = self["files"].data
        return set(numbers(chosen.shown)) if isinstance(chosen, Chosen) else set()
