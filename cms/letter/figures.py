"""How many an issue reached, in aggregate only: never a person, never fewer than five, nothing that tells who was left out."""

from dataclasses import dataclass

from django.db.models import Count, QuerySet

from cms.letter.told import KIND, key_of
from cms.models import LetterSending, NewsletterPage
from rse.insights.suppression import Cell, alone, cells
from rse.notifications.models import Delivery
from rse.people.models import User

EMAILED, OPENED = "emailed", "opened"
SHOWN = 12


@dataclass(frozen=True)
class Figures:
    """`told` None: fewer than five, and then nothing else is shown."""

    sending: LetterSending
    told: int | None
    emailed: Cell
    opened: Cell


def latest(user: User) -> list[Figures]:
    """The last issues sent, for those who write the letter. Two queries beside the rights."""
    return _figures(LetterSending.objects.visible_to(user))


def of_issue(user: User, issue: NewsletterPage) -> Figures | None:
    """Those of one issue; None while it was not sent."""
    return next(iter(_figures(LetterSending.objects.visible_to(user).filter(issue=issue))), None)


def _figures(rows: "QuerySet[LetterSending]") -> list[Figures]:
    sendings = list(rows.select_related("issue").annotate(marks=Count("openings")).order_by("-asked_at", "-pk")[:SHOWN])
    if not sendings:
        return []
    left = Delivery.objects.filter(channel=Delivery.Channel.EMAIL, state=Delivery.State.SENT, notification__key__in=[key_of(one) for one in sendings])
    emailed = dict(left.filter(notification__kind=KIND).order_by().values_list("notification__key").annotate(number=Count("pk")))
    return [_of(one, emailed.get(key_of(one), 0)) for one in sendings]


def _of(sending: LetterSending, emailed: int) -> Figures:
    marks: int = vars(sending)["marks"]
    opened = sending.opened if sending.opened is not None else marks
    sizes = {EMAILED: sending.told, OPENED: sending.told}
    shown = cells({EMAILED: min(emailed, sending.told), OPENED: min(opened, sending.told)}, sizes, total_shown=False)
    return Figures(sending, alone(sending.told), shown[EMAILED], shown[OPENED])
