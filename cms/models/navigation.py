"""What is edited without a developer around the pages: menu, quick links, footer."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.models import Page


class NavigationLink(models.Model):
    """One line of the menu of the intranet, of the quick links or of the foot of its pages: a page, or an address."""

    class Place(models.TextChoices):
        MENU = "menu", _("menu")
        QUICK = "quick", _("quick links")
        FOOT = "foot", _("foot of pages")

    place = models.CharField(_("place"), max_length=8, choices=Place, default=Place.QUICK)
    label = models.CharField(_("words"), max_length=60)
    page = models.ForeignKey(Page, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("page"))
    address = models.CharField(_("or address"), max_length=300, blank=True, help_text=_("https://…, or a path of Relais such as /annuaire/"))
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    panels = [FieldPanel(name) for name in ("place", "label", "page", "address", "order")]

    class Meta:
        verbose_name = _("link of the menus")
        verbose_name_plural = _("menus and links")
        ordering = ["place", "order", "label"]
        constraints = [
            models.CheckConstraint(condition=(Q(page__isnull=True) & ~Q(address="")) | Q(page__isnull=False, address=""), name="cms_link_page_or_address")
        ]

    def __str__(self) -> str:
        return self.label

    def clean(self) -> None:
        if bool(self.page_id) == bool(self.address):
            raise ValidationError({"address": _("Choose a page or write an address, not both.")})
        if self.address and not self.address.startswith(("https://", "http://", "/")):
            raise ValidationError({"address": _("An address starts with https:// or with /.")})


@register_setting(icon="home")
class IntranetSettings(BaseGenericSetting):
    """Words around the pages."""

    name = models.CharField(_("name of the intranet"), max_length=80, blank=True)
    foot = models.CharField(_("words at the foot of pages"), max_length=300, blank=True)

    panels = [FieldPanel("name"), FieldPanel("foot")]

    class Meta:
        verbose_name = _("words of the intranet")
        verbose_name_plural = _("words of the intranet")
