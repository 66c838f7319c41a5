"""Who gets the circular, and what of it is not for each of them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from agenda.enums import EventVisibility, Review
from agenda.models import Event
from forum.domain.discretion import stays_inside
from forum.models import Topic
from home.circular.models import CircularEntry, CircularPage
from intranet.members.models import User, WorkingGroup
from intranet.notifications.domain.audience import readers_among
from intranet.notifications.domain.preferences import ways_of
from intranet.notifications.enums import Frequency
from intranet.outbox.models import SuppressedAddress
from repository.enums import ResourceVisibility
from repository.models import ResourcePage

# Of its mail, and of the preference by which people want it or not.
KIND = "circular"
AT_ONCE = 1000  # people asked for in one statement
SAMPLE = 6
# What has to be read of an entry to know for whom it is.
WITH = ("event__group", "resource__group", "topic__group", "topic__experience", "news")
LIMITING = (
    *("event__live", "event__review", "event__visibility", "event__group"),
    *("resource__live", "resource__visibility", "resource__group", "news__live"),
    *("topic__removed_at", "topic__kind", "topic__group", "topic__experience__outcome"),
)


@dataclass(frozen=True)
class Audience:
    """Whom a circular would go to if it were sent now. `wanting` are the keys of those whose preference is on."""

    wanting: frozenset[int] = field(default_factory=frozenset)
    without: int = 0  # people of the network who want no circular, or no mail at all
    refused: int = 0  # of those who want it: their address gets no mail

    @property
    def reached(self) -> int:
        """How many get it."""
        return len(self.wanting) - self.refused


def audience() -> Audience:
    """Two statements, and two more for each thousand people."""
    everyone = set(User.objects.in_network().values_list("pk", flat=True))
    wanting = those_who_want(everyone)
    blocked = set(SuppressedAddress.objects.values_list("email", flat=True))
    refused = sum(address.lower() in blocked for address in addresses(wanting)) if blocked else 0
    return Audience(frozenset(wanting), len(everyone) - len(wanting), refused)


def recipients(among: Collection[int] | None = None) -> set[int]:
    """The keys of those of the network, or `among` these, who want the circular by mail."""
    network = User.objects.in_network()
    if among is not None:
        network = network.filter(pk__in=among)
    return those_who_want(network.values_list("pk", flat=True))


def those_who_want(people: Iterable[int]) -> set[int]:
    """One statement for each thousand."""
    return {pk for pk, way in ways_of(sorted(people), KIND).items() if way.mail != Frequency.NEVER}


def addresses(people: Collection[int]) -> Iterator[str]:
    for some in chunks(people):
        yield from User.objects.filter(pk__in=some).values_list("email", flat=True)


def sample(people: Collection[int]) -> list[User]:
    """Some of them, spread evenly: enough to see whom it goes to."""
    keys = sorted(people)
    step = max(1, len(keys) // SAMPLE)
    return list(User.objects.filter(pk__in=keys[::step][:SAMPLE]))


def hidden_from(people: Collection[int], circular: CircularPage) -> Mapping[int, frozenset[int]]:
    """Of each of `people`, who are of the network: the keys of the printed entries that they may not see.

    As `CircularEntry.objects.visible_to`, for many: one statement, and one for each private group and thousand people.
    """
    limits = limits_of(circular)
    hidden: dict[int, set[int]] = {pk: set(limits.gone) for pk in people}
    for group, entries in limits.of_groups.items():
        seeing = those_who_read(group, people)
        for pk in hidden.keys() - seeing:
            hidden[pk] |= entries
    return {pk: frozenset(keys) for pk, keys in hidden.items()}


@dataclass(frozen=True)
class Limits:
    """What of a circular not the whole network may get: entries whose source nobody may see or that stay inside, and those of private groups."""

    gone: frozenset[int]
    of_groups: Mapping[WorkingGroup, frozenset[int]]

    @property
    def entries(self) -> frozenset[int]:
        """Those that somebody may see, but not everyone."""
        return frozenset().union(*self.of_groups.values())


def limits_of(circular: CircularPage) -> Limits:
    """One statement."""
    gone, of_groups = set[int](), defaultdict[WorkingGroup, set[int]](set)
    printed = CircularEntry.objects.filter(circular=circular).printed().select_related(*WITH)
    for entry in printed.only(*LIMITING):
        if not may_go_out(entry):
            gone.add(entry.pk)
        elif (group := private_group_of(entry)) is not None:
            of_groups[group].add(entry.pk)
    return Limits(frozenset(gone), {group: frozenset(keys) for group, keys in of_groups.items()})


def may_go_out(entry: CircularEntry) -> bool:
    """Whether its source, if it has one, is published, and may be told of outside the login."""
    if entry.event is not None:
        return entry.event.live and entry.event.review == Review.PUBLISHED
    if entry.topic is not None:
        return entry.topic.removed_at is None and not stays_inside(entry.topic)
    page = entry.resource or entry.news
    return page is None or page.live


def private_group_of(entry: CircularEntry) -> WorkingGroup | None:
    """The group whose people alone may see its source, if it is so."""
    source = of_its_group(entry)
    group: WorkingGroup | None = source.group if source else None
    return group if group is not None and group.is_private else None


def of_its_group(entry: CircularEntry) -> Event | ResourcePage | Topic | None:
    """Its source, if it is for its group: when that is private, for nobody else."""
    if entry.event is not None and entry.event.visibility == EventVisibility.GROUP:
        return entry.event
    if entry.resource is not None and entry.resource.visibility == ResourceVisibility.GROUP:
        return entry.resource
    return entry.topic


def those_who_read(group: WorkingGroup, people: Collection[int]) -> set[int]:
    seeing = set[int]()
    for some in chunks(people):
        asked = User.objects.with_standing().filter(pk__in=some)
        seeing.update(readers_among(asked, group).values_list("pk", flat=True))
    return seeing


def chunks(people: Collection[int]) -> Iterator[list[int]]:
    keys = sorted(people)
    for start in range(0, len(keys), AT_ONCE):
        yield keys[start : start + AT_ONCE]
