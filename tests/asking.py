"""What waits for a person, by what asks it."""

from intranet import asks
from intranet.members.models import User
from intranet.unions import answers_to


def asked(person, *names):
    """What the sources of these names ask of `person`, in order."""
    person = User.objects.with_standing().get(pk=person.pk)
    answers = answers_to(asks.questions_of_asks(), person)
    others = asks._sources.keys() - set(names)  # noqa: SLF001 - one asks of some alone in tests only
    own, duties = asks.asked_of(person, answers, without=others)
    return own + duties
