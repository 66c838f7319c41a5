"""In which order one person reads a circular: what coordination puts forward, what is theirs, then section by section."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from home.circular.enums import Section
from home.circular.models import CircularEntry
from intranet.members.models import GroupMembership, User

HIGHLIGHTS, OWN = "destacats", "teus"
AT_ONCE = 1000  # people asked for in one statement


@dataclass(frozen=True)
class Interests:
    """The keys of a person's groups, without the one that holds everyone, and of the subjects that they know about."""

    groups: frozenset[int] = field(default_factory=frozenset)
    subjects: frozenset[int] = field(default_factory=frozenset)

    def hold(self, entry: CircularEntry) -> bool:
        return entry.group_id in self.groups or not self.subjects.isdisjoint(entry.subject_keys)


NO_INTERESTS = Interests()


@dataclass(frozen=True)
class Part:
    """Some entries under a heading. `name` is a section's value, `HIGHLIGHTS` or `OWN`."""

    name: str
    title: str
    entries: Sequence[CircularEntry]

    @property
    def mixes_sections(self) -> bool:
        """Each of its entries says to which section it belongs."""
        return self.name in {HIGHLIGHTS, OWN}


def arranged(entries: Iterable[CircularEntry], interests: Interests = NO_INTERESTS) -> list[Part]:
    """Each entry once: those highlighted, those of the person's own groups and subjects, the others by section.

    `entries` in the order of their positions; a part without any is not there. No statement.
    """
    order = list(Section.values)
    left = sorted(entries, key=lambda entry: order.index(entry.section))
    highlights = [entry for entry in left if entry.is_highlight]
    own = [entry for entry in left if not entry.is_highlight and interests.hold(entry)]
    taken = {entry.pk for entry in [*highlights, *own]}
    parts = [
        Part(HIGHLIGHTS, pgettext("circular", "Highlights"), highlights),
        Part(OWN, _("From your groups and subjects"), own),
    ]
    for section in Section:
        rest = [entry for entry in left if entry.section == section and entry.pk not in taken]
        parts.append(Part(section.value, str(section.label), rest))
    return [part for part in parts if part.entries]


def interests_of(people: Collection[int]) -> Mapping[int, Interests]:
    """Of each of `people`, by key: two statements for each thousand."""
    keys = sorted(people)
    groups: dict[int, set[int]] = {key: set() for key in keys}
    subjects: dict[int, set[int]] = {key: set() for key in keys}
    for start in range(0, len(keys), AT_ONCE):
        some = keys[start : start + AT_ONCE]
        seats = GroupMembership.objects.in_force().filter(user__in=some, group__holds_everyone=False)
        for user, group in seats.values_list("user", "group"):
            groups[user].add(group)
        known = User.subjects.through.objects.filter(user__in=some)
        for user, subject in known.values_list("user", "subject"):
            subjects[user].add(subject)
    return {key: Interests(frozenset(groups[key]), frozenset(subjects[key])) for key in keys}
