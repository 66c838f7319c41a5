"""The pages of people, organisations and groups."""
