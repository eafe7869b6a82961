"""Reading text files of words: chats, captions and timelines. Pure functions; no error of theirs holds a word."""
