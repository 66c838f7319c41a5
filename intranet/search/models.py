"""What coordination adds to the search: words that say the same, what is to come first, and what nothing was found for."""

from datetime import date
from typing import ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from intranet.search.addresses import own_address, validate_address
from intranet.search.lines import LONGEST_EXPRESSION, lines_in, ways_in
from intranet.search.validators import validate_expressions


class SynonymSet(models.Model):
    """Expressions that say the same: whoever looks for one of them finds what is said with the others."""

    expressions = models.TextField(
        _("expressions"),
        max_length=1000,
        help_text=_("Words or groups of words that say the same, one a line: «ESS», «economia social i solidària»."),
        validators=[validate_expressions],
    )

    class Meta:
        verbose_name = _("synonym set")
        verbose_name_plural = _("synonyms")
        ordering: ClassVar = ["expressions"]

    def __str__(self) -> str:
        return " · ".join(lines_in(self.expressions))

    def clean(self) -> None:
        """At least two expressions, none of which is in another set: which one of the two would count?"""
        mine = set(ways_in(self.expressions))
        if len(mine) == 1:
            raise ValidationError({"expressions": _("Write two or more, one a line: what says the same as what?")})
        for other in SynonymSet.objects.exclude(pk=self.pk):
            if mine.intersection(ways_in(other.expressions)):
                message = gettext("It has an expression of another set: «%(other)s». Join the two.")
                raise ValidationError({"expressions": message % {"other": other}})


class Promotion(models.Model):
    """What comes first when somebody looks for just these words. `since` and `until` are both within."""

    title = models.CharField(_("title"), max_length=120)
    words = models.TextField(
        pgettext_lazy("search", "words"),
        max_length=1000,
        help_text=_(
            "What people look for, one a line: it comes first when somebody looks for just that, "
            "in any of its forms or synonyms."
        ),
        validators=[validate_expressions],
    )
    address = models.CharField(
        pgettext_lazy("recommendation", "address"),
        max_length=300,
        help_text=_(
            "Of a page of the intranet, copied from the browser, or of a page elsewhere that begins with https://."
        ),
        validators=[validate_address],
    )
    note = models.CharField(_("note"), max_length=160, blank=True, help_text=_("It stands under the title."))
    since = models.DateField(_("from"), null=True, blank=True)
    until = models.DateField(_("until, included"), null=True, blank=True)

    class Meta:
        verbose_name = _("recommended result")
        verbose_name_plural = _("recommended results")
        ordering: ClassVar = ["title", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(until__gte=F("since")),
                name="promotion_ends_after_it_begins",
                violation_error_message=_("It ends before it begins."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """An address of this site is kept without its host: it stays right when that changes."""
        self.address = own_address(self.address) or self.address

    def is_current(self, day: date) -> bool:
        return (self.since or date.min) <= day <= (self.until or date.max)


class MissedQueries(models.QuerySet["MissedQuery"]):
    def shown(self) -> Self:
        """Those that coordination reads: what was looked for once, on one day, says more of who did than of what is missing."""
        return self.filter(last_day__gt=F("first_day"))


class MissedQuery(models.Model):
    """Words for which somebody found nothing, how often and since when; never who.

    `key`: what all forms of the words have in common (`intranet.search.lines.normal`).
    """

    key = models.CharField(max_length=LONGEST_EXPRESSION, unique=True)
    words = models.CharField(pgettext_lazy("search", "words"), max_length=LONGEST_EXPRESSION)
    times = models.PositiveIntegerField(pgettext_lazy("search", "times"), default=1)
    first_day = models.DateField(_("first looked for"))
    last_day = models.DateField(_("last looked for"), db_index=True)

    objects = MissedQueries.as_manager()

    class Meta:
        verbose_name = _("search without results")
        verbose_name_plural = _("searches without results")
        ordering: ClassVar = ["-times", "-last_day"]

    def __str__(self) -> str:
        return self.words
