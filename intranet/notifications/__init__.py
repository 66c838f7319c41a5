"""Tells people that something happened: on the site, by mail, in digests."""
