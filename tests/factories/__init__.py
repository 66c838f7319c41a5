"""Makers of test data, by app."""
