"""Who is who, as data."""

from intranet.members.models.feed_keys import FeedKey
from intranet.members.models.follow_ups import FollowUp
from intranet.members.models.groups import GroupMembership, WorkingGroup
from intranet.members.models.invitations import Invitation
from intranet.members.models.organisations import Organisation
from intranet.members.models.people import User
from intranet.members.models.positions import Position
from intranet.members.models.subjects import Subject
from intranet.members.models.successions import Succession

__all__ = [
    "FeedKey",
    "FollowUp",
    "GroupMembership",
    "Invitation",
    "Organisation",
    "Position",
    "Subject",
    "Succession",
    "User",
    "WorkingGroup",
]
