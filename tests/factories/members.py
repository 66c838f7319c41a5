"""People, councils, groups."""

from datetime import timedelta

import factory
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.utils import timezone

from intranet.members.enums import (
    GroupAccess,
    GroupJoining,
    GroupRole,
    MembershipStatus,
    OrganisationKind,
    PositionRole,
)
from intranet.members.models import (
    FollowUp,
    GroupMembership,
    Organisation,
    Position,
    Subject,
    User,
    WorkingGroup,
)
from intranet.members.models.people_queries import COORDINATION

PASSWORD = "correct-horse-battery"


class UserFactory(factory.django.DjangoModelFactory):
    """A person without position: nobody's colleague yet, and without access."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    given_name = factory.Sequence(lambda n: f"Nom{n}")
    family_name = factory.Sequence(lambda n: f"Cognom{n}")

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        password = kwargs.pop("password", PASSWORD)
        return model_class.objects.create_user(*args, password=password, **kwargs)

    @factory.post_generation
    def verified(self, create, extracted, **_kwargs):
        if create and extracted is not False:
            EmailAddress.objects.create(user=self, email=self.email, primary=True, verified=True)


class SubjectFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Subject

    name = factory.Sequence(lambda n: f"Àmbit {n}")
    slug = factory.Sequence(lambda n: f"ambit-{n}")


class OrganisationFactory(factory.django.DjangoModelFactory):
    """A town council that is a member."""

    class Meta:
        model = Organisation

    kind = OrganisationKind.TOWN_COUNCIL
    name = factory.Sequence(lambda n: f"Vila {n}")
    slug = factory.Sequence(lambda n: f"vila-{n}")
    status = MembershipStatus.MEMBER
    comarca = "Bages"
    province = "Barcelona"


class PositionFactory(factory.django.DjangoModelFactory):
    """An open position in a member council."""

    class Meta:
        model = Position

    user = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    role = PositionRole.TECHNICAL
    title = "Tècnica de promoció econòmica"
    starts_on = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=30))


# Closed and private groups choose their members, unless a test says otherwise.
WAYS_IN = {GroupAccess.CLOSED: GroupJoining.ON_REQUEST, GroupAccess.PRIVATE: GroupJoining.BY_INVITATION}


class WorkingGroupFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = WorkingGroup

    name = factory.Sequence(lambda n: f"Grup {n}")
    slug = factory.Sequence(lambda n: f"grup-{n}")
    joining = factory.LazyAttribute(lambda group: WAYS_IN.get(getattr(group, "access", ""), GroupJoining.AT_ONCE))


class GroupMembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = GroupMembership

    group = factory.SubFactory(WorkingGroupFactory)
    user = factory.SubFactory(UserFactory)


class FollowUpFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = FollowUp

    organisation = factory.SubFactory(OrganisationFactory)
    note = "Han demanat un assessorament."


def a_member(organisation=None, **fields):
    """A person with an open position in a member council."""
    user = UserFactory(**fields)
    PositionFactory(user=user, **({"organisation": organisation} if organisation else {}))
    return user


def a_manager(organisation=None, **fields):
    """A member who manages the own council."""
    user = UserFactory(**fields)
    PositionFactory(user=user, is_manager=True, **({"organisation": organisation} if organisation else {}))
    return user


def a_guest(group=None, until=None, **fields):
    """Someone from outside, in one group until a date."""
    user = UserFactory(**fields)
    until = until or timezone.localdate() + timedelta(days=30)
    GroupMembershipFactory(user=user, role=GroupRole.GUEST, until=until, **({"group": group} if group else {}))
    return user


def someone_of_coordination(**fields):
    user = UserFactory(**fields)
    user.groups.add(Group.objects.get_or_create(name=COORDINATION)[0])
    return user


def an_administrator(**fields):
    return UserFactory(is_superuser=True, **fields)


def a_former_member(**fields):
    """Somebody whose position has ended: the account is there, the access is not."""
    user = UserFactory(**fields)
    PositionFactory(user=user, ends_on=timezone.localdate())
    return user
