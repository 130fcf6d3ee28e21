"""What a departure brings about, said before HR confirms it. Other rooms register theirs from `AppConfig.ready()`."""

from collections.abc import Callable
from itertools import chain

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rse.people.conf import leavers_kept_days
from rse.people.models import Absence, Agent, Department

Provider = Callable[[Agent], list[str]]

_providers: list[Provider] = []


def register_consequences(provider: Provider) -> None:
    """`provider(agent)` answers sentences: what else ends when this person leaves. Harmless twice."""
    if provider not in _providers:
        _providers.append(provider)


def consequences_of(agent: Agent) -> list[str]:
    """What happens the day after the last one, in sentences."""
    days = leavers_kept_days()
    told = [_("The account closes and every session ends; the person is no longer in the directory.")]
    told += [
        _("The department %(department)s no longer has a head: name another one.") % {"department": each} for each in Department.objects.filter(head=agent.user)
    ]
    number = Absence.objects.filter(substitute=agent).not_over(timezone.localdate()).count()
    if number:
        told.append(ngettext("%(number)s colleague loses this substitute.", "%(number)s colleagues lose this substitute.", number) % {"number": number})
    told += chain.from_iterable(provider(agent) for provider in _providers)
    told.append(
        ngettext("After %(days)s day, the personal data are erased for ever.", "After %(days)s days, the personal data are erased for ever.", days)
        % {"days": days}
    )
    return told
