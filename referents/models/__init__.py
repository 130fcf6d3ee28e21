"""Everything the plugin keeps. One module a noun."""

from referents.models.accounts import Custody, OfficialAccount
from referents.models.answers import Answer, Contribution, ContributionRequest, Decision, Draft
from referents.models.calendars import Clock, ClockFire, ClockPolicy, Closure, PreElectionPeriod, ServiceCalendar
from referents.models.charters import Charter, CharterSignature, CharterVersion
from referents.models.departments import Department
from referents.models.enquiries import Assignment, Attachment, Enquiry, EnquiryMove, ExternalAuthor, Message
from referents.models.people import Absence, Mandate, MandateChange, Referent, ReferentChange
from referents.models.publications import Publication
from referents.models.topics import Area, OutsideBody, SensitiveWord, Topic

__all__ = [
    "Absence",
    "Answer",
    "Area",
    "Assignment",
    "Attachment",
    "Charter",
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
    "Enquiry",
    "EnquiryMove",
    "ExternalAuthor",
    "Mandate",
    "MandateChange",
    "Message",
    "OfficialAccount",
    "OutsideBody",
    "PreElectionPeriod",
    "Publication",
    "Referent",
    "ReferentChange",
    "SensitiveWord",
    "ServiceCalendar",
    "Topic",
]
