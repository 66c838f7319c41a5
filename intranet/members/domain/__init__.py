"""What can be done with people, organisations, positions, groups and invitations."""
