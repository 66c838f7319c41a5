"""What pages are made of: few kinds of block, each accessible by the way it is filled in."""

from intranet.pages.blocks.body import Body, LegalBody, Outline, outline_of

__all__ = ["Body", "LegalBody", "Outline", "outline_of"]
