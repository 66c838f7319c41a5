"""What somebody has begun to write in a form and not sent yet, kept on the server. Shared by every section."""
