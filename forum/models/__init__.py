"""What the groups say, as data."""

from forum.models.attachments import Attachment
from forum.models.experiences import Experience
from forum.models.moderation import Act, Report
from forum.models.posts import Mention, Post, Reaction, Revision
from forum.models.reading import Follow, GroupMark, ReadMark
from forum.models.summaries import GroupWeek
from forum.models.topics import Topic

__all__ = [
    "Act",
    "Attachment",
    "Experience",
    "Follow",
    "GroupMark",
    "GroupWeek",
    "Mention",
    "Post",
    "Reaction",
    "ReadMark",
    "Report",
    "Revision",
    "Topic",
]
