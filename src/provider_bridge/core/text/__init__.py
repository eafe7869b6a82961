"""Reading text files of words that are not one vendor's own. Pure functions; no error of theirs holds a word."""
