"""What the outbox asks about circulars right before they leave, and what their preview shows."""

from django.utils.translation import pgettext_lazy

from home.circular.domain.fates import is_held, may_go, settled
from home.circular.domain.recipients import KIND
from home.circular.letter.sample import circular_sample
from home.circular.letter.trying import TRY, try_may_go
from intranet.outbox.kinds import register_mail


def register_mails() -> None:
    register_mail(
        KIND,
        may_go=may_go,
        settled=settled,
        is_held=is_held,
        sample=circular_sample,
        label=pgettext_lazy("mail", "Monthly circular"),
    )
    register_mail(TRY, may_go=try_may_go, label=pgettext_lazy("mail", "Monthly circular, to try it"))
