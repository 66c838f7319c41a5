"""Coordination's area in the CMS: who is who, kept by those who care for it. One module a noun."""
