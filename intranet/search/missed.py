"""The searches that find nothing, noted for coordination without names.

What somebody looks for may say something of somebody. So only what is looked for again on another day is shown to anybody, and
the rest is soon forgotten; what may be an address or a number of somebody's is not kept at all.
"""

import logging
import re
from collections import defaultdict
from datetime import date, timedelta

from django.core.cache import cache
from django.db import DatabaseError, connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac

from intranet.catalan import fold
from intranet.fulltext.kinds import findables
from intranet.fulltext.searching import hits_of
from intranet.fulltext.words import Sought, says_too_little, sought_in
from intranet.members.models import User
from intranet.members.standing import Standing
from intranet.search.lines import LONGEST_EXPRESSION, normal
from intranet.search.models import MissedQuery
from intranet.search.promotions import is_said
from intranet.search.seeing import visible_among
from intranet.search.taught import taught
from intranet.unions import anyone

logger = logging.getLogger(__name__)

KEPT_FOR, KEPT_FOR_ONCE = timedelta(days=180), timedelta(days=30)
"""`KEPT_FOR_ONCE`: what was looked for on a single day."""
MOST_KEPT = 500
MOST_NEW_A_DAY, MOST_OF_A_PERSON = 200, 30
"""In a day: so many searches that nobody had made before, and so many of one person."""
MOST_DIGITS = 5
"""More are a telephone, an identity card, an account."""
ADDRESS = re.compile(r"@|\barroba\b|[(\[{<]\s*at\s*[)\]}>]|\w\.(?:cat|com|coop|es|eu|info|net|org)\b", re.IGNORECASE)
"""An address, of e-mail or of the web, however people write it."""
A_DAY = 24 * 3600
"""In seconds."""
NOTING = """
    INSERT INTO search_missedquery (key, words, times, first_day, last_day) SELECT %s, %s, 1, %s, %s
    WHERE EXISTS (SELECT 1 FROM search_missedquery WHERE key = %s)
    OR (SELECT count(*) FROM search_missedquery WHERE first_day = %s) < %s
    ON CONFLICT (key) DO UPDATE SET times = search_missedquery.times + 1, last_day = excluded.last_day
"""


def note_of(user: User, words: str) -> None:
    """That `user` has found nothing: as `note`, once a day for the same words in whatever form: a page that is loaded again misses nothing more.

    Nothing of whoever has found nothing very often today, as only a program does.
    """
    at = f"missed:{user.pk}:{timezone.localdate()}"
    times = cache.get(at, 0)
    if times >= MOST_OF_A_PERSON or not is_to_be_kept(words):
        return
    if cache.add(f"{at}:{digest_of(words)}", 1, timeout=A_DAY):
        cache.set(at, times + 1, timeout=A_DAY)
        note(words)


def digest_of(words: str) -> str:
    """The same for the same words in whatever form; without this site's secret nobody tells from it what they are."""
    return salted_hmac("intranet.search.missed", normal(words), algorithm="sha256").hexdigest()


def note(words: str) -> None:
    """That somebody has looked for `words` everywhere and found nothing; never fails. One statement."""
    folded, key = fold(words), normal(words)
    if not is_to_be_kept(words) or len(folded) > LONGEST_EXPRESSION or len(key) > LONGEST_EXPRESSION:
        return
    today = timezone.localdate()
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(NOTING, [key, folded, today, today, key, today, MOST_NEW_A_DAY])
    except DatabaseError:
        logger.warning("A search without results could not be noted", exc_info=True)


def is_to_be_kept(words: str) -> bool:
    """Nothing that may say who somebody is: neither an address of e-mail nor a long number."""
    is_personal = ADDRESS.search(words) or sum(letter.isdigit() for letter in words) > MOST_DIGITS
    return not is_personal and not says_too_little(words) and "\0" not in words


def settle(*expressions: str) -> None:
    """Coordination has seen to these words: whoever finds nothing from now on says so anew."""
    MissedQuery.objects.filter(key__in=map(normal, expressions)).delete()


def forget_old(*, today: date | None = None) -> None:
    """What nobody has looked for in half a year, or again in a month, and beyond the newest ones, so many as anybody reads."""
    day = today or timezone.localdate()
    MissedQuery.objects.filter(last_day__lt=day - KEPT_FOR).delete()
    MissedQuery.objects.filter(last_day=F("first_day"), last_day__lt=day - KEPT_FOR_ONCE).delete()
    newest = MissedQuery.objects.order_by("-last_day", "-pk").values_list("pk", flat=True)
    MissedQuery.objects.exclude(pk__in=list(newest[:MOST_KEPT])).delete()


def forget_found() -> None:
    """What somebody of the network who is in no group of their own finds by now, and what something is recommended for."""
    lessons = taught()
    for pk, words in list(MissedQuery.objects.values_list("pk", "words")):
        sought = sought_in(words, same=lessons.same)
        if any(is_said(one.words, sought) for one in lessons.recommended) or is_found(sought):
            MissedQuery.objects.filter(pk=pk).delete()


def is_found(sought: Sought) -> bool:
    keys = defaultdict[str, set[int]](set)
    for hit in hits_of(sought, [one.kind for one in findables()]):
        keys[hit.kind].add(hit.key)
    return any(visible_among(anyone(Standing(member=True)), keys).values())


def clean() -> None:
    """The nightly job."""
    forget_old()
    forget_found()
