"""How quick the pages are, against a bare one in the same run, and how much mail goes out: `make bench`."""
