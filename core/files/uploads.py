"""Forms of pictures and files: what Wagtail's own would refuse or leave standing.

What is in a file is looked at by the model (`intake.guard`), for forms and everything else.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from core.files.intake.guard import clean
from core.files.pictures import make_at_once


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


class _WithoutRefusedTitle:
    """A form that forgets the title of a refused file, so that the next one brings its own."""

    data: Any
    errors: Any
    fields: Any
    files: Any

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


class ImageForm(_WithoutRefusedTitle, BaseImageForm):
    """Wagtail's form of an image, with the field above."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields.get("file")
        if field is not None:
            self.fields["file"] = PictureField(
                label=field.label,
                required=field.required,
                help_text=field.help_text,
                widget=field.widget,
                max_length=field.max_length,
            )

    def save(self, commit: bool = True) -> Any:  # noqa: FBT001, FBT002 # Django's
        """Save, and make the sizes again that Wagtail deletes after another file was saved."""
        image = super().save(commit=commit)
        if commit and "file" in self.changed_data:
            make_at_once(image)
        return image


class DocumentForm(_WithoutRefusedTitle, BaseDocumentForm):
    """Wagtail's form of a file."""
