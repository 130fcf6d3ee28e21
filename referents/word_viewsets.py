"""The Wagtail admin of the words of the desk: models of holding replies, acronyms."""

from referents.forms.word_admin import AcronymForm, HoldingModelForm
from referents.models import Acronym, HoldingModel
from referents.viewsets import ReferentsViewSet


class HoldingModelViewSet(ReferentsViewSet):
    model, form, icon = HoldingModel, HoldingModelForm, "mail"
    list_display = ["name", "tone", "owner", "active"]
    list_filter = ["tone", "active"]
    search_fields = ["name", "text"]


class AcronymViewSet(ReferentsViewSet):
    model, form, icon = Acronym, AcronymForm, "title"
    list_display = ["letters", "meaning", "known"]
    list_filter = ["known"]
    search_fields = ["letters", "meaning"]
    refused = frozenset()


ITEMS = (HoldingModelViewSet, AcronymViewSet)
