"""The circular's pages."""
