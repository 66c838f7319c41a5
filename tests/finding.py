"""What is found in the index, by whoever may find it."""

from intranet.fulltext.kinds import findable
from intranet.fulltext.searching import hits_of
from intranet.fulltext.words import sought_in
from intranet.members.models import User
from intranet.search.seeing import visible_among


def found(person, words, *kinds):
    """What `person` finds with `words` among `kinds`, each with its best document only: `Found` in the order of their titles."""
    person = User.objects.with_standing().get(pk=person.pk)
    sought = sought_in(words)
    hits = hits_of(sought, kinds)
    seen = visible_among(person, {kind: [hit.key for hit in hits if hit.kind == kind] for kind in kinds})
    things = {thing: key for kind in kinds for key, thing in seen[kind].items()}
    rows = findable(findable(kinds[0]).shown_kind).rows(person, things, sought)
    return sorted(rows, key=lambda row: row.title)


def titles(person, words, *kinds):
    return [row.title for row in found(person, words, *kinds)]


def seen(kind, person):
    """The keys of that kind in the index that `person` may find, each with that of the thing it is shown as."""
    person = User.objects.with_standing().get(pk=person.pk)
    return dict(findable(kind).visible(person))
