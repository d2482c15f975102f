"""What applicants and referees see: the page, the form in steps, the links in their mails."""
