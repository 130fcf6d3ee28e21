from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class FeedConfig(AppConfig):
    name = "rse.feed"
    label = "feed"
    verbose_name = pgettext_lazy("room", "Feed")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from rse.communities import sections as groups  # noqa: PLC0415 - models are ready only now
        from rse.core import files, menu, outbox, todo  # noqa: PLC0415
        from rse.core import sweeps as due  # noqa: PLC0415
        from rse.feed import cards, digest, kinds, live, post_links, profiles, replies, signal_handlers, sweeps, talk  # noqa: PLC0415
        from rse.feed.actions import attachments, comments  # noqa: PLC0415
        from rse.feed.models import Post  # noqa: PLC0415
        from rse.feed.views.feeds import stream_of_group  # noqa: PLC0415
        from rse.people import organisation_chart, sections  # noqa: PLC0415

        cards.register_links(post_links.writing_links)
        for module in (kinds, talk, digest, replies):
            module.register()
        for module in (signal_handlers, talk, live):
            module.connect()
        files.register_owner(Post, lambda user: Post.objects.read_by(user))
        outbox.register(attachments.FILE_GONE, attachments.delete_file)
        for sweep in (sweeps.send_scheduled, sweeps.close_polls, sweeps.purge_deleted, comments.empty_deleted_comments):
            due.register(sweep)
        menu.register(menu.MenuEntry("feed", _("Among colleagues"), "feed:home", section="colleagues", order=10, icon="talk"))
        groups.register_stream(groups.Stream("feed/partials/group_stream.html", stream_of_group))
        sections.register_section(profiles.latest_section)
        sections.register_badge(profiles.follow_button)
        organisation_chart.register_door(profiles.department_door)
        todo.register_below(profiles.latest_for)
