"""What stands against readers seeing a resource, by whatever way it would come to them: asked before each publication."""

from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from repository.domain.places import problem_of_circle, problem_of_group
from repository.domain.wholeness import gaps_of
from repository.models import ResourcePage


def problems_of(words: ResourcePage) -> list[str]:
    """Of a resource as at hand: what it lacks, who has not agreed, and for whom it may not be."""
    problems = [gap.text for gap in gaps_of(words)]
    return [*problems, *filter(None, (problem_of_circle(words), problem_of_group(words)))]


def check_may_appear(words: ResourcePage) -> None:
    """Raises ValidationError with all of it, of the resource as a whole."""
    if problems := problems_of(words):
        raise ValidationError({NON_FIELD_ERRORS: [ValidationError(text, code="missing") for text in problems]})


def check_publication(instance: ResourcePage, *, raw: bool = False, update_fields: Any = None, **_signal: Any) -> None:
    """Receiver of `pre_save`: the last of the gates, for what others forget. Raises ValidationError.

    What is brought in whole (a fixture, the demo) is as it was elsewhere.
    """
    if raw or update_fields is not None or not instance.live or instance._state.adding:  # noqa: SLF001 - Django's documented name
        return
    same = ResourcePage.objects.filter(pk=instance.pk, live=True, live_revision=instance.live_revision_id)
    if not same.exists():
        check_may_appear(instance)
