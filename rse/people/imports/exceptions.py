"""Files that cannot be read at all. A file that can be read has faults, by line and column (see faults.py)."""

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from rse.people.exceptions import PeopleError


class FileRefused(PeopleError):
    """Root of the reasons to refuse a file whole."""

    sentence = _("This file cannot be read.")


class FileTooBig(FileRefused):
    sentence = _("This file is too large: %(limit)s at most.")

    def __init__(self, limit: int) -> None:
        super().__init__(limit=filesizeformat(limit))


class FileIsEmpty(FileRefused):
    sentence = _("This file is empty: download the template to see what is expected.")


class TooManyLines(FileRefused):
    sentence = _("This file has more than %(limit)s lines: split it in two.")

    def __init__(self, limit: int) -> None:
        super().__init__(limit=limit)


class TooManyColumns(FileRefused):
    sentence = _("This file has more than %(limit)s columns: keep those of the template.")

    def __init__(self, limit: int) -> None:
        super().__init__(limit=limit)


class NotASpreadsheet(FileRefused):
    sentence = _("This is neither a CSV file nor an XLSX workbook. In your spreadsheet, choose “Save as”, then CSV or XLSX.")


class WorkbookUnreadable(FileRefused):
    sentence = _("This workbook cannot be opened: it is damaged, protected by a password, or larger inside than it seems. Save it again as XLSX or CSV.")


class EncodingUnknown(FileRefused):
    sentence = _("Line %(line)s holds letters that are neither UTF-8 nor Windows-1252. Save the file again as “CSV UTF-8”.")

    def __init__(self, line: int) -> None:
        super().__init__(line=line)


class QuoteUnreadable(FileRefused):
    sentence = _("From line %(line)s on, a quotation mark is opened and never closed, or closed twice.")

    def __init__(self, line: int) -> None:
        super().__init__(line=line)


class ChangedSinceChecked(FileRefused):
    sentence = _("The register has changed since this file was checked. The report below is up to date: read it again, then confirm.")


class NothingWaits(FileRefused):
    sentence = _("This file has already been applied or given up.")


class NotClean(FileRefused):
    sentence = _("Nothing is applied while a line is wrong: correct the file, then send it again.")
