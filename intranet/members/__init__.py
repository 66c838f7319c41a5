"""Who is who: people, organisations, positions, working groups, invitations, sign-in, privacy."""
