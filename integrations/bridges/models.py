"""What ties a thing of one island to a thing of the other: an answer shared, a question born of a post, a referent asked or announced."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from referents.models import Enquiry, Publication, Referent, Topic
from rse.feed.models import Post

USER = settings.AUTH_USER_MODEL


class SharedAnswer(models.Model):
    """A published answer shown among colleagues. The words, which were public, are read from the publication: a correction shows too."""

    post = models.OneToOneField(Post, on_delete=models.CASCADE, related_name="shared_answer", verbose_name=_("post"))
    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="shares", verbose_name=_("publication"))

    class Meta:
        verbose_name = _("shared answer")
        verbose_name_plural = _("shared answers")

    def __str__(self) -> str:
        return f"{self.publication_id} → {self.post_id}"


class PostQuestion(models.Model):
    """The citizens' question that was made of a post, once."""

    post = models.OneToOneField(Post, on_delete=models.CASCADE, related_name="question_asked", verbose_name=_("post"))
    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, related_name="born_of", verbose_name=_("question"))
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("question born of a post")
        verbose_name_plural = _("questions born of posts")

    def __str__(self) -> str:
        return f"{self.post_id} → {self.enquiry_id}"


class ReferentAsked(models.Model):
    """The referents of a subject were told of a post: once a subject, whoever asks."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="referents_asked", verbose_name=_("post"))
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="+", verbose_name=_("topic"))
    asked_by = models.ForeignKey(USER, on_delete=models.CASCADE, related_name="+", verbose_name=_("asked by"))
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("referents asked")
        verbose_name_plural = _("referents asked")
        constraints = [models.UniqueConstraint(fields=["post", "topic"], name="bridges_topic_asked_once")]

    def __str__(self) -> str:
        return f"{self.post_id} / {self.topic_id}"


class QuietArrival(models.Model):
    """A person who does not want their arrival among the referents to be announced."""

    user = models.OneToOneField(USER, on_delete=models.CASCADE, primary_key=True, related_name="quiet_arrival", verbose_name=_("person"))
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("arrival not announced")
        verbose_name_plural = _("arrivals not announced")

    def __str__(self) -> str:
        return str(self.user_id)


class Arrival(models.Model):
    """A referent was announced: once, whatever pauses and returns follow."""

    referent = models.OneToOneField(Referent, on_delete=models.CASCADE, related_name="arrival", verbose_name=_("referent"))
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+", verbose_name=_("post"))

    class Meta:
        verbose_name = _("announced arrival")
        verbose_name_plural = _("announced arrivals")

    def __str__(self) -> str:
        return f"{self.referent_id} {self.post_id}"
