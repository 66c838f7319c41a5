"""The invented people and the believable year that `make demo` loads, and data of any size for the benchmark."""
