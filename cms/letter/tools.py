"""What stands around an issue on the web for its reader: the issues before and after, the e-mails stopped, and for editors the sending."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from cms.letter.told import KIND
from cms.models import LetterSending, NewsletterPage
from cms.permissions import may_write_letter, visible_to
from rse.notifications import unsubscribing
from rse.people.models import User


@dataclass(frozen=True)
class LetterTools:
    """`sent`: the issue left, whoever opens it is counted; `stop`: where this person stops the e-mails of the letter."""

    before: NewsletterPage | None
    after: NewsletterPage | None
    sent: bool
    stop: str
    edits: bool


def letter_tools_for(user: User, page: Any) -> LetterTools:  # Any: an issue, or the list of them
    stop = urlsplit(unsubscribing.address(user, KIND)).path
    if not isinstance(page, NewsletterPage):
        return LetterTools(None, None, False, stop, may_write_letter(user))
    around = visible_to(user, NewsletterPage.objects.live()).exclude(pk=page.pk).defer("body")
    before = around.filter(number__lt=page.number).order_by("-number", "-pk").first()
    after = around.filter(number__gt=page.number).order_by("number", "pk").first()
    return LetterTools(before, after, LetterSending.objects.filter(issue=page.pk).exists(), stop, may_write_letter(user))
