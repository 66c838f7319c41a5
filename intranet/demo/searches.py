"""What coordination has added to the search, and what people have looked for without finding it."""

from datetime import date, timedelta
from typing import Any

from intranet.catalan import fold
from intranet.demo.days import day
from intranet.demo.tables import texts
from intranet.search.lines import normal
from intranet.search.models import MissedQuery, Promotion, SynonymSet


def load_searches(today: date) -> int:
    """How many sets of synonyms and recommendations there are."""
    told = texts("searches")
    for one in told["synonyms"]:
        saved(SynonymSet(expressions="\n".join(one["expressions"])))
    for one in told["promotions"]:
        saved(promotion_of(one, today))
    MissedQuery.objects.bulk_create(missed_of(one, today) for one in told["missed"])
    return len(told["synonyms"]) + len(told["promotions"])


def saved(row: SynonymSet | Promotion) -> None:
    row.full_clean()
    row.save()


def promotion_of(told: dict[str, Any], today: date) -> Promotion:
    days = {name: day(today, told[name]) for name in ("since", "until") if name in told}
    facts = {name: told[name] for name in ("title", "address", "note") if name in told}
    return Promotion(words="\n".join(told["words"]), **facts, **days)


def missed_of(told: dict[str, Any], today: date) -> MissedQuery:
    return MissedQuery(
        key=normal(told["words"]),
        words=fold(told["words"]),
        times=told["times"],
        first_day=today - timedelta(days=told["first"]),
        last_day=today - timedelta(days=told["last"]),
    )
