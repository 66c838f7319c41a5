"""The resource bank: resources, documents, collections, review."""
