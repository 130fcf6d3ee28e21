"""Opening time, clock policies, clocks and what they fired. Minutes are business minutes unless a name says otherwise."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class ServiceCalendar(models.Model):
    """When the service is open. `hours` maps a weekday "0" (Monday) … "6" to ["08:30", "12:00"] pairs; "24:00" may end a day."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    time_zone = models.CharField(_("time zone"), max_length=40, default="Europe/Paris")
    hours = models.JSONField(_("opening hours"), default=dict)
    holiday_area = models.CharField(_("département for public holidays"), max_length=3, blank=True)
    good_friday = models.BooleanField(_("Good Friday is a holiday here"), default=False)
    is_default = models.BooleanField(_("default calendar"), null=True, blank=True, default=None, unique=True, choices=[(True, _("yes")), (None, _("no"))])

    class Meta:
        verbose_name = _("service calendar")
        verbose_name_plural = _("service calendars")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Closure(models.Model):
    """A local closing day or bridge; both ends included."""

    calendar = models.ForeignKey(ServiceCalendar, on_delete=models.CASCADE, related_name="closures", verbose_name=_("calendar"))
    label = models.CharField(_("label"), max_length=80)
    start = models.DateField(_("from"))
    end = models.DateField(_("until"))

    class Meta:
        verbose_name = _("closure")
        verbose_name_plural = _("closures")
        ordering = ["start"]
        constraints = [models.CheckConstraint(condition=Q(end__gte=F("start")), name="referents_closure_order")]

    def __str__(self) -> str:
        return self.label


class Metric(models.TextChoices):
    FIRST_CONTACT = "first_contact", _("first contact")
    ACCEPTANCE = "acceptance", _("acceptance")
    EXPERT_ANSWER = "expert_answer", _("technical answer")
    REVIEW = "review", _("review")
    ANSWER = "answer", _("answer")


class ClockPolicy(models.Model):
    """How long a step may take and what happens on the way. A change makes a new version: open clocks keep theirs."""

    metric = models.CharField(_("clock"), max_length=16, choices=Metric)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    minutes = models.PositiveIntegerField(_("business minutes"))
    urgent_minutes = models.PositiveIntegerField(_("business minutes when urgent"))
    steps = models.JSONField(_("steps"), default=list, help_text=_("Pairs of a percentage and a code."))
    calendar = models.ForeignKey(ServiceCalendar, on_delete=models.PROTECT, related_name="policies", verbose_name=_("calendar"))

    class Meta:
        verbose_name = _("clock policy")
        verbose_name_plural = _("clock policies")
        ordering = ["metric", "-version"]
        constraints = [models.UniqueConstraint(fields=["metric", "version"], name="referents_policy_version")]

    def __str__(self) -> str:
        return f"{self.get_metric_display()} {self.version}"


class Clock(models.Model):
    """One promise being kept: derived from the journal, rebuilt from it at will. `due_at` is NULL while paused."""

    class Result(models.TextChoices):
        RUNNING = "running", _("running")
        PAUSED = "paused", _("paused")
        KEPT = "kept", _("kept")
        LATE = "late", _("kept late")
        CANCELLED = "cancelled", _("cancelled")

    enquiry = models.ForeignKey("referents.Enquiry", on_delete=models.CASCADE, related_name="clocks", verbose_name=_("enquiry"))
    cycle = models.PositiveSmallIntegerField(_("cycle"), default=1)
    metric = models.CharField(_("clock"), max_length=16, choices=Metric)
    policy = models.ForeignKey(ClockPolicy, on_delete=models.PROTECT, related_name="clocks", verbose_name=_("policy"))
    run = models.PositiveSmallIntegerField(_("run"), default=1, help_text=_("Started again (another person asked): a new run."))
    minutes = models.PositiveIntegerField(_("business minutes allowed"))
    started_at = models.DateTimeField(_("started at"))
    remaining = models.PositiveIntegerField(_("business minutes left when paused"), null=True, blank=True)
    due_at = models.DateTimeField(_("due at"), null=True, blank=True, db_index=True)
    next_at = models.DateTimeField(_("next step at"), null=True, blank=True, db_index=True)
    stopped_at = models.DateTimeField(_("stopped at"), null=True, blank=True)
    result = models.CharField(_("result"), max_length=10, choices=Result, default=Result.RUNNING)

    class Meta:
        verbose_name = _("clock")
        verbose_name_plural = _("clocks")
        constraints = [models.UniqueConstraint(fields=["enquiry", "cycle", "metric"], name="referents_clock_once")]

    def __str__(self) -> str:
        return f"{self.enquiry_id} {self.metric} {self.cycle}"


class ClockFire(models.Model):
    """A step that has fired; the unique key makes a doubled sweep harmless."""

    clock = models.ForeignKey(Clock, on_delete=models.CASCADE, related_name="fires", verbose_name=_("clock"))
    step = models.CharField(_("step"), max_length=30)
    run = models.PositiveSmallIntegerField(_("run"), default=1)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("fired step")
        verbose_name_plural = _("fired steps")
        constraints = [models.UniqueConstraint(fields=["clock", "step", "run"], name="referents_fire_once")]

    def __str__(self) -> str:
        return self.step


class PreElectionPeriod(models.Model):
    """Dates between which every publication is reviewed (electoral code, art. L. 52-1)."""

    label = models.CharField(_("label"), max_length=120)
    start = models.DateField(_("from"))
    end = models.DateField(_("until"))

    class Meta:
        verbose_name = _("pre-election period")
        verbose_name_plural = _("pre-election periods")
        ordering = ["-start"]
        constraints = [models.CheckConstraint(condition=Q(end__gte=F("start")), name="referents_period_order")]

    def __str__(self) -> str:
        return self.label
