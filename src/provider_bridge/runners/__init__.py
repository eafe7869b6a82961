"""The runners: they perform the effects that flows ask for, one for each face."""
