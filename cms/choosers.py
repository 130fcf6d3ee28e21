"""Choosers of the editor for what Wagtail does not know: colleagues, subjects, answers, groups. An editor chooses among what they may see, and nothing else."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.views.generic import chooser as views
from wagtail.admin.viewsets.chooser import ChooserViewSet

from referents.models import Answer, Topic, VolunteerCall
from rse.communities.models import Community
from rse.people.models import Agent, User
from rse.people.search_key import letters


def offered(model: type[Any], user: Any) -> "QuerySet[Any]":  # Any: models of three rooms, each with its own queryset
    """What `user` may choose among the rows of `model`."""
    if model is Topic:
        return Topic.objects.filter(active=True)
    if model is User:
        return User.objects.filter(is_active=True).order_by("last_name", "first_name", "pk")
    rows = model.objects.visible_to(user)
    return rows.alive() if model is Community else rows.filter(state="kept") if model is Answer else rows


class WordsFilter(BaseFilterForm):
    """Every word typed stands in the row."""

    q = forms.CharField(label=_("Search"), required=False, widget=forms.TextInput(attrs={"placeholder": _("Search")}))

    def filter(self, objects: "QuerySet[Any]") -> "QuerySet[Any]":
        field = {Agent: "folded", User: "agent__folded", Community: "folded", Topic: "name", Answer: "question"}.get(objects.model, "text")
        for word in (letters if field.endswith("folded") else str)(self.cleaned_data.get("q", "")).split():
            objects = objects.filter(**{f"{field}__icontains": word})
            self.is_searching = True
        self.search_query = self.cleaned_data.get("q") or None
        return super().filter(objects)


class OfferedMixin:
    def get_object_list(self) -> "QuerySet[Any]":
        return offered(self.model_class, self.request.user)  # type: ignore[attr-defined]  # set by Wagtail's view


class ChooseOffered(OfferedMixin, views.ChooseView):
    filter_form_class = WordsFilter


class ChooseOfferedResults(OfferedMixin, views.ChooseResultsView):
    filter_form_class = WordsFilter


class ChosenOffered(views.ChosenView):
    def get_object(self, pk: Any) -> Any:
        found = offered(self.model_class, self.request.user).filter(pk=self.model_class._meta.pk.to_python(pk)).first()
        if found is None:
            raise Http404
        return found


class ChosenOfferedMultiple(views.ChosenMultipleView):
    def get_objects(self, pks: list[Any]) -> "QuerySet[Any]":
        return offered(self.model_class, self.request.user).filter(pk__in=pks)


class OfferedViewSet(ChooserViewSet):
    choose_view_class = ChooseOffered
    choose_results_view_class = ChooseOfferedResults
    chosen_view_class = ChosenOffered
    chosen_multiple_view_class = ChosenOfferedMultiple
    register_widget = False  # named where it is wanted: the other screens of the admin keep their own fields


class AgentChooser(OfferedViewSet):
    model = Agent
    icon = "user"
    choose_one_text = _("Choose a colleague")
    choose_another_text = _("Choose another colleague")


class AccountChooser(OfferedViewSet):
    model = User
    icon = "user"
    choose_one_text = _("Choose a colleague")
    choose_another_text = _("Choose another colleague")


class TopicChooser(OfferedViewSet):
    model = Topic
    icon = "tag"
    choose_one_text = _("Choose a subject")
    choose_another_text = _("Choose another subject")


class AnswerChooser(OfferedViewSet):
    model = Answer
    icon = "help"
    choose_one_text = _("Choose an answer")
    choose_another_text = _("Choose another answer")


class CommunityChooser(OfferedViewSet):
    model = Community
    icon = "group"
    choose_one_text = _("Choose a group")
    choose_another_text = _("Choose another group")


class CallChooser(OfferedViewSet):
    model = VolunteerCall
    icon = "group"
    choose_one_text = _("Choose a call for volunteers")
    choose_another_text = _("Choose another call")


account_chooser = AccountChooser("account_chooser")
agent_chooser = AgentChooser("agent_chooser")
topic_chooser = TopicChooser("topic_chooser")
answer_chooser = AnswerChooser("answer_chooser")
community_chooser = CommunityChooser("community_chooser")
call_chooser = CallChooser("call_chooser")
ALL = (account_chooser, agent_chooser, topic_chooser, answer_chooser, community_chooser, call_chooser)

PLACE = "cms.choosers"
AgentChooserBlock = agent_chooser.get_block_class(name="AgentChooserBlock", module_path=PLACE)
TopicChooserBlock = topic_chooser.get_block_class(name="TopicChooserBlock", module_path=PLACE)
AnswerChooserBlock = answer_chooser.get_block_class(name="AnswerChooserBlock", module_path=PLACE)
CommunityChooserBlock = community_chooser.get_block_class(name="CommunityChooserBlock", module_path=PLACE)
CallChooserBlock = call_chooser.get_block_class(name="CallChooserBlock", module_path=PLACE)
