from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from intranet.fields import SortKeyField


class Subject(models.Model):
    """A topic (*àmbit*) that people know about and that content is filed under."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    sort_key = SortKeyField(sources=("name",), db_index=True)

    class Meta:
        verbose_name = _("subject")
        verbose_name_plural = _("subjects")
        ordering: ClassVar = ["sort_key"]

    def __str__(self) -> str:
        return self.name
