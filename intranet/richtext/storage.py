"""Static files under names that change with their content, the modules that our own scripts import too."""

from django.contrib.staticfiles.storage import HashedFilesMixin
from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Imports are rewritten in `js/` alone: in a minified file of others the pattern finds what is no import."""

    _own_imports = ("js/*.js", HashedFilesMixin._js_module_import_aggregation_patterns[1])  # type: ignore[attr-defined]  # noqa: SLF001 - Django's own
    patterns = (*CompressedManifestStaticFilesStorage.patterns, _own_imports)
