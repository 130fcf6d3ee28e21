"""What people know: skills in their own words, and the languages they speak."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rse.people.models.agents import Agent
from rse.people.querysets import SkillQuerySet


class Skill(models.Model):
    """A word of the vocabulary that everybody shares. `synonyms` holds other ways to say it, one a line; typing one of them gives this skill."""

    name = models.CharField(_("name"), max_length=80)
    folded = models.CharField(
        _("search key"), max_length=80, unique=True, editable=False, help_text=_("The name in lower case, without accent. Written by the actions.")
    )
    synonyms = models.TextField(_("other words"), blank=True, max_length=500, help_text=_("One a line. Whoever types one of them gets this skill."))

    objects = SkillQuerySet.as_manager()

    class Meta:
        verbose_name = _("skill")
        verbose_name_plural = _("skills")
        ordering = ["folded"]

    def __str__(self) -> str:
        return self.name

    @property
    def other_words(self) -> list[str]:
        return [line.strip() for line in self.synonyms.splitlines() if line.strip()]


class Language(models.TextChoices):
    """A small fixed vocabulary: what is met at the counters of a town. The code is ISO 639, `lsf` for the sign language of France."""

    LSF = "lsf", _("French sign language")
    ENGLISH = "en", _("English")
    GERMAN = "de", _("German")
    SPANISH = "es", _("Spanish")
    ITALIAN = "it", _("Italian")
    PORTUGUESE = "pt", _("Portuguese")
    ARABIC = "ar", _("Arabic")
    TAMAZIGHT = "ber", _("Berber")
    TURKISH = "tr", _("Turkish")
    KURDISH = "ku", _("Kurdish")
    PERSIAN = "fa", _("Persian and Dari")
    PASHTO = "ps", _("Pashto")
    UKRAINIAN = "uk", _("Ukrainian")
    RUSSIAN = "ru", _("Russian")
    POLISH = "pl", _("Polish")
    ROMANIAN = "ro", _("Romanian")
    BULGARIAN = "bg", _("Bulgarian")
    ALBANIAN = "sq", _("Albanian")
    SERBO_CROATIAN = "sh", _("Serbo-Croatian")
    ROMANI = "rom", _("Romani")
    ARMENIAN = "hy", _("Armenian")
    GEORGIAN = "ka", _("Georgian")
    CHINESE = "zh", _("Chinese")
    VIETNAMESE = "vi", _("Vietnamese")
    HINDI = "hi", _("Hindi and Urdu")
    TAMIL = "ta", _("Tamil")
    BENGALI = "bn", _("Bengali")
    WOLOF = "wo", _("Wolof")
    FULA = "ff", _("Fula")
    SONINKE = "snk", _("Soninke")
    BAMBARA = "bm", _("Bambara")
    LINGALA = "ln", _("Lingala")
    MALAGASY = "mg", _("Malagasy")
    COMORIAN = "swb", _("Comorian")
    CREOLE = "cpf", _("Creole")
    ALSATIAN = "gsw", _("Alsatian")
    BRETON = "br", _("Breton")
    BASQUE = "eu", _("Basque")
    CATALAN = "ca", _("Catalan")
    CORSICAN = "co", _("Corsican")
    OCCITAN = "oc", _("Occitan")
    DUTCH = "nl", _("Dutch")


class SpokenLanguage(models.Model):
    """A language that a person offers to speak for the service. Nobody says how well."""

    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="languages", verbose_name=_("agent"))
    code = models.CharField(_("language"), max_length=3, choices=Language)

    class Meta:
        verbose_name = _("spoken language")
        verbose_name_plural = _("spoken languages")
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["agent", "code"], name="people_language_once")]

    def __str__(self) -> str:
        return self.get_code_display()
