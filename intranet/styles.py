"""Which stylesheets and scripts a page loads, in order: there is no build step, each file is one request, cached for good."""

LAYERS = ("tokens", "base", "layout")
COMPONENTS = (
    "alert",
    "ask",
    "avatar",
    "bands",
    "breadcrumbs",
    "button",
    "card",
    "chip",
    "confirm",
    "dashboard",
    "data",
    "date-block",
    "disclosure",
    "empty",
    "experience",
    "facets",
    "field",
    "footer",
    "group-head",
    "header",
    "icon",
    "media-row",
    "menu",
    "notice",
    "page-blocks",
    "pagination",
    "panel",
    "section-bar",
    "skeleton",
    "table",
    "tabs",
    "tag",
    "timeline",
    "told",
    "topic-list",
)
# Only where one reads what people wrote, or writes: the first view does without their weight.
CONVERSATION = tuple(f"css/components/{name}.css" for name in ("draft", "file-list", "moderation", "topic", "writing"))
# Only in the agenda.
AGENDA = tuple(f"css/components/{name}.css" for name in ("agenda", "announcing", "event", "registration", "when"))
# Only where organisers look after those who registered.
ORGANISING = ("css/components/attendees.css",)
# Only where people say who they are.
PROFILE = tuple(f"css/components/{name}.css" for name in ("photo-crop", "profile-form"))
# Only where one reads who somebody is.
PORTRAIT = ("css/components/portrait.css",)
# Only in the resource bank.
BANK = tuple(f"css/components/{name}.css" for name in ("bank", "collections", "proposing", "resource", "uploads"))
# Only before one is inside, and where one sets up a second factor.
ENTRANCE = ("css/components/auth.css",)
# Only once it is there: what it belongs to brings it along.
SUMMONED = tuple(f"css/components/{name}.css" for name in ("keys-help", "search-suggestions", "welcome"))
# Only where everything is searched.
SEARCH = ("css/components/search-results.css",)
# Only in the circular.
CIRCULAR = tuple(f"css/components/{name}.css" for name in ("circular", "compose", "entry-form", "sending"))
STYLESHEETS = (
    *(f"css/{name}.css" for name in LAYERS),
    *(f"css/components/{name}.css" for name in COMPONENTS),
    "css/utilities.css",
)
SCRIPTS = (
    "js/password-field.js",
    "js/confirm-dialog.js",
    "js/notice-bell.js",
    "js/passkey-notice.js",
)
