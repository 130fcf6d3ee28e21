"""Forms of the Wagtail admin: what administrators, Communication and HR keep."""

from datetime import date
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.text import capfirst, slugify
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput

from referents import addresses
from referents.actions.calendars import Closing
from referents.actions.missions import NEXT
from referents.calendars import CalendarError, HoursUnreadable, OpeningTime
from referents.clocks import DEFAULTS
from referents.conf import directory
from referents.forms.lines import ClosuresField, DayHoursField, LinesField
from referents.host import User
from referents.models import Area, CharterVersion, ClockPolicy, Custody, Mandate, OfficialAccount, OutsideBody, Referent, ServiceCalendar, Topic
from referents.models.calendars import Metric

WEEK = {str(weekday): name for weekday, name in WEEKDAYS.items()}
STEPS = {
    "remind_cm": _("Remind the community manager (share of the time, in percent)"),
    "remind_dispatcher": _("Remind the dispatcher too (share of the time, in percent)"),
    "remind_expert": _("Remind the person asked (share of the time, in percent)"),
    "tell_dispatcher": _("Tell the dispatcher (share of the time, in percent)"),
    "ask_deputy_reviewers": _("Ask the other reviewers (share of the time, in percent)"),
    "pass_on": _("Ask the next person (share of the time, in percent)"),
    "missed": _("Note the promise as missed (share of the time, in percent)"),
}

ALARMS = {
    "children": _("children"),
    "danger": _("danger"),
    "death": _("death"),
    "discrimination": _("discrimination"),
    "distress": _("distress"),
    "health": _("health"),
    "insult": _("insult"),
    "threat": _("threat"),
}


class PersonField(forms.ModelChoiceField):
    """Somebody with an open account, by name."""

    def __init__(self, **options: Any) -> None:
        super().__init__(people(), **options)
        self._label = directory().label

    def label_from_instance(self, user: User) -> str:
        return f"{self._label(user)} ({user.get_username()})"


def people() -> QuerySet[User]:
    return get_user_model().objects.filter(is_active=True).order_by("last_name", "first_name", "pk")


