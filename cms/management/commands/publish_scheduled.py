"""`manage.py publish_scheduled`: Wagtail's command of that name, which would publish without asking again whether the right to still holds."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from cms.due import publish_scheduled


class Command(BaseCommand):
    help = (
        "Pages whose hour has come go live if the ground on which they were decided still holds; those past their day go. The scheduler does it every minute."
    )

    def handle(self, *args: Any, **options: Any) -> None:  # Any: Django's signature
        publish_scheduled(timezone.now())
