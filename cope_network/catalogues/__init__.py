"""The message catalogues in locale/: collected, checked and compiled without gettext's binaries.

    python -m cope_network.catalogues update    collect the texts of the sources into every .po
    python -m cope_network.catalogues check     say what is wrong with the .po files
    python -m cope_network.catalogues compile   write the .mo files (not in git)

`own` has the texts of this project, `wagtail` those that Wagtail's admin lacks, `djangos` those
that Django's forms lack, `files` what one catalogue is. Needs Babel and Django's
template lexer, no settings and no database.
"""
