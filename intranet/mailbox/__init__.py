"""The demo's mail: what would have been sent is kept as files under `var/mail/` and can be read at `/correu/`."""
