"""The words that the data is made of."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class OrganisationKind(models.TextChoices):
    TOWN_COUNCIL = "ajuntament", _("Town council")
    COUNTY_COUNCIL = "consell_comarcal", _("County council")
    ATENEU = "ateneu", _("Ateneu Cooperatiu")
    OTHER = "other", _("Other agent of the ecosystem")


COUNCIL_KINDS = (OrganisationKind.TOWN_COUNCIL, OrganisationKind.COUNTY_COUNCIL)


class MembershipStatus(models.TextChoices):
    """Where an organisation stands in the network; only a full member votes."""

    CANDIDATE = "candidate", pgettext_lazy("organisation", "Candidate")
    MEMBER = "member", pgettext_lazy("organisation", "Member")
    COLLABORATOR = "collaborator", pgettext_lazy("organisation", "Collaborator")
    FORMER = "former", pgettext_lazy("organisation", "Former member")


PRESENT_STATUSES = (MembershipStatus.CANDIDATE, MembershipStatus.MEMBER, MembershipStatus.COLLABORATOR)


class Province(models.TextChoices):
    BARCELONA = "Barcelona", "Barcelona"
    GIRONA = "Girona", "Girona"
    LLEIDA = "Lleida", "Lleida"
    TARRAGONA = "Tarragona", "Tarragona"


# Of Catalonia, in the Catalan order; Aran, which is none by law, stands among them in every list.
COMARQUES = (
    *("Alt Camp", "Alt Empordà", "Alt Penedès", "Alt Urgell", "Alta Ribagorça", "Anoia", "Aran", "Bages", "Baix Camp"),
    *("Baix Ebre", "Baix Empordà", "Baix Llobregat", "Baix Penedès", "Barcelonès", "Berguedà", "Cerdanya"),
    *("Conca de Barberà", "Garraf", "Garrigues", "Garrotxa", "Gironès", "Lluçanès", "Maresme", "Moianès", "Montsià"),
    *("Noguera", "Osona", "Pallars Jussà", "Pallars Sobirà", "Pla d'Urgell", "Pla de l'Estany", "Priorat"),
    *("Ribera d'Ebre", "Ripollès", "Segarra", "Segrià", "Selva", "Solsonès", "Tarragonès", "Terra Alta", "Urgell"),
    *("Vallès Occidental", "Vallès Oriental"),
)


class PositionRole(models.TextChoices):
    ELECTED = "elected", _("Elected official")
    TECHNICAL = "technical", _("Technical staff")
    OTHER = "other", _("Staff of another department")


class Department(models.TextChoices):
    """The departments of a council, as the network's internal campaign names them."""

    MAYORALTY = "alcaldia", _("Mayoralty")
    ECONOMIC_PROMOTION = "promocio-economica", _("Economic promotion")
    PROCUREMENT = "contractacio", _("Procurement")
    TREASURY = "hisenda", _("Treasury")
    PLANNING_HOUSING = "urbanisme-habitatge", _("Town planning and housing")
    ENVIRONMENT_ENERGY = "medi-ambient-energia", _("Environment and energy")
    SOCIAL_CARE = "serveis-socials-cures", _("Social services and care")
    EDUCATION = "educacio", _("Education")
    CULTURE = "cultura", _("Culture")
    YOUTH = "joventut", _("Youth")
    PARTICIPATION = "participacio", _("Participation")
    TRADE_CONSUMPTION = "comerc-consum", _("Trade and consumption")
    COMMUNICATION = "comunicacio", _("Communication")


class Visibility(models.TextChoices):
    """Who may see one field of a profile. Coordination, who care for the members, always may."""

    NOBODY = "nobody", _("Nobody (only coordination)")
    COUNCIL = "council", _("People of my council")
    GROUPS = "groups", _("People of my groups and my council")
    NETWORK = "network", _("Everyone in the network")


class SpokenLanguage(models.TextChoices):
    CATALAN = "ca", _("Catalan")
    OCCITAN = "oc", _("Occitan (Aranese)")
    SPANISH = "es", _("Spanish")
    ENGLISH = "en", _("English")
    FRENCH = "fr", _("French")
    ITALIAN = "it", _("Italian")
    PORTUGUESE = "pt", _("Portuguese")
    GERMAN = "de", _("German")
    ARABIC = "ar", _("Arabic")
    AMAZIGH = "zgh", _("Amazigh")
    CATALAN_SIGN = "csc", _("Catalan Sign Language")


class GroupState(models.TextChoices):
    PROPOSED = "proposed", pgettext_lazy("group", "Proposed")
    ACTIVE = "active", pgettext_lazy("group", "Active")
    CLOSED = "closed", pgettext_lazy("group", "Closed")


class GroupAccess(models.TextChoices):
    OPEN = "open", _("Open: everyone reads and posts")
    CLOSED = "closed", _("Closed: everyone reads, members post")
    PRIVATE = "private", _("Private: only members know it exists")


class GroupRole(models.TextChoices):
    MEMBER = "member", pgettext_lazy("group", "Member")
    COORDINATOR = "coordinator", pgettext_lazy("group", "Coordinator")
    GUEST = "guest", pgettext_lazy("group", "Guest")


class GroupJoining(models.TextChoices):
    """How one comes into a group that one may know of; into private ones, by invitation whatever this says."""

    AT_ONCE = "at_once", _("At once: whoever wants to comes in")
    ON_REQUEST = "on_request", _("On request: the coordinators answer")
    BY_INVITATION = "by_invitation", _("By invitation of the coordinators")


class MembershipState(models.TextChoices):
    REQUESTED = "requested", pgettext_lazy("membership", "Requested")
    INVITED = "invited", pgettext_lazy("membership", "Invited")
    ACTIVE = "active", pgettext_lazy("membership", "Active")
    REFUSED = "refused", pgettext_lazy("membership", "Refused")


class Passing(models.TextChoices):
    """What can pass from a position to the one who takes over."""

    REPRESENTATIVE = "representative", _("Representative")
    MANAGER = "manager", _("Manager")
    SEAT = "seat", _("Place in a working group")


class InvitationState(models.TextChoices):
    """Computed from an invitation's dates, never stored."""

    PENDING = "pending", pgettext_lazy("invitation", "Pending")
    ACCEPTED = "accepted", pgettext_lazy("invitation", "Accepted")
    WITHDRAWN = "withdrawn", pgettext_lazy("invitation", "Withdrawn")
    EXPIRED = "expired", pgettext_lazy("invitation", "Expired")


class FollowUpKind(models.TextChoices):
    CALL = "call", _("Call")
    MEETING = "meeting", _("Meeting")
    VISIT = "visit", _("Visit")
    MAIL = "mail", _("E-mail")
    NEED = "need", _("Need detected")
    OTHER = "other", pgettext_lazy("follow-up", "Other")
