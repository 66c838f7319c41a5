"""Bytes in and bytes out: what files are checked for, how their words are read, and how they are sent."""
