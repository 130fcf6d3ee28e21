"""Everything the plugin keeps. One module a noun."""

from referents.models.accounts import Custody, OfficialAccount
from referents.models.answers import Answer, AnswerChange, AnswerVersion, Contribution, ContributionRequest, Decision, Draft
from referents.models.calendars import Clock, ClockFire, ClockPolicy, Closure, PreElectionPeriod, ServiceCalendar
from referents.models.calls import VolunteerCall
from referents.models.charters import Charter, CharterReminder, CharterSignature, CharterVersion
from referents.models.departments import Department
from referents.models.desk import Duty, HandoverNote, SavedFilter, UnattendedDay
from referents.models.enquiries import Assignment, Attachment, Enquiry, EnquiryMove, ExternalAuthor, Message
from referents.models.links import AnswerLink, OutsideContact
from referents.models.notices import Notice, NoticeChange
from referents.models.people import Absence, Mandate, MandateChange, Referent, ReferentChange
from referents.models.publications import Publication
from referents.models.topics import Area, OutsideBody, SensitiveWord, Topic
from referents.models.words import Acronym, HoldingChoice, HoldingModel, ThankYou

__all__ = [
    "Absence",
    "Acronym",
    "Answer",
    "AnswerChange",
    "AnswerLink",
    "AnswerVersion",
    "Area",
    "Assignment",
    "Attachment",
    "Charter",
    "CharterReminder",
    "CharterSignature",
    "CharterVersion",
    "Clock",
    "ClockFire",
    "ClockPolicy",
    "Closure",
    "Contribution",
    "ContributionRequest",
    "Custody",
    "Decision",
    "Department",
    "Draft",
    "Duty",
    "Enquiry",
    "EnquiryMove",
    "ExternalAuthor",
    "HandoverNote",
    "HoldingChoice",
    "HoldingModel",
    "Mandate",
    "MandateChange",
    "Message",
    "Notice",
    "NoticeChange",
    "OfficialAccount",
    "OutsideBody",
    "OutsideContact",
    "PreElectionPeriod",
    "Publication",
    "Referent",
    "ReferentChange",
    "SavedFilter",
    "SensitiveWord",
    "ServiceCalendar",
    "ThankYou",
    "Topic",
    "UnattendedDay",
    "VolunteerCall",
]
