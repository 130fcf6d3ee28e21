"""Who said a technical answer: a colleague, by the host's label, or an outside contact with their body."""

from referents.conf import directory
from referents.host import User
from referents.models import Contribution


def speaker(contribution: Contribution) -> str:
    """The name to show beside the words. Read `said_by` and `contact` with the rows."""
    if contribution.said_by is not None:
        return directory().label(contribution.said_by)
    return str(contribution.contact)


def speaks(user: User, contribution: Contribution) -> bool:
    """Whether this person said or wrote the words."""
    return user.pk in {contribution.said_by_id, contribution.author_id}
