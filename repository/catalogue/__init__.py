"""The bank as it is found: held in memory by each process, narrowed down and counted without asking the database.

`catalogue_for(user)` is the bank as one person finds it.
"""
