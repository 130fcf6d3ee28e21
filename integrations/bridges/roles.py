"""What the network of referents adds to the filters of the directory."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from referents.models import Referent
from rse.people import facets


def referents() -> Q:
    return Q(user__in=Referent.objects.active().order_by().values("user"))


def register() -> None:
    facets.register(facets.Role("referent", _("referent"), referents, order=20))