class TopicForm(WagtailAdminModelForm):
    """A subject. What the town changes is the town's: the shipped thesaurus no longer touches it."""

    terms = LinesField(label=_("words and expressions"), rows=12, max_line=120, help_text=_("One a line, as citizens write them."))
    examples = LinesField(label=_("examples of messages"), rows=8, help_text=_("One a line: short messages, invented or made anonymous."))
    also_codes = LinesField(label=_("other departments often concerned"), rows=2, max_line=12, help_text=_("Their codes, one a line."))

    class Meta:
        model = Topic
        fields = ["name", "parent", "department", "outside_body", "sensitivity", "red", "terms", "examples", "also_codes", "active"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("department") and cleaned.get("outside_body"):
            self.add_error("outside_body", _("Choose the department or the outside body, not both."))
            cleaned["outside_body"] = None
        step, seen = cleaned.get("parent"), {self.instance.pk}
        while step is not None:
            if step.pk in seen:
                self.add_error("parent", _("A subject cannot stand below itself."))
                break
            seen.add(step.pk)
            step = step.parent
        return cleaned

    def save(self, commit: bool = True) -> Topic:
        self.instance.origin = Topic.Origin.LOCAL
        self.instance.slug = self.instance.slug or free_slug(self.instance.name)
        if self.instance.department:
            self.instance.department_code = self.instance.department.code
        return super().save(commit)


def free_slug(name: str) -> str:
    """A slug nobody has."""
    base = slugify(name)[:70] or "sujet"
    taken = set(Topic.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for slug in (base, *(f"{base}-{number}" for number in range(2, len(taken) + 3))) if slug not in taken)


class BodyForm(WagtailAdminModelForm):
    class Meta:
        model = OutsideBody
        fields = ["name", "slug", "kind", "where", "say"]


class AreaForm(WagtailAdminModelForm):
    aliases = LinesField(label=_("other names"), rows=5, max_line=80, help_text=_("One a line: streets, squares, nicknames."))

    class Meta:
        model = Area
        fields = ["name", "aliases"]


class AccountForm(WagtailAdminModelForm):
    """An official account. The identity may be pasted as an address: what counts is kept."""

    identity = forms.CharField(label=_("identity on the network"), max_length=300, help_text=_("The name after the @, or the address of the page."))
    address = forms.URLField(label=_("address"), required=False, assume_scheme="https")

    class Meta:
        model = OfficialAccount
        fields = ["platform", "identity", "label", "address", "department", "state", "recovery", "max_length", "last_post_on", "verified_on", "closes_on"]

    def clean_identity(self) -> str:
        identity = self.cleaned_data["identity"].strip()
        if "/" in identity:
            found = addresses.read(identity)
            identity = found.identity if found and found.identity else identity.rstrip("/").rpartition("/")[2]
        identity = identity.lstrip("@").lower()
        if not identity or len(identity) > 160:
            raise forms.ValidationError(_("This identity cannot be read."))
        return identity


class CustodyForm(WagtailAdminModelForm):
    user = PersonField(label=_("person"))

    class Meta:
        model = Custody
        fields = ["account", "user", "role", "two_factor", "reviewed_on"]


class VersionForm(WagtailAdminModelForm):
    """A new version of a charter: once published it never changes."""

    immediate_reason = forms.CharField(
        label=_("reason for immediate effect"),
        required=False,
        max_length=200,
        help_text=_("Left empty, earlier signatures hold until the day above. Written, they stop at once."),
    )

    class Meta:
        model = CharterVersion
        fields = ["charter", "text", "changes", "effective_at", "must_sign_by", "immediate_reason"]
        widgets = {"effective_at": AdminDateTimeInput, "must_sign_by": AdminDateInput}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial["effective_at"] = timezone.now()
        self.initial.pop("must_sign_by", None)
        self.fields["changes"].help_text = _("A few words, shown first to those who sign.")


class CalendarForm(WagtailAdminModelForm):
    """Opening hours, a line a day, and local closures, a line each."""

    is_default = forms.BooleanField(label=_("default calendar"), required=False)
    closures = ClosuresField(label=_("closures"), help_text=_("One a line: 24/12/2026 – 31/12/2026 : label. Public holidays are known already."))

    class Meta:
        model = ServiceCalendar
        fields = ["name", "time_zone", "holiday_area", "good_friday", "is_default"]

    def __init__(self, *args: Any, instance: ServiceCalendar | None = None, **options: Any) -> None:
        super().__init__(*args, instance=instance, **options)
        hours = self.instance.hours or {}
        for weekday, name in WEEK.items():
            help_text = _("08:30–12:00, 13:30–17:30; empty: closed.") if weekday == "0" else ""
            self.fields[f"day_{weekday}"] = DayHoursField(label=capfirst(str(name)), help_text=help_text)
            self.initial[f"day_{weekday}"] = hours.get(weekday, [])
        self.initial["is_default"] = bool(self.instance.is_default)
        if self.instance.pk:
            self.initial["closures"] = [Closing(one.start, one.end, one.label) for one in self.instance.closures.all()]
        self.order_fields(["name", *(f"day_{weekday}" for weekday in WEEK), "closures", "holiday_area", "good_friday", "time_zone", "is_default"])

    @property
    def hours(self) -> dict[str, list[list[str]]]:
        return {weekday: self.cleaned_data[f"day_{weekday}"] for weekday in WEEK if self.cleaned_data.get(f"day_{weekday}")}

    def clean_is_default(self) -> bool | None:
        return True if self.cleaned_data["is_default"] else None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors:
            self._refuse_never_open(cleaned)
        return cleaned

    def _refuse_never_open(self, cleaned: dict[str, Any]) -> None:
        closed = [(one.start, one.end) for one in cleaned["closures"]]
        try:
            OpeningTime.from_hours(self.hours, time_zone=cleaned["time_zone"], area=cleaned["holiday_area"], closures=closed).next_open(timezone.now())
        except HoursUnreadable as error:
            self.add_error("time_zone", error)
        except CalendarError as error:
            self.add_error(None, error)

    def validate_unique(self) -> None:
        """Being the default is taken over from the calendar that was: only the name has to be free."""
        self.instance.validate_unique(exclude=self._get_validation_exclusions() | {"is_default"})


class PolicyForm(WagtailAdminModelForm):
    """The next version of a clock's policy."""

    class Meta:
        model = ClockPolicy
        fields = ["metric", "minutes", "urgent_minutes", "calendar"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        shown = {code: percentage for percentage, code in self.instance.steps or []}
        for code, label in STEPS.items():
            self.fields[code] = forms.IntegerField(label=label, required=False, min_value=1, max_value=100)
            self.initial[code] = shown.get(code)

    @property
    def steps(self) -> list[list[int | str]]:
        return [[self.cleaned_data[code], code] for code in STEPS if self.cleaned_data.get(code)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if (cleaned.get("urgent_minutes") or 0) > (cleaned.get("minutes") or 0):
            self.add_error("urgent_minutes", _("An urgent question takes no longer than another."))
        if cleaned.get("metric"):
            known = {code for _percentage, code in DEFAULTS[Metric(cleaned["metric"])][2]}
            for code in STEPS:
                if cleaned.get(code) and code not in known:
                    self.add_error(code, _("This clock has no such step."))
        return cleaned


class EnrolForm(WagtailAdminModelForm):
    """A new referent, who then follows the steps of the cycle."""

    user = PersonField(label=_("person"))
    deputy = PersonField(label=_("deputy"), required=False)

    class Meta:
        model = Referent
        fields = ["user", "department", "topics", "areas", "deputy", "capacity"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("deputy") and cleaned["deputy"] == cleaned.get("user", getattr(self.instance, "user", None)):
            self.add_error("deputy", _("Choose somebody else: nobody stands in for themselves."))
            cleaned["deputy"] = None
        return cleaned


class DescribeForm(EnrolForm):
    """What a referent knows, and the next step of the cycle."""

    user = None  # type: ignore[assignment]  # the person of a role never changes: Django takes None for « not this field »
    to = forms.ChoiceField(label=_("state"))

    class Meta:
        model = Referent
        fields = ["topics", "areas", "deputy", "capacity"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        present = Referent.State(self.instance.state)
        steps = [present, *(state for state in Referent.State if state in NEXT[present])]
        self.fields["to"].choices = [(state.value, capfirst(str(state.label))) for state in steps]
        self.initial["to"] = present.value


class MissionForm(WagtailAdminModelForm):
    """A mission to record. `replaces` is filled by « Replace »: the other then ends the day before."""

    user = PersonField(label=_("person"))
    visa_by = PersonField(label=_("head's agreement by"), required=False)
    replaces = forms.ModelChoiceField(Mandate.objects.all(), required=False, widget=forms.HiddenInput)

    class Meta:
        model = Mandate
        fields = [
            "user",
            "role",
            "topics",
            "departments",
            "accounts",
            "start",
            "end",
            "share",
            "trained_on",
            "training_valid_until",
            "job_description",
            "visa_by",
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("start") and cleaned.get("end") and cleaned["end"] < cleaned["start"]:
            self.add_error("end", _("The end comes before the beginning."))
        if cleaned.get("role") == Mandate.Role.PUBLISHER and not cleaned.get("accounts"):
            self.add_error("accounts", _("Name the accounts: a mission of publication holds nowhere else."))
        return cleaned

    @property
    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class EndForm(WagtailAdminModelForm):
    """The last day of a mission, or its return after a suspension."""

    last_day = forms.DateField(label=_("last day"), required=False, widget=AdminDateInput)
    resume = forms.BooleanField(label=_("let it run again"), required=False)

    class Meta:
        model = Mandate
        fields: list[str] = []

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial["last_day"] = self.instance.end
        if self.instance.suspended_at is None:
            del self.fields["resume"]

    def clean_last_day(self) -> date | None:
        day: date | None = self.cleaned_data["last_day"]
        if day is not None and day < self.instance.start:
            raise forms.ValidationError(_("The end comes before the beginning."))
        return day
