"""Everyone reads freely; the first post, comment or message asks to acknowledge the charter of use, in the form itself.

The charter, its versions and the evidence of signatures are those of `referents` (audience « usage du réseau »): a new version with a last
day asks again once that day has passed, the earlier signature stands until then.
"""

from collections.abc import Mapping

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from referents import charter_pages, rights
from referents.actions import charters
from referents.models import Charter, CharterSignature, CharterVersion
from rse.communities import restrictions
from rse.communities.restrictions import Restriction
from rse.people.models import User

AGREED, SHOWN = "charter_agreed", "charter_sha256"


def register() -> None:
    """Called from `AppConfig.ready()`, harmless twice."""
    restrictions.register(to_acknowledge, lift=acknowledge)


def to_acknowledge(user: User) -> list[Restriction]:
    """Nothing in a town without a charter of use, nor for who has signed the one in force: one query, what every page costs."""
    now = timezone.now()
    today = timezone.localdate(now)
    mine = CharterSignature.objects.filter(version=OuterRef("pk"), user=user.pk, expires_on__gte=today).order_by("-rank")
    running = CharterVersion.objects.filter(charter__audience=Charter.Audience.NETWORK, effective_at__lte=now).select_related("charter")
    version = running.annotate(verdict=Subquery(mine.values("verdict")[:1])).order_by("-effective_at", "-number").first()
    if version is None or version.verdict == CharterSignature.Verdict.SIGNED:
        return []
    if rights.valid_signature(user, Charter.Audience.NETWORK, at=now) is not None:
        return []
    return [
        Restriction(
            code="charter_of_use",
            sentence=_("Before writing, acknowledge “%(charter)s”: tick its box, your text is kept.") % {"charter": version.charter.name},
            messages=True,
            url=reverse("referents:charter", args=[version.pk]),
            template="bridges/charter_of_use.html",
            context={"version": version, "words": charter_pages.words_to_sign(version)},
        )
    ]


def acknowledge(user: User, posted: Mapping[str, str]) -> None:
    """Sign the version that was shown, when its box is ticked. Raises CharterError when the text changed meanwhile."""
    if not (posted.get(AGREED) and posted.get(SHOWN)):
        return
    version = rights.version_in_force(Charter.Audience.NETWORK, at=timezone.now())
    if version is not None:
        charters.sign(version, words_shown=charter_pages.words_to_sign(version), text_sha256=posted[SHOWN], actor=user)
