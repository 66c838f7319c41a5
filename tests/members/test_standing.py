"""What a person may do today."""

import pytest

from tests.factories.members import a_former_member, a_guest, a_member, an_administrator, someone_of_coordination

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("make", "in_network", "has_access", "cares"),
    [
        (a_member, True, True, False),
        (a_guest, False, True, False),
        (someone_of_coordination, True, True, True),
        (an_administrator, True, True, True),
        (a_former_member, False, False, False),
    ],
)
def test_standing_of_each_role(make, in_network, has_access, cares):
    standing = make().standing
    assert (standing.in_network, standing.has_access, standing.cares_for_members) == (in_network, has_access, cares)
