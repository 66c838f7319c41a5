"""The append-only log of sensitive actions."""
