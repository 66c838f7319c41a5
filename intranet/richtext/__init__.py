"""Rich text for every section: what a browser sends is cleaned here, and written with `<rich-text>`."""
