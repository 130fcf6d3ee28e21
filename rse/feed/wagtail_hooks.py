"""Screens of the Wagtail admin."""

from wagtail import hooks

from rse.feed.viewsets import ReactionKindViewSet


@hooks.register("register_admin_viewset")
def register_reaction_set() -> ReactionKindViewSet:
    return ReactionKindViewSet()
