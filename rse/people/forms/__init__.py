"""Forms of sign-in, profile and absence. They validate; actions write."""

from rse.people.forms.absences import AbsenceForm
from rse.people.forms.chart import ChartForm
from rse.people.forms.codes import CodesFilters, SlipsForm
from rse.people.forms.departures import DepartureForm
from rse.people.forms.directory import DirectoryForm
from rse.people.forms.fields import DateInput, offer
from rse.people.forms.imports import ConfirmForm, UploadForm
from rse.people.forms.job_descriptions import JobDescriptionFilters, JobDescriptionForm
from rse.people.forms.people import PersonField
from rse.people.forms.portraits import PortraitForm
from rse.people.forms.positions import CorrectionForm, EndForm, PositionForm, TransferForm
from rse.people.forms.profile import ProfileForm
from rse.people.forms.sign_in import (
    PASSWORD_HELP,
    ChangePasswordForm,
    ChoosePasswordForm,
    NewPasswordForm,
    ResetByEmailForm,
    SignInForm,
    ThemeForm,
    dress_password,
)

__all__ = [
    "PASSWORD_HELP",
    "AbsenceForm",
    "ChangePasswordForm",
    "ChartForm",
    "ChoosePasswordForm",
    "CodesFilters",
    "ConfirmForm",
    "CorrectionForm",
    "DateInput",
    "DepartureForm",
    "DirectoryForm",
    "EndForm",
    "JobDescriptionFilters",
    "JobDescriptionForm",
    "NewPasswordForm",
    "PersonField",
    "PortraitForm",
    "PositionForm",
    "ProfileForm",
    "ResetByEmailForm",
    "SignInForm",
    "SlipsForm",
    "ThemeForm",
    "TransferForm",
    "UploadForm",
    "dress_password",
    "offer",
]
