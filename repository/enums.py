"""The words that the resource bank is made of."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ResourceKind(models.TextChoices):
    PRACTICE = "bona-practica", _("Good practice")
    GUIDE = "guia", pgettext_lazy("resource", "Guide")
    REPORT = "informe", _("Report or study")
    TEMPLATE = "model", _("Model or template")
    TRAINING = "capsula", _("Training capsule")
    CAMPAIGN = "campanya", _("Campaign material")
    RECORDING = "enregistrament", _("Recording")
    LINK = "enllac", pgettext_lazy("resource", "Link")


class ResourceVisibility(models.TextChoices):
    GROUP = "group", pgettext_lazy("resource", "The readers of the group")
    NETWORK = "network", pgettext_lazy("resource", "The network")
    PUBLIC = "public", pgettext_lazy("resource", "Everyone, also outside the network")


class Review(models.TextChoices):
    """What has become of the proposal. A published resource that somebody edits waits with its new words alone."""

    DRAFT = "draft", pgettext_lazy("resource", "Draft")
    WAITING = "waiting", pgettext_lazy("resource", "Waits for review")
    RETURNED = "returned", pgettext_lazy("resource", "Returned with remarks")
    PUBLISHED = "published", pgettext_lazy("resource", "Published")


class AbcCategory(models.TextChoices):
    """Into which of its five families the *Guia ABC* sorts a public policy."""

    KNOWLEDGE = "coneixement", _("Knowledge and planning")
    RULES = "normatives", _("Rules")
    FERTILISATION = "fertilitzacio", _("Fertilisation")
    PROMOTION = "impuls", _("Promotion")
    USE = "us", pgettext_lazy("Guia ABC", "Use")


class Licence(models.TextChoices):
    """Under what terms others may use it: those of Creative Commons 4.0, or none."""

    CC0 = "cc0", _("Public domain (CC0)")
    BY = "cc-by", _("Naming the author (CC BY)")
    BY_SA = "cc-by-sa", _("Naming the author, under the same terms (CC BY-SA)")
    BY_NC = "cc-by-nc", _("Naming the author, not for profit (CC BY-NC)")
    BY_NC_SA = "cc-by-nc-sa", _("Naming the author, not for profit, under the same terms (CC BY-NC-SA)")
    RESERVED = "reserved", _("All rights reserved")


class ResourceLanguage(models.TextChoices):
    """By ISO 639-1."""

    CATALAN = "ca", _("Catalan")
    OCCITAN = "oc", _("Occitan (Aranese)")
    SPANISH = "es", _("Spanish")
    ENGLISH = "en", _("English")
    FRENCH = "fr", _("French")
    ITALIAN = "it", _("Italian")
    PORTUGUESE = "pt", _("Portuguese")
    GERMAN = "de", _("German")


class Consent(models.TextChoices):
    """Whether somebody whose words a resource is made of agrees to it."""

    ASKED = "asked", pgettext_lazy("consent", "Asked")
    GIVEN = "given", pgettext_lazy("consent", "Given")
    REFUSED = "refused", pgettext_lazy("consent", "Refused")
    OUT = "out", pgettext_lazy("consent", "Taken out")


class TextState(models.TextChoices):
    """Whether the words inside a file have been read."""

    WAITING = "waiting", pgettext_lazy("text of a file", "To be read")
    READ = "read", pgettext_lazy("text of a file", "Read")
    NONE = "none", pgettext_lazy("text of a file", "Without words")
    FAILED = "failed", pgettext_lazy("text of a file", "Unreadable")


class ArchiveReason(models.TextChoices):
    BY_HAND = "by_hand", pgettext_lazy("archived", "By those who keep it")
    OVERDUE = "overdue", pgettext_lazy("archived", "Nobody said that it is still valid")
    EXPIRED = "expired", pgettext_lazy("archived", "Its validity ended")


class CollectionKind(models.TextChoices):
    LIST = "llista", _("Reading list")
    GUIDE = "guia", pgettext_lazy("collection", "Guide with chapters")
    PATH = "itinerari", _("Learning path")
    KIT = "campanya", _("Campaign kit of a department")


class CollectionVisibility(models.TextChoices):
    OWN = "own", pgettext_lazy("collection", "Only me")
    GROUP = "group", pgettext_lazy("collection", "The readers of the group")
    NETWORK = "network", pgettext_lazy("collection", "The network")
    PUBLIC = "public", pgettext_lazy("collection", "Everyone, also outside the network")


class PieceForm(models.TextChoices):
    """What a piece of a campaign kit is."""

    POSTER = "poster", _("Poster")
    TEXT = "text", pgettext_lazy("campaign", "Text")
    SLIDES = "slides", _("Slides")
    OTHER = "other", pgettext_lazy("campaign", "Other material")
