"""The search in coordination's area: synonyms, recommended results, and what nothing was found for."""
