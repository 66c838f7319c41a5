"""The circular as a mail: composed once for everyone, put in order for each person."""
