"""The Wagtail admin of the feed: the set of reactions."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.log_actions import log
from wagtail.permission_policies import ModelPermissionPolicy

from rse.feed.actions.reaction_set import set_reaction_kind
from rse.feed.models import ReactionKind
from rse.people.models import User


class KindPolicy(ModelPermissionPolicy):
    """A word that colleagues have given is retired (no longer offered), never deleted."""

    def user_has_permission(self, user: User, action: str) -> bool:
        return action != "delete" and bool(super().user_has_permission(user, action))


class AddKind(generic.CreateView):
    def save_instance(self) -> ReactionKind:
        kind = set_reaction_kind(ReactionKind(), values=self.form.cleaned_data, actor=self.request.user)
        log(instance=kind, action="wagtail.create", content_changed=True)
        return kind


class ChangeKind(generic.EditView):
    def save_instance(self) -> ReactionKind:
        kind = set_reaction_kind(ReactionKind.objects.get(pk=self.object.pk), values=self.form.cleaned_data, actor=self.request.user)
        self.has_content_changes = self.form.has_changed()
        log(instance=kind, action="wagtail.edit", content_changed=self.has_content_changes)
        return kind


class ReactionKindViewSet(ModelViewSet):
    model = ReactionKind
    icon = "pick"
    menu_label = _("Reactions")
    add_view_class = AddKind
    edit_view_class = ChangeKind
    form_fields = ["label", "symbol", "code", "order", "offered"]
    list_display = ["label", "symbol", "order", "offered"]
    search_fields = ["label"]
    search_backend_name = None
    permission_policy = KindPolicy(ReactionKind)
    add_to_settings_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
