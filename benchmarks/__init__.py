"""How quick the pages are, against a bare one in the same run: `make bench`."""
