"""One date of a desk at whose door somebody stands with a phone: which it is, whom they look for, and who has come."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, QueryDict
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from agenda.enums import Mode
from agenda.models import Occurrence
from agenda.registration.domain.attending import came_and_expected, can_be_noted
from agenda.registration.domain.desks import dates_of
from agenda.registration.filters import BY_SURNAME, is_named
from agenda.registration.models import Attendance, RegistrationDesk
from agenda.sentences import when_of_date
from intranet.catalan import fold

DATE, WORDS, MODE, WHICH = "data", "q", "mode", "qui"
MISSING, CAME = "falten", "fets"
LONGEST_SEARCH = 80


@dataclass(frozen=True)
class Door:
    """One date of a desk at whose door somebody stands, and what they look for."""

    desk: RegistrationDesk
    query: QueryDict

    @cached_property
    def dates(self) -> list[Occurrence]:
        """Of those that take place; all, if none does."""
        rows = list(dates_of(self.desk).in_order())
        for row in rows:
            row.event = self.desk.event
        return [row for row in rows if not row.is_cancelled] or rows

    @cached_property
    def date(self) -> Occurrence:
        """The one that is asked for, else today's, else the next, else the last."""
        asked = self.query.get(DATE, "")
        today = timezone.localdate()
        found = [row for row in self.dates if str(row.day) == asked]
        found += [row for row in self.dates if row.first_day <= today <= row.last_day]
        found += [row for row in self.dates if row.first_day > today]
        if not (found or self.dates):
            raise Http404
        return found[0] if found else self.dates[-1]

    @property
    def is_today(self) -> bool:
        return self.date.first_day <= timezone.localdate() <= self.date.last_day

    @property
    def is_early(self) -> bool:
        """Whether nobody can have come yet."""
        return not can_be_noted(self.date)

    @property
    def when(self) -> str:
        return when_of_date(self.date)

    @property
    def mode(self) -> Mode:
        asked = self.query.get(MODE, "")
        return next((mode for mode in self.desk.modes if mode == asked), self.desk.modes[0])

    @property
    def words(self) -> str:
        return self.query.get(WORDS, "")[:LONGEST_SEARCH].replace("\0", "")

    @property
    def which(self) -> str:
        asked = self.query.get(WHICH, "")
        return asked if asked in {MISSING, CAME} else ""

    @cached_property
    def counts(self) -> tuple[int, int]:
        return came_and_expected(self.desk, self.date, self.mode)

    def rows(self) -> Any:
        """Those who are expected in this mode; by name, everyone in force, whatever their state."""
        found = self.desk.registrations.select_related("person", "organisation")
        found = found.living() if self.words else found.confirmed().filter(mode=self.mode)
        for word in fold(self.words).split():
            found = found.filter(is_named(word))
        there = Attendance.objects.filter(occurrence=self.date).values("registration")
        if self.which == CAME:
            found = found.filter(pk__in=there)
        elif self.which == MISSING:
            found = found.exclude(pk__in=there)
        return found.order_by(BY_SURNAME, "pk")

    def address(self, name: str = "check_in", **changed: str) -> str:
        """With what is looked for, but for what is `changed`."""
        query = QueryDict(mutable=True)
        now = {DATE: str(self.date.day) if len(self.dates) > 1 else "", MODE: self.query.get(MODE, "")}
        for key, value in {**now, WHICH: self.which, WORDS: self.words, **changed}.items():
            if value:
                query[key] = value
        return self.desk.address(name) + (f"?{query.urlencode()}" if query else "")

    @property
    def choices(self) -> list[tuple[str, str, bool]]:
        """Everyone, those who are missing, those who came: label, address, whether it is the present one."""
        labels = {"": pgettext("check-in", "Everyone"), MISSING: _("Missing"), CAME: _("Here")}
        return [(label, self.address(**{WHICH: key}), key == self.which) for key, label in labels.items()]

    @property
    def mode_choices(self) -> list[tuple[str, str, bool]]:
        modes = self.desk.modes if len(self.desk.modes) > 1 else ()
        return [(str(one.label), self.address(**{MODE: one.value}), one == self.mode) for one in modes]
