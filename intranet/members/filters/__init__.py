"""The facets of the lists."""
