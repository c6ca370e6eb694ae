"""Plain Python values without Django: dates, languages, identifiers, folded text and link syntax."""
