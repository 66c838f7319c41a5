"""The first steps of newcomers, put away by who does not need them, and back again."""

from django.utils import timezone

from intranet.members.models import User


def put_steps_away(person: User) -> None:
    User.objects.filter(pk=person.pk, welcome_put_away_at=None).update(welcome_put_away_at=timezone.now())


def take_steps_back(person: User) -> None:
    User.objects.filter(pk=person.pk).update(welcome_put_away_at=None)
