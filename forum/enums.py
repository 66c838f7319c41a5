"""The words that the conversations of the groups are made of."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class TopicKind(models.TextChoices):
    DEBATE = "debate", pgettext_lazy("topic", "Debate")
    QUESTION = "question", pgettext_lazy("topic", "Question")
    EXPERIENCE = "experience", pgettext_lazy("topic", "Experience")
    ANNOUNCEMENT = "announcement", pgettext_lazy("topic", "Announcement")


class Outcome(models.TextChoices):
    SUCCESS = "exit", pgettext_lazy("experience", "Success")
    FAILURE = "fracas", pgettext_lazy("experience", "Failure")


class CostBand(models.TextChoices):
    """What it cost the council, all in."""

    NOTHING = "0", _("Without cost of its own")
    SMALL = "1", _("Up to €3,000")
    MEDIUM = "2", _("€3,000 to €15,000")
    LARGE = "3", _("€15,000 to €60,000")
    VERY_LARGE = "4", _("More than €60,000")


class PopulationBand(models.TextChoices):
    """The size of the council, by inhabitants."""

    MICRO = "1", _("Up to 1,000 inhabitants")
    SMALL = "2", _("1,001 to 5,000 inhabitants")
    TOWN = "3", _("5,001 to 20,000 inhabitants")
    LARGE = "4", _("20,001 to 50,000 inhabitants")
    CITY = "5", _("More than 50,000 inhabitants")


class ReactionKind(models.TextChoices):
    USEFUL = "useful", pgettext_lazy("reaction", "Useful")
    THANKS = "thanks", pgettext_lazy("reaction", "Thank you")
    AGREE = "agree", pgettext_lazy("reaction", "I agree")
    SAME_HERE = "same", pgettext_lazy("reaction", "The same here")


class FollowLevel(models.TextChoices):
    """How much of a topic one wants to hear; whoever wants nothing mutes it (`notifications.Mute`)."""

    ALL = "all", _("Every reply")
    REPLIES = "replies", _("Only replies to me")


class AttachmentKind(models.TextChoices):
    IMAGE = "image", _("Image")
    FILE = "file", _("File")


class ReportReason(models.TextChoices):
    PERSONAL = "personal", _("It holds personal data")
    DISRESPECT = "disrespect", _("It lacks respect for somebody")
    OFF_TOPIC = "off_topic", _("It does not belong here")
    WRONG = "wrong", _("It is wrong or out of date")
    OTHER = "other", pgettext_lazy("report", "Something else")


class ReportState(models.TextChoices):
    OPEN = "open", pgettext_lazy("report", "Open")
    KEPT = "kept", pgettext_lazy("report", "The post stays")
    REMOVED = "removed", pgettext_lazy("report", "The post was removed")


class ActKind(models.TextChoices):
    """What somebody with a duty in the group did, and the log keeps."""

    PIN = "pin", pgettext_lazy("act", "Pinned")
    UNPIN = "unpin", pgettext_lazy("act", "Unpinned")
    CLOSE = "close", pgettext_lazy("act", "Closed")
    REOPEN = "reopen", pgettext_lazy("act", "Reopened")
    MOVE = "move", pgettext_lazy("act", "Moved")
    EDIT = "edit", pgettext_lazy("act", "Corrected")
    REMOVE = "remove", pgettext_lazy("act", "Removed")
    RESTORE = "restore", pgettext_lazy("act", "Restored")
    KEEP = "keep", pgettext_lazy("act", "Report answered: the post stays")
