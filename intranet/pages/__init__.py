"""What every page of the CMS shares: how it behaves, who may do what with it, and what its text is made of."""
