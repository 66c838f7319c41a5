from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from forum.enums import ReportReason, ReportState
from intranet.members.models import WorkingGroup

LONGEST_REASON = 600


def words(label: Any, *, help_text: Any = "", required: bool = False) -> forms.CharField:
    box = forms.Textarea({"rows": 3})
    return forms.CharField(label=label, help_text=help_text, required=required, max_length=LONGEST_REASON, widget=box)


class ReportForm(forms.Form):
    """What a member has against a post."""

    reason = forms.ChoiceField(
        label=_("What is wrong with it?"), choices=ReportReason.choices, widget=forms.RadioSelect
    )
    note = words(_("In your words"), help_text=_("Needed when it is something else."))


class RemovalForm(forms.Form):
    reason = words(
        _("Reason"),
        required=True,
        help_text=_("Whoever reads the topic sees it in the place of the post, and its author is told."),
    )


class CloseForm(forms.Form):
    reason = words(_("Reason"), help_text=_("It stays in the log of moderation."))


class DecisionForm(forms.Form):
    """What becomes of a post that was reported."""

    DECISIONS: ClassVar = [
        (ReportState.KEPT, _("The post stays")),
        (ReportState.REMOVED, _("The post is removed")),
    ]

    decision = forms.ChoiceField(label=_("What do you decide?"), choices=DECISIONS, widget=forms.RadioSelect)
    answer = words(
        _("Why"),
        help_text=_(
            "Those who reported it read it. If you remove the post, it is needed: it stands in the place of the post, and its author reads it too."
        ),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("decision") == ReportState.REMOVED and not cleaned.get("answer") and not self.errors:
            self.add_error("answer", _("Say why: it stands in the place of the post."))
        return cleaned


class GroupChoice(forms.ModelChoiceField[WorkingGroup]):
    def label_from_instance(self, obj: WorkingGroup) -> str:
        return f"{obj.name} – {obj.get_access_display()}"


class MoveForm(forms.Form):
    """Where a topic goes. From a private group nothing leaves unless one says that one means it."""

    group = GroupChoice(
        label=_("To which group"), queryset=WorkingGroup.objects.none(), empty_label=_("Choose a group")
    )
    reason = words(_("Reason"), help_text=_("It stays in the log of moderation."))
    discloses = forms.BooleanField(
        label=_("Yes, the people of the other group will read what was said here in private"),
        error_messages={"required": _("Say that you mean it: others will read what was said in private.")},
    )

    def __init__(self, *args: Any, source: WorkingGroup, groups: QuerySet[WorkingGroup], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = groups  # type: ignore[attr-defined]
        if not source.is_private:
            del self.fields["discloses"]
