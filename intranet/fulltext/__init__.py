"""Finding things by their words, in the same way on both databases. Shared by every section.

A section tells of each thing that can be found (`domain.index`, `domain.forget`) and asks for the keys of those that hold some
words (`domain.matching`). Who may see them is not known here: whoever asks keeps to what the person may see.
"""
