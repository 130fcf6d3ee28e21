"""Who may do what with notifications: everyone with their own, and one named right beside."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rse.people.models import User


def can_send_urgent(user: "User") -> bool:
    """May disturb people outside their working hours, with a reason that is journalled."""
    return user.is_active and user.has_perm("notifications.send_urgent")
