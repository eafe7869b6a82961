"""Access tokens, logins and scopes, without any effect."""
