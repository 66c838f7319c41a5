"""The shared agenda: events, recurrence, registration, feeds."""
