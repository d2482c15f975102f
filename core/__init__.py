"""What everything else rests on: languages, dates, translated pages, work in the background."""
