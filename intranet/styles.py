"""Which stylesheets and scripts a page loads, in order: there is no build step, each file is one request, cached for good."""

LAYERS = ("tokens", "base", "layout")
COMPONENTS = (
    "alert",
    "auth",
    "avatar",
    "breadcrumbs",
    "button",
    "card",
    "confirm",
    "data",
    "date-block",
    "disclosure",
    "empty",
    "facets",
    "field",
    "footer",
    "header",
    "icon",
    "media-row",
    "menu",
    "pagination",
    "panel",
    "section-bar",
    "skeleton",
    "table",
    "tabs",
    "tag",
    "timeline",
)
STYLESHEETS = (
    *(f"css/{name}.css" for name in LAYERS),
    *(f"css/components/{name}.css" for name in COMPONENTS),
    "css/utilities.css",
)
SCRIPTS = ("js/password-field.js", "js/confirm-dialog.js", "js/facet-sheet.js")
