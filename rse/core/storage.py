"""Private files: they lie under MEDIA_ROOT and leave only through the permission-checked view of `rse.core.files`."""

from django.core.files.storage import FileSystemStorage
from django.urls import reverse
from django.utils.deconstruct import deconstructible


@deconstructible(path="rse.core.storage.PrivateStorage")
class PrivateStorage(FileSystemStorage):
    """The default storage. Knowing an address gives nothing: `url()` is a view that asks the owner of the file."""

    def url(self, name: str | None) -> str:
        """The address of the view that serves `name`; never a path a web server may read by itself."""
        return reverse("core:file", kwargs={"name": self.clean_name(name or "")})

    @staticmethod
    def clean_name(name: str) -> str:
        """`name` with forward slashes, as addresses and database rows hold it."""
        return name.replace("\\", "/").lstrip("/")
