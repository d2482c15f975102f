"""In which languages a test asks what is the same in each but for the catalogue's words."""

from __future__ import annotations

import pytest

from core.i18n import LANGS

#: the source, the one with the longest words, one of another script
THREE = ("en", "de", "el")
#: for `parametrize`: these three with every landing, all the others in .ci/slow
EVERY_LANGUAGE = [
    code if code in THREE else pytest.param(code, marks=pytest.mark.slow) for code in LANGS
]
