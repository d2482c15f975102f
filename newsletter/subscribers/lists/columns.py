"""What each column of a list means: a guess by its heading, which the office can change."""

from __future__ import annotations

import re

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.folding import fold
from newsletter.subscribers.lists.table import ListTable


class ListField(models.TextChoices):
    """What a column may be. Every one but NOTHING stands for one column at most."""

    NOTHING = "", _("– left out –")
    EMAIL = "email", _("e-mail address")
    LANGUAGES = "languages", _("languages")
    DAY = "consented_on", _("day on which somebody agreed")
    WHERE = "where", _("where somebody agreed")
    WORDS = "words", _("words somebody agreed to")
    AGREED = "agreed", _("agreed: yes or no")
    STATUS = "status", _("state on the other list")
    ENDED = "ended", _("day on which somebody left the other list")
    COUNTRIES = "countries", _("countries")
    THEMES = "themes", _("topics")
    FREQUENCY = "frequency", _("how often")


#: headings without accents, blanks and signs, in order of trust; the first that is there counts
_HEADINGS: dict[ListField, str] = {
    ListField.EMAIL: """email emailaddress emailadress mail mailadresse emailadresse adresseemail
        adressemail adressedemessagerie courriel adressecourriel correo correoelectronico
        direccioncorreo direcciondecorreoelectronico indirizzoemail indirizzodipostaelettronica
        adresaemail adresadeemail emailadres enderecodeemail correioeletronico epost epostadress
        epostadresse adresemail διευθυνσηηλεκτρονικουταχυδρομειου ηλεκτρονικοταχυδρομειο""",
    ListField.LANGUAGES: """languages language lang locale limba limbi langue langues sprache
        sprachen idioma idiomas lingua lingue taal talen lingua linguas sprak jezyk jezyki γλωσσα
        γλωσσες""",
    ListField.DAY: """consentedon consentdate dateofconsent consent agreedon confirmtime optintime
        optindate confirmedat subscribedat subscribedon subscriptiondate dateadded addedtime
        createdat dataacordului datainscrierii dateinscription dateconsentement dateduconsentement
        einwilligungam einwilligung datumeinwilligung anmeldedatum fechadeconsentimiento
        fechadealta datadelconsenso dataiscrizione toestemmingop datumtoestemming
        datadeconsentimento samtykkedato samtyckesdatum datazgody ημερομηνιασυγκαταθεσης""",
    ListField.WHERE: "where consentwhere consentsource source optinsource sursa unde ou lieu ort",
    ListField.WORDS: "words wording consentwords consenttext consentwording text cuvinte texte",
    ListField.AGREED: "optin agreed permission doubleoptin acord accord einverstanden",
    ListField.STATUS: "status state subscriptionstatus emailmarketingstatus stare statut etat",
    ListField.ENDED: """unsubtime unsubscribedat unsubscribetime unsubscribedon cleantime
        emailblacklisted blocklistedat optouttime""",
    ListField.COUNTRIES: "countries",
    ListField.THEMES: "themes topics teme themen thema temas temi themas temaer amnen tematy",
    ListField.FREQUENCY: "frequency",
}


def _plain(heading: str) -> str:
    return re.sub(r"[\W_]", "", fold(heading))


def guess(table: ListTable) -> list[ListField]:
    """Say of each column what it most likely is; the address by what stands in it if need be."""
    headings = [_plain(heading) for heading in table.headings]
    found = [ListField.NOTHING] * len(headings)
    for field, words in _HEADINGS.items():
        for word in words.split():
            places = [n for n, h in enumerate(headings) if h == word and not found[n].value]
            if places:
                found[places[0]] = field
                break
    if ListField.EMAIL not in found:
        counts = [sum("@" in cell for cell in table.column(n)) for n in range(len(headings))]
        if max(counts, default=0):
            found[counts.index(max(counts))] = ListField.EMAIL
    return found
