from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from forum.enums import CostBand, Outcome, PopulationBand, TopicKind
from forum.models.topics import Topic
from intranet.catalan import fold
from intranet.fields import FoldedField
from intranet.members.enums import Department
from intranet.members.models import Organisation, Subject, WorkingGroup

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.contrib.auth.models import AnonymousUser

    from intranet.members.models import User


class ExperienceQuerySet(models.QuerySet["Experience"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Those whose topic `user` may read: joined, so that the index of topics by kind gives the newest at once."""
        return self.in_groups(WorkingGroup.objects.content_visible_to(user).values("pk"))

    def in_groups(self, keys: "Collection[int] | models.QuerySet[WorkingGroup, Any]") -> Self:
        """Those that are there in the groups of these keys, whoever asks."""
        return self.filter(topic__kind=TopicKind.EXPERIENCE, topic__removed_at=None, topic__group__in=keys)

    def telling(self, words: str) -> Self:
        """Those that hold every word in their title, their story or their council's name, without regard to accents."""
        found = self
        for word in fold(words).split():
            found = found.filter(
                Q(topic__folded_title__contains=word)
                | Q(folded_story__contains=word)
                | Q(council__folded_name__contains=word)
            )
        return found


class Experience(models.Model):
    """What a council tried and how it went: the facts beside a topic, and its story in plain text, part by part.

    The first post of the topic is the story put together, so that it is quoted, edited and searched as any other.
    """

    topic = models.OneToOneField(Topic, on_delete=models.CASCADE, related_name="experience", verbose_name=_("topic"))
    outcome = models.CharField(_("how it went"), max_length=10, choices=Outcome)
    context = models.TextField(_("context"), blank=True)
    done = models.TextField(_("what we did"))
    worked = models.TextField(_("what worked"), blank=True)
    failed = models.TextField(_("what failed"), blank=True)
    change = models.TextField(_("what we would change"), blank=True)
    folded_story = FoldedField(sources=("context", "done", "worked", "failed", "change"))
    council = models.ForeignKey(
        Organisation,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="experiences",
        verbose_name=_("council"),
    )
    department = models.CharField(_("department"), max_length=30, choices=Department, blank=True)
    cost = models.CharField(_("cost"), max_length=2, choices=CostBand, blank=True)
    population = models.CharField(_("population"), max_length=2, choices=PopulationBand, blank=True)
    year = models.PositiveSmallIntegerField(_("year"))
    subjects = models.ManyToManyField(Subject, blank=True, related_name="+", verbose_name=_("subjects"))

    objects = ExperienceQuerySet.as_manager()

    class Meta:
        verbose_name = _("experience")
        verbose_name_plural = _("experiences")
        indexes: ClassVar = [
            models.Index(fields=["outcome", "year"], name="experience_by_outcome"),
        ]

    def __str__(self) -> str:
        return str(self.topic)

    @property
    def beginning(self) -> str:
        """The first paragraph of what was done, for lists."""
        return self.done.replace("\r\n", "\n").strip().partition("\n\n")[0]

    @property
    def is_failure(self) -> bool:
        return self.outcome == Outcome.FAILURE
