"""The monthly circular: entries, composition, delivery."""
