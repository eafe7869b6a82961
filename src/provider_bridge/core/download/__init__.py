"""Downloads: which hosts may be asked, what an answer must be, and how a file travels."""
