"""A page of which some wordings may not be seen: no history shows them."""

from wagtail.models import Revision

from intranet.pages.base import IntranetPage


class GuardedPage(IntranetPage):
    class Meta:
        abstract = True

    def hides(self, revision: Revision) -> str:
        from repository.domain.versions import WHY_CLOSED, is_closed  # noqa: PLC0415 - the models, which this is a part of, come first

        return str(WHY_CLOSED) if is_closed(revision, self) else ""
