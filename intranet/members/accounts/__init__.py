"""Signing in: invitations, passwords, codes, passkeys, the second factor, sessions."""
