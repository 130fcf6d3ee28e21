"""The Wagtail admin of people: agents, departments, working patterns and organisations for HR, groups of accounts for administrators."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views import generic
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.log_actions import log
from wagtail.permission_policies.base import BasePermissionPolicy
from wagtail.users.views.users import EditView as AccountEditView
from wagtail.users.views.users import UserViewSet

from rse.people import actions
from rse.people.admin_forms import ChangeAgentForm, EnterAgentForm, RightsForm
from rse.people.models import Agent, Department, Organisation, User, WorkingPattern
from rse.people.permissions import can_manage_people, people_keepers


class RegisterPolicy(BasePermissionPolicy):
    """HR enters and changes; what people hang on is never deleted from a screen."""

    def __init__(self, model: type, *, deletable: bool = False) -> None:
        super().__init__(model)
        self.refused = set() if deletable else {"delete"}

    def user_has_permission(self, user: User, action: str) -> bool:
        return action not in self.refused and can_manage_people(user)

    def user_has_any_permission(self, user: User, actions: Any) -> bool:  # any iterable of action names
        return any(self.user_has_permission(user, action) for action in actions)

    def users_with_any_permission(self, actions: Any) -> QuerySet[User]:  # any iterable of action names
        return people_keepers().filter(is_active=True).distinct()


class AccountsPolicy(BasePermissionPolicy):
    """Administrators give groups; nobody creates or deletes accounts here."""

    def user_has_permission(self, user: User, action: str) -> bool:
        return action in {"change", "view"} and user.is_active and user.is_superuser

    def user_has_any_permission(self, user: User, actions: Any) -> bool:  # any iterable of action names
        return any(self.user_has_permission(user, action) for action in actions)

    def users_with_any_permission(self, actions: Any) -> QuerySet[User]:  # any iterable of action names
        return User.objects.filter(is_active=True, is_superuser=True)


class EnterAgent(generic.CreateView):
    def save_instance(self) -> Agent:
        data = dict(self.form.cleaned_data)
        agent = actions.create_agent(data.pop("organisation"), actor=self.request.user, **data)
        log(instance=agent, action="wagtail.create", content_changed=True)
        return agent


class ChangeAgent(generic.EditView):
    def save_instance(self) -> Agent:
        data, actor = dict(self.form.cleaned_data), self.request.user
        agent, left_on, department, closed = self.object, data.pop("left_on"), data.pop("department"), data.pop("close_account")
        if agent.state == Agent.State.LEFT and left_on is None:
            actions.rejoin(agent, department=department, actor=actor)
        actions.change_email(agent, email=data.pop("email"), actor=actor)
        if agent.state == Agent.State.ACTIVE:
            # Moved first: the position that ends keeps its title.
            actions.move_agent(agent, department=department, actor=actor)
            actions.change_profile(agent, changes=data, actor=actor)
        if agent.state == Agent.State.ACTIVE and left_on is not None:
            actions.leave(agent, on=left_on, actor=actor)
        if closed:
            actions.deactivate(agent, actor=actor)
        self.has_content_changes = self.form.has_changed()
        log(instance=agent, action="wagtail.edit", content_changed=self.has_content_changes)
        return agent


class AgentViewSet(ModelViewSet):
    model = Agent
    icon = "user"
    menu_label = _("People of the organisation")
    add_view_class = EnterAgent
    edit_view_class = ChangeAgent
    list_display = ["__str__", "job_title", "department", "state"]
    list_filter = ["state", "kind", "department"]
    search_fields = ["last_name", "first_name", "job_title", "user__username"]
    search_backend_name = None
    ordering = ["folded", "pk"]
    permission_policy = RegisterPolicy(Agent)
    add_to_reference_index = False

    def get_form_class(self, for_update: bool = False) -> type:
        return ChangeAgentForm if for_update else EnterAgentForm


class CreateDepartment(generic.CreateView):
    def save_instance(self) -> Department:
        data = dict(self.form.cleaned_data)
        department = actions.create_department(data.pop("organisation"), actor=self.request.user, **data)
        log(instance=department, action="wagtail.create", content_changed=True)
        return department


class ChangeDepartment(generic.EditView):
    def save_instance(self) -> Department:
        data, actor = self.form.cleaned_data, self.request.user
        department = Department.objects.get(pk=self.object.pk)
        actions.change_department(department, name=data["name"], code=data["code"], actor=actor)
        actions.move_department(department, parent=data["parent"], actor=actor)
        actions.name_head(department, head=data["head"], actor=actor)
        self.has_content_changes = self.form.has_changed()
        log(instance=department, action="wagtail.edit", content_changed=self.has_content_changes)
        return department


class DepartmentViewSet(ModelViewSet):
    model = Department
    icon = "group"
    add_view_class = CreateDepartment
    edit_view_class = ChangeDepartment
    form_fields = ["organisation", "name", "code", "parent", "head"]
    list_display = ["name", "code", "parent", "head"]
    list_filter = ["organisation"]
    search_fields = ["name", "code"]
    search_backend_name = None
    permission_policy = RegisterPolicy(Department)


class PatternViewSet(ModelViewSet):
    model = WorkingPattern
    icon = "time"
    form_fields = ["organisation", "name", "slots"]
    list_display = ["name", "organisation"]
    search_fields = ["name"]
    search_backend_name = None
    permission_policy = RegisterPolicy(WorkingPattern, deletable=True)


class OrganisationViewSet(ModelViewSet):
    model = Organisation
    icon = "site"
    form_fields = ["name", "siren", "code_insee", "time_zone", "holiday_area"]
    list_display = ["name", "siren", "time_zone"]
    permission_policy = RegisterPolicy(Organisation)


class PeopleViewSetGroup(ViewSetGroup):
    menu_label = _("People and departments")
    menu_icon = "group"
    menu_order = 300
    items = (AgentViewSet, DepartmentViewSet, PatternViewSet, OrganisationViewSet)


class ChangeRights(AccountEditView):
    def save_instance(self) -> User:
        data = self.form.cleaned_data
        user = User.objects.get(pk=self.object.pk)
        is_superuser = data.get("is_superuser", user.is_superuser)
        actions.change_rights(user, groups=data["groups"], is_superuser=is_superuser, actor=self.request.user)
        self.has_content_changes = self.form.has_changed()
        log(instance=user, action="wagtail.edit", content_changed=self.has_content_changes)
        return user


class AccountViewSet(UserViewSet):
    edit_view_class = ChangeRights
    permission_policy = AccountsPolicy(User)

    def get_form_class(self, for_update: bool = False) -> type:
        return RightsForm
