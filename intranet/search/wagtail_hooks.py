"""The search in coordination's area of the CMS (see `intranet.search.admin`)."""

from wagtail import hooks

from intranet.search.admin.menu import SearchViewSetGroup


@hooks.register("register_admin_viewset")
def register_search() -> SearchViewSetGroup:
    return SearchViewSetGroup()
