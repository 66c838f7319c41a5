"""What a resource still lacks before it may be sent, by the step of the form at which it is said."""

from typing import NamedTuple

from django.utils.translation import gettext as _

from intranet.members.models import Organisation, Position
from repository.domain.consents import holds, left_of
from repository.enums import Consent, ResourceKind, ResourceVisibility
from repository.models import Credit, ResourcePage

STEP_OF = {Consent.REFUSED: 2, Consent.OUT: 2, Consent.GIVEN: 3}
"""Where their words are taken out, or it is saved once more and they are asked again."""


class Gap(NamedTuple):
    """`step`: 1 what it is, 2 its content, 3 where it goes; None where only an answer fills it."""

    step: int | None
    text: str
    consent: str = ""


def gaps_of(page: ResourcePage) -> list[Gap]:
    """Of a resource as at hand. For what nobody was asked about, three statements at most."""
    return [*gaps_of_words(page), *gaps_of_consent(page)]


def gaps_of_words(page: ResourcePage) -> list[Gap]:
    found = []
    if not page.title.strip():
        found.append(Gap(1, _("It has no title.")))
    if not page.summary.strip():
        found.append(Gap(1, _("Say in a sentence or two what it is good for.")))
    if page.is_practice:
        if not page.measures.strip():
            found.append(Gap(2, _("Say what was done.")))
        if not page.results.strip():
            found.append(Gap(2, _("Say what came of it.")))
    elif page.kind == ResourceKind.LINK:
        if not page.links.exists():
            found.append(Gap(2, _("Write the address that it leads to.")))
    elif not (page.body or page.files.exists() or page.links.exists()):
        found.append(Gap(2, _("It holds nothing yet: write a text, or add a file or a link.")))
    if page.visibility == ResourceVisibility.PUBLIC and not page.licence:
        found.append(Gap(3, _("Say under what licence others may use it: it is for everyone.")))
    return found


def gaps_of_consent(page: ResourcePage) -> list[Gap]:
    """Those whose words it is made of and who have not agreed to these, for those for whom they are.

    Of those whose words were taken out, what has come back. Its owner has agreed: they keep it.
    """
    authors = Credit.objects.filter(page=page.pk).exclude(person=page.owner_id).select_related("person")
    found = [(credit.consent, problem_with(credit, page)) for credit in authors]
    return [Gap(STEP_OF.get(Consent(consent)), text, consent) for consent, text in found if text]


def council_left(page: ResourcePage) -> Organisation | None:
    """The council in whose name it still is, when the words of its people were taken out and its proposer is none of them."""
    rows = Credit.objects.filter(page=page.pk, council=page.organisation_id)
    if page.organisation is None or not rows.filter(consent=Consent.OUT).exists():
        return None
    own = Position.objects.giving_access().filter(user=page.owner_id, organisation=page.organisation_id)
    is_of_others = rows.exclude(consent=Consent.OUT).exists()
    return None if is_of_others or own.exists() else page.organisation


def problem_with(credit: Credit, page: ResourcePage) -> str:
    names = {"person": credit.person.full_name}
    if credit.consent == Consent.ASKED:
        return _("%(person)s has not answered yet.") % names
    if credit.consent == Consent.REFUSED:
        return _("%(person)s does not agree: take their words out.") % names
    if credit.consent == Consent.GIVEN:
        changed = _("%(person)s has agreed to other words, or to other readers: they have to be asked again.")
        return "" if holds(credit, page) else changed % names
    back = _("What %(person)s does not want is in it again: «%(words)s». Take it out.")
    return back % {**names, "words": left} if (left := left_of(page, credit)) else ""
