"""The first texts of the pages that every new site starts with; the office edits them later."""

from __future__ import annotations

HOME_LEAD = {
    "en": "What works for children with a parent in prison, where, and who to ask: "
    "shared by organisations across Europe.",
    "fr": "Ce qui aide les enfants dont un parent est en prison, où, et à qui s’adresser : "
    "le savoir partagé d’organisations de toute l’Europe.",
    "de": "Was Kindern mit einem Elternteil im Gefängnis hilft, wo es das gibt und wen man fragen "
    "kann: geteiltes Wissen von Organisationen in ganz Europa.",
    "es": "Qué ayuda a los niños y niñas con un progenitor en prisión, dónde y a quién preguntar: "
    "lo comparten organizaciones de toda Europa.",
    "it": "Che cosa aiuta i bambini con un genitore in carcere, dove, e a chi chiedere: "
    "lo condividono organizzazioni di tutta Europa.",
    "nl": "Wat kinderen met een ouder in de gevangenis helpt, waar, en wie je het kunt vragen: "
    "gedeeld door organisaties in heel Europa.",
    "pt": "O que ajuda as crianças com o pai ou a mãe na prisão, onde, e a quem perguntar: "
    "partilhado por organizações de toda a Europa.",
    "ro": "Ce îi ajută pe copiii care au un părinte în închisoare, unde și pe cine poți întreba: "
    "împărtășit de organizații din toată Europa.",
    "nb": "Hva som hjelper barn som har en forelder i fengsel, hvor, og hvem du kan spørre: "
    "delt av organisasjoner i hele Europa.",
    "sv": "Vad som hjälper barn som har en förälder i fängelse, var, och vem man kan fråga: "
    "delat av organisationer i hela Europa.",
    "pl": "Co pomaga dzieciom, których rodzic jest w więzieniu, gdzie i kogo zapytać: "
    "dzielą się tym organizacje z całej Europy.",
    "el": "Τι βοηθά τα παιδιά που έχουν γονέα στη φυλακή, πού, και ποιον να ρωτήσετε: "
    "το μοιράζονται οργανώσεις από όλη την Ευρώπη.",
}
ORGANISATIONS = {
    "en": "Organisations",
    "fr": "Organisations",
    "de": "Organisationen",
    "es": "Organizaciones",
    "it": "Organizzazioni",
    "nl": "Organisaties",
    "pt": "Organizações",
    "ro": "Organizații",
    "nb": "Organisasjoner",
    "sv": "Organisationer",
    "pl": "Organizacje",
    "el": "Οργανώσεις",
}
LIBRARY = {
    "en": "Library",
    "fr": "Bibliothèque",
    "de": "Bibliothek",
    "es": "Biblioteca",
    "it": "Biblioteca",
    "nl": "Bibliotheek",
    "pt": "Biblioteca",
    "ro": "Bibliotecă",
    "nb": "Bibliotek",
    "sv": "Bibliotek",
    "pl": "Biblioteka",
    "el": "Βιβλιοθήκη",
}
NEWSLETTER = {
    "en": "Newsletter",
    "fr": "Lettre d’information",
    "de": "Newsletter",
    "es": "Boletín",
    "it": "Newsletter",
    "nl": "Nieuwsbrief",
    "pt": "Boletim informativo",
    "ro": "Buletin informativ",
    "nb": "Nyhetsbrev",
    "sv": "Nyhetsbrev",
    "pl": "Biuletyn",
    "el": "Ενημερωτικό δελτίο",
}
