"""Keeps the site running: the supervisor of its processes and its recurring jobs."""
