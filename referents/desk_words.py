"""The words ready for one question at the desk: models of holding replies, what was announced, thanks to pass on. Reads only."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.functional import cached_property

from referents import announced, holding, permissions, rights
from referents.models import Notice, ThankYou
from referents.speakers import speaker

if TYPE_CHECKING:
    from referents.sheet import Sheet


class DeskWords:
    """Part of a question's sheet, read when the page asks for it, once."""

    def __init__(self, sheet: "Sheet") -> None:
        self.sheet, self.enquiry, self.user, self.now = sheet, sheet.enquiry, sheet.user, sheet.now

    @cached_property
    def hour(self) -> datetime:
        """The hour the policy and the calendar propose to promise."""
        return holding.hour_to_promise(self.enquiry, now=self.now)

    @cached_property
    def models(self) -> list[holding.Offered]:
        """Holding replies ready to be sent; the panel opens with the first."""
        return holding.offered(self.enquiry, user=self.user, at=self.hour, now=self.now)

    @cached_property
    def holding(self) -> str:
        """What the panel opens with on a host that has no model, too."""
        return self.models[0].text if self.models else holding.plain(self.enquiry, at=self.hour, now=self.now)

    @cached_property
    def blank(self) -> str:
        """The same with `{promise}` in place of the hour."""
        return self.models[0].blank if self.models else holding.plain(self.enquiry)

    @cached_property
    def notices(self) -> list[Notice]:
        """What was announced and speaks of this question, while it can still be answered."""
        return announced.about(self.enquiry, self.sheet.text, user=self.user, now=self.now) if self.sheet.may_word else []

    @cached_property
    def thanks(self) -> ThankYou | None:
        """The word this person passed on to those who helped."""
        return self.enquiry.thank_yous.filter(by=self.user.pk).first() if self.enquiry.published_at else None

    @cached_property
    def may_thank(self) -> bool:
        if self.enquiry.published_at is None or not permissions.works_desk(self.user):
            return False
        return self.thanks is None and bool(self.sheet.shown_to)

    @cached_property
    def to_confirm(self) -> list[str]:
        """Whose words, noted by telephone, keep a sensitive reply from leaving."""
        return list(dict.fromkeys(speaker(row) for row in rights.words_to_confirm(self.enquiry)))
