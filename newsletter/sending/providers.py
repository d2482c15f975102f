"""Mail providers, by django-anymail: what their interfaces answer, in the words of transport.py."""

from __future__ import annotations

from anymail.exceptions import AnymailAPIError, AnymailError, AnymailRecipientsRefused

from cope_network.core.mail import MailServerError
from newsletter.sending.letters import Letter
from newsletter.sending.transport import BackendTransport, ConnectionLost, Refused

#: HTTP: wrong key, no right, too many requests. They concern every mail, not this one.
NOT_THE_MAIL = {401, 402, 403, 404, 405, 429}


class ProviderTransport(BackendTransport):
    """A provider's interface over HTTP."""

    def _hand_over(self, letter: Letter) -> None:
        try:
            self._backend.send_messages([letter.message()])
        except AnymailRecipientsRefused as error:
            raise Refused(550, str(error)) from error
        except AnymailAPIError as error:
            raise _meaning(error) from error
        except AnymailError as error:  # the mail can't be written as this provider wants it
            raise Refused(554, str(error)) from error


def _meaning(error: AnymailAPIError) -> Exception:
    code = error.status_code
    if code is None:  # no answer at all, or one that is cut off
        return ConnectionLost(str(error), doubtful=True, begun=True)
    if code in NOT_THE_MAIL:
        return MailServerError(str(error))
    if code >= 500:  # a gateway may have passed the mail on before it failed
        return ConnectionLost(str(error), doubtful=True, begun=True)
    return Refused(554, str(error))
