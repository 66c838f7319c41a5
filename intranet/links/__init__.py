"""Signed links in mails: each does one thing, for one person, until a day, without signing in."""
