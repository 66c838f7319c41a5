"""Each kind of page that a person can come to: the one table of what the browser looks at."""

from dataclasses import dataclass

from playwright.sync_api import Page

from tests.browser.accounts import ADMINISTRATOR, COORDINATION, ELECTED, GROUP_COORDINATOR, GUEST, MANAGER, NOBODY


@dataclass(frozen=True)
class Screen:
    """A page, who looks at it, and how one gets there: by its path, and from there by the first link that `follow` finds."""

    name: str
    path: str
    account: str = NOBODY
    follow: str = ""
    status: int = 200

    def open(self, page: Page) -> int:
        """Go there; answers with the status of what came."""
        answer = page.goto(self.path)
        if self.follow:
            href = page.locator(self.follow).first.get_attribute("href")
            answer = page.goto(href or "/the-link-leads-nowhere/")
        return answer.status if answer else 0


SCREENS = (
    # Signed out
    Screen("sign-in", "/compte/login/"),
    Screen("sign-in-code", "/compte/login/code/"),
    Screen("password-reset", "/compte/password/reset/"),
    Screen("password-reset-done", "/compte/password/reset/done/"),
    Screen("password-reset-bad-link", "/compte/password/reset/key/1-x/"),
    Screen("sign-up-closed", "/compte/signup/"),
    Screen("account-inactive", "/compte/inactive/"),
    Screen("invitation-unknown", "/invitacio/no-such-invitation/", status=404),
    Screen("accessibility", "/accessibilitat/"),
    Screen("privacy-notice", "/privacitat/"),
    Screen("legal-notice", "/avis-legal/"),
    Screen("mailbox", "/correu/"),
    # Dashboard and pages
    Screen("dashboard", "/", MANAGER),
    Screen("dashboard-of-a-guest", "/", GUEST),
    Screen("dashboard-of-coordination", "/", COORDINATION),
    Screen("news", "/noticies/", MANAGER),
    Screen("news-page", "/noticies/", MANAGER, follow="main a[href^='/noticies/'][href$='/']:not([href='/noticies/'])"),
    Screen("section", "/la-xarxa/", MANAGER),
    # People
    Screen("people", "/membres/", MANAGER),
    Screen("people-filtered", "/membres/?q=ca&province=Girona", MANAGER),
    Screen("people-none", "/membres/?q=zzzzzz", MANAGER),
    Screen("people-of-a-guest", "/membres/", GUEST),
    Screen("person", "/membres/?q=samira+bonastre", MANAGER, follow="main a[href^='/membres/']:not([href*='?'])"),
    Screen("profile", "/compte/perfil/", MANAGER),
    Screen("profile-preview", "/compte/perfil/com-em-veuen/", MANAGER),
    Screen("my-data", "/compte/privacitat/", ELECTED),
    Screen("keyboard", "/dreceres/", COORDINATION),
    # The resource bank
    Screen("bank", "/recursos/", MANAGER),
    Screen("bank-narrowed", "/recursos/?kind=guia&kind=bona-practica&language=ca&vista=targetes", MANAGER),
    Screen("bank-words", "/recursos/?q=cl%C3%A0usules", MANAGER),
    Screen("bank-none", "/recursos/?q=zzzzzz", MANAGER),
    Screen("bank-of-a-guest", "/recursos/", GUEST),
    Screen("collections", "/recursos/colleccions/", MANAGER),
    Screen("collection-path", "/recursos/colleccions/itinerari-per-a-qui-comenca/", MANAGER),
    Screen("collection-new", "/recursos/colleccions/nova/", COORDINATION),
    Screen("collection-edit", "/recursos/colleccions/itinerari-per-a-qui-comenca/edita/", COORDINATION),
    Screen("kits", "/recursos/campanya/", MANAGER),
    Screen("kit", "/recursos/colleccions/campanya-contractacio/", MANAGER),
    Screen("kit-use", "/recursos/colleccions/campanya-contractacio/", MANAGER, follow="main a[href*='/campanya/us/']"),
    Screen("adoption", "/recursos/campanya/adopcio/", COORDINATION),
    Screen("resource", "/recursos/oficina-de-cures-de-barri/", MANAGER),
    Screen(
        "resource-of-its-keeper", "/recursos/guia-rapida-contractes-menors-amb-entitats-de-leconomia-social/", MANAGER
    ),
    Screen(
        "resource-archived", "/recursos/orientacions-sobre-la-moneda-local-i-la-comptabilitat-municipal/", COORDINATION
    ),
    Screen("resource-public", "/recursos/comunitat-energetica-al-pavello/"),
    Screen(
        "resource-validity",
        "/recursos/guia-rapida-contractes-menors-amb-entitats-de-leconomia-social/vigencia/",
        MANAGER,
    ),
    Screen("resource-discuss", "/recursos/comunitat-energetica-al-pavello/parleu-ne/?grup=agroecologia", MANAGER),
    Screen("resource-propose", "/recursos/proposa/", MANAGER),
    Screen("resource-step-what", "/recursos/deu-idees-per-a-la-setmana-de-leconomia-social/edita/1/", COORDINATION),
    Screen("resource-step-content", "/recursos/deu-idees-per-a-la-setmana-de-leconomia-social/edita/2/", COORDINATION),
    Screen("resource-step-place", "/recursos/deu-idees-per-a-la-setmana-de-leconomia-social/edita/3/", COORDINATION),
    Screen("resource-submit", "/recursos/deu-idees-per-a-la-setmana-de-leconomia-social/envia/", COORDINATION),
    Screen("resource-review", "/recursos/revisio/", COORDINATION, follow=".kept-resource__title a"),
    Screen(
        "resource-version",
        "/recursos/comunitat-energetica-al-pavello/versions/",
        COORDINATION,
        follow=".kept-resource a",
    ),
    Screen("resource-from-topic", "/recursos/proposa/tema/1/", COORDINATION),
    Screen("resources-kept", "/recursos/meus/", COORDINATION),
    Screen("resources-to-review", "/recursos/revisio/", COORDINATION),
    Screen("resources-saved", "/recursos/desats/", MANAGER),
    # The circular
    Screen("circular", "/circular/", MANAGER, follow=".circular-row a"),
    Screen("circular-propose", "/circular/proposa/", MANAGER),
    Screen("circular-compose", "/circular/", COORDINATION, follow=".circular-unsent a"),
    Screen("circular-send", "/circular/", COORDINATION, follow=".circular-unsent a[href$='/envia/']"),
    # Councils
    Screen("councils", "/municipis/", MANAGER),
    Screen("councils-filtered", "/municipis/?q=sant", MANAGER),
    Screen("council", "/municipis/terrassa/", MANAGER),
    Screen("own-council", "/municipis/manresa/", MANAGER),
    Screen("council-of-coordination", "/municipis/manresa/", COORDINATION),
    Screen("invitations", "/municipis/manresa/invitacions/", MANAGER),
    Screen("invitation-new", "/municipis/manresa/invitacions/nova/", MANAGER),
    # Groups
    Screen("groups", "/grups/", MANAGER),
    Screen("group", "/grups/agroecologia/", MANAGER),
    Screen("group-of-its-coordinator", "/grups/cures/", GROUP_COORDINATOR),
    Screen("group-private", "/grups/comissio-executiva/", ELECTED),
    Screen("group-members", "/grups/agroecologia/membres/", MANAGER),
    Screen("group-join", "/grups/habitatge/entra/", MANAGER),
    Screen("group-invite", "/grups/cures/convida/", GROUP_COORDINATOR),
    Screen("group-settings", "/grups/cures/edita/", GROUP_COORDINATOR),
    # Conversations
    Screen("topics", "/grups/agroecologia/temes/", MANAGER),
    Screen(
        "topic",
        "/grups/agroecologia/temes/",
        MANAGER,
        follow="main a[href*='/temes/'][href$='/']:has-text('menjadors')",
    ),
    Screen(
        "topic-of-moderation",
        "/grups/cures/temes/",
        GROUP_COORDINATOR,
        follow="main a[href*='/temes/']:has-text('guia')",
    ),
    Screen("topic-new", "/grups/agroecologia/temes/nou/", MANAGER),
    Screen("question-new", "/grups/agroecologia/temes/nou/?tipus=question", GUEST),
    Screen("experiences", "/experiencies/", MANAGER),
    Screen("experience", "/experiencies/", MANAGER, follow="main a[href*='/temes/']:has-text('masia')"),
    Screen("experience-new", "/grups/xarxa/experiencies/nova/", MANAGER),
    Screen("moderation", "/moderacio/", COORDINATION),
    # The agenda
    Screen("agenda", "/agenda/", MANAGER),
    Screen("agenda-narrowed", "/agenda/?q=zzzz", GUEST),
    Screen("agenda-list", "/agenda/llista/", MANAGER),
    Screen("agenda-past", "/agenda/llista/?sentit=passats", COORDINATION),
    Screen("group-agenda", "/grups/cures/agenda/", GROUP_COORDINATOR),
    Screen("event", "/agenda/llista/", MANAGER, follow="main a[href^='/agenda/']:has-text('plec a la factura')"),
    Screen("event-public", "/agenda/1/"),
    Screen("event-of-a-series", "/agenda/llista/", COORDINATION, follow="main a:has-text('Comissió Tècnica')"),
    Screen("registration", "/agenda/1/inscripcio/", COORDINATION),
    Screen("registration-offered", "/agenda/inscripcions/", MANAGER, follow="main a[href$='/inscripcio/']"),
    Screen("registration-of-colleagues", "/agenda/1/inscripcio/companys/", MANAGER),
    Screen("registration-of-guests", "/agenda/1/inscripcio/"),
    Screen("registration-of-guests-sent", "/agenda/1/inscripcio/?enviat=1"),
    Screen("registration-asked", "/agenda/1/inscripcio/canvia/?do=cancel", MANAGER),
    Screen("own-registrations", "/agenda/inscripcions/", GROUP_COORDINATOR),
    Screen("ticket-unknown", "/inscripcio/no-such-ticket/", status=404),
    Screen("event-new", "/agenda/nou/", MANAGER),
    Screen("event-edit", "/agenda/1/edita/", COORDINATION),
    Screen("event-materials", "/agenda/1/materials/", COORDINATION),
    Screen("event-state", "/agenda/1/estat/", COORDINATION),
    Screen("events-kept", "/agenda/meus/", COORDINATION),
    Screen("events-to-review", "/agenda/revisio/", COORDINATION),
    # Notices
    Screen("notices", "/avisos/", MANAGER),
    Screen("notices-unread", "/avisos/?unread=on", MANAGER),
    Screen("notices-none", "/avisos/?unread=on&section=municipis&pagina=9", GUEST),
    Screen("notices-of-coordination", "/avisos/", COORDINATION),
    Screen("drafts", "/esborranys/", MANAGER),
    Screen("preferences", "/compte/avisos/", MANAGER),
    Screen("preferences-of-a-guest", "/compte/avisos/", GUEST),
    Screen("preferences-restore", "/compte/avisos/restableix/", MANAGER),
    # Account
    Screen("security", "/compte/2fa/", MANAGER),
    Screen("sessions", "/compte/sessions/", MANAGER),
    Screen("password", "/compte/password/change/", MANAGER),
    Screen("email", "/compte/email/", MANAGER),
    # The house itself
    Screen("design", "/disseny/", COORDINATION),
    Screen("design-of-an-administrator", "/disseny/", ADMINISTRATOR),
    Screen("error-404", "/no-hi-ha-res/", MANAGER, status=404),
    Screen("error-403", "/admin/", MANAGER, status=403),
)
