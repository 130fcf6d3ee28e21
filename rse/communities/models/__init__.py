"""Groups, who is in them, how one comes in, and what was done to them."""

from rse.communities.models.changes import CommunityChange, FormerAddress
from rse.communities.models.communities import TOOLS, Community, CommunityUserObjectPermission, Membership, every_tool
from rse.communities.models.joining import AutomaticMembership, Invitation, JoinRequest, OptOut

__all__ = [
    "TOOLS",
    "AutomaticMembership",
    "Community",
    "CommunityChange",
    "CommunityUserObjectPermission",
    "FormerAddress",
    "Invitation",
    "JoinRequest",
    "Membership",
    "OptOut",
    "every_tool",
]
