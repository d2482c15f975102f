"""Mail providers, by django-anymail: what their interfaces answer, in the words of transport.py."""

from __future__ import annotations

from anymail.exceptions import AnymailError, AnymailRecipientsRefused

from core.mail.outgoing import MailServerError
from core.mail.providers import Meaning, meaning_of
from newsletter.sending.letters import Letter
from newsletter.sending.transport import BackendTransport, ConnectionLost, Refused


class ProviderTransport(BackendTransport):
    """A provider's interface over HTTP."""

    def _hand_over(self, letter: Letter) -> None:
        try:
            self._backend.send_messages([letter.message()])
        except AnymailError as error:
            raise _in_our_words(error) from error


def _in_our_words(error: AnymailError) -> Exception:
    meaning, answer = meaning_of(error), str(error)
    if meaning is Meaning.TROUBLE:
        return MailServerError(answer)
    if meaning is Meaning.BROKEN:
        return ConnectionLost(answer, doubtful=True, begun=True)
    return Refused(550 if isinstance(error, AnymailRecipientsRefused) else 554, answer)
