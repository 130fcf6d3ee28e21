"""A person of the demonstration town at their browser."""

from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Page, Response

# Chromium says these of answers that are meant: a refused form (422), a conflict (409), a socket a test cuts.
EXPECTED_NOISE = ("WebSocket", "Failed to load resource", "net::ERR_INTERNET_DISCONNECTED")
# Chromium's own word for a fade between two pages that it cut short; no script of ours starts one.
CUT_TRANSITION = "Transition was "

FIRST_NUMBER = 10001
DEMO_CODE = "techniville-demo"


@dataclass
class Person:
    """One browser of one person; `errors` gathers what no page may ever say."""

    page: Page
    context: BrowserContext
    errors: list[str] = field(default_factory=list)

    @classmethod
    def come_in(
        cls, chromium: Browser, url: str, number: str, *, width: int, height: int, theme: str, before: Callable[[Page], None] | None = None
    ) -> "Person":
        """Open a browser and, with a number, sign in by the one-click role of the sign-in page."""
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            color_scheme=theme,
            locale="fr-FR",
            timezone_id="Europe/Paris",
            base_url=url,
            has_touch=width < 900,
            service_workers="block",
        )
        page = context.new_page()
        person = cls(page, context)
        page.on("pageerror", person._broke)
        page.on("console", person._heard)
        page.on("response", person._answered)
        if before:
            before(page)
        page.goto("/compte/connexion/")
        if number:
            person.sign_in(number)
        return person

    def sign_in(self, number: str) -> None:
        """Press the button of a role, which stand in the order of their numbers; the others type their code like everybody."""
        roles = self.page.locator("form[action$='/demonstration/']")
        if int(number) - FIRST_NUMBER < roles.count():
            roles.nth(int(number) - FIRST_NUMBER).get_by_role("button").click()
        else:
            self.page.locator("#id_login").fill(number)
            self.page.locator("#id_password").fill(DEMO_CODE)
            self.page.locator("#id_password").press("Enter")
        self.page.wait_for_url(lambda address: "/connexion/" not in address)

    def _broke(self, error: Error) -> None:
        if not error.message.startswith(CUT_TRANSITION):
            self.errors.append(f"{self.page.url}: {error}")

    def _heard(self, line: ConsoleMessage) -> None:
        if line.type == "error" and not line.text.startswith(EXPECTED_NOISE):
            self.errors.append(f"{self.page.url}: {line.text}")

    def _answered(self, response: Response) -> None:
        if response.status >= 500:
            self.errors.append(f"{response.request.method} {response.url}: {response.status}")
