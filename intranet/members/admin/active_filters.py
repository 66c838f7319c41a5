"""What narrows a list of this area down, in words: Wagtail says «True» and «False»."""

from collections.abc import Iterator

import django_filters
from django.utils.translation import gettext as _
from wagtail.admin.active_filters import ActiveFilter, BaseFilterAdapter, register_filter_adapter_class


class YesOrNo(BaseFilterAdapter):
    def get_active_filters(self) -> Iterator[ActiveFilter]:
        for found in super().get_active_filters():
            yield found._replace(value=_("Yes") if self.value else _("No"))


register_filter_adapter_class(django_filters.BooleanFilter, YesOrNo)
