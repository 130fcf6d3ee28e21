"""A paper is seen by the members of its group, as a post is."""

from typing import Self

from django.db import models
from modelsearch.index import Indexed, SearchField


class Group(models.Model):
    """Papers are filed in one."""

    def __str__(self) -> str:
        return str(self.pk)


class Membership(models.Model):
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="memberships")
    person = models.PositiveIntegerField(db_index=True)

    def __str__(self) -> str:
        return f"{self.person} in {self.group_id}"


class PaperQuerySet(models.QuerySet["Paper"]):
    def visible_to(self, person: int) -> Self:
        return self.filter(group__in=Membership.objects.filter(person=person).values("group"))


class Paper(Indexed, models.Model):
    group = models.ForeignKey(Group, on_delete=models.CASCADE)
    title = models.CharField(max_length=200)
    body = models.TextField()

    objects = PaperQuerySet.as_manager()
    search_fields = [SearchField("title", boost=3), SearchField("body")]
    search_auto_update = False

    def __str__(self) -> str:
        return self.title
