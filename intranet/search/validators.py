"""What coordination may write into synonyms and recommendations."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from intranet.fulltext.words import MOST_WANTED, says_too_little, telling
from intranet.search.lines import LONGEST_EXPRESSION, lines_in, normal


def validate_expressions(text: str) -> None:
    """Each line says something that the search can look for, and none the same as another."""
    seen = dict[str, str]()
    for line in lines_in(text):
        if len(line) > LONGEST_EXPRESSION or len(telling(line)) == MOST_WANTED:
            raise ValidationError(_("«%(line)s» is too long: a few words are enough."), params={"line": line})
        if says_too_little(line):
            raise ValidationError(_("«%(line)s» says nothing that could be looked for."), params={"line": line})
        if (key := normal(line)) in seen:
            message = _("«%(line)s» and «%(other)s» are the same to the search: leave one of them.")
            raise ValidationError(message, params={"line": line, "other": seen[key]})
        seen[key] = line
