"""The front door: dashboard, pages, news."""
