"""Forms of pictures and files: what Wagtail's own would refuse or leave standing.

What is in a file is looked at by the model (`intake.guard`), for forms and everything else.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from core.files.intake.guard import clean
from core.files.pictures import make_soon
from core.files.standing import is_kept_from, refusal, shown_fields


class PictureField(WagtailImageField):
    """A picture of any kind that comes in, whatever its name says: a phone's names are often wrong.

    It is cleaned here already: Wagtail would unpack the whole of it to learn its size.
    """

    def to_python(self, data: Any) -> Any:
        """Return the clean picture. Raises ValidationError in words."""
        file = super().to_python(data)
        return clean(file.read(), name=file.name, picture=True) if file else file

    def check_image_file_format(self, f: Any) -> None:
        """Refuse other kinds of names. Raises ValidationError."""
        if PurePath(f.name).suffix.lower().lstrip(".") not in self.allowed_image_extensions:
            code = "invalid_image_extension"
            raise ValidationError(self.error_messages[code], code=code)

    def check_image_pixel_size(self, f: Any) -> None:
        """Leave it to `clean`, which says it in words and before anything is unpacked."""


class _OurForm:
    """A form that leaves what has to stay, and says so beside the field; nothing is lost of it.

    It forgets the title of a refused file, so that the next one brings its own.
    """

    data: Any
    errors: Any
    fields: Any
    files: Any
    instance: Any
    changed_data: Any
    _for_user: Any

    def __init__(self, *args: Any, user: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)  # type: ignore[call-arg]
        self._for_user = user
        if "file" in self.fields and self._stays:
            self.fields["file"].help_text = refusal(type(self.instance)).message

    @cached_property
    def _stays(self) -> bool:
        user, stored = self._for_user, self.instance
        return user is not None and stored.pk is not None and is_kept_from(user, stored)

    def clean(self) -> Any:
        """Refuse to change what readers see where its user may not publish it."""
        cleaned: Any = super().clean()  # type: ignore[misc]  # the model form's
        shown = set(shown_fields(type(self.instance))) if self._stays else set()
        for name in shown.intersection(self.changed_data):
            field = self.fields[name]
            field.help_text = ""  # it said the same
            where = None if field.widget.is_hidden else name
            self.add_error(where, refusal(type(self.instance)))  # type: ignore[attr-defined]
        return cleaned

    def _update_errors(self, errors: Any) -> None:
        """Say nothing of a file that came before, by another form; Django fails at that."""
        if "file" not in self.fields and hasattr(errors, "error_dict"):
            errors.error_dict.pop("file", None)
        super()._update_errors(errors)  # type: ignore[misc]  # the model form's

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]  # the model form's
        file = self.files.get(self.add_prefix("file"))  # type: ignore[attr-defined]
        title = self.add_prefix("title")  # type: ignore[attr-defined]
        if file and "file" in self.errors:
            path = PurePath(file.name)
            if self.data.get(title) in (path.name, path.stem):
                self.data = self.data.copy()
                self.data[title] = ""


class ImageForm(_OurForm, BaseImageForm):
    """Wagtail's form of an image, with the field above."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields.get("file")
        if field is not None:
            self.fields["file"] = PictureField(
                label=field.label,
                required=field.required,
                widget=field.widget,
                max_length=field.max_length,
            )
            self.fields["file"].help_text = field.help_text  # not what Wagtail's field says itself

    def save(self, commit: bool = True) -> Any:  # noqa: FBT001, FBT002 # Django's
        """Save, and make the sizes again that Wagtail deletes after another file was saved."""
        image = super().save(commit=commit)
        if commit and "file" in self.changed_data:
            make_soon(image)
        return image


class DocumentForm(_OurForm, BaseDocumentForm):
    """Wagtail's form of a file."""
