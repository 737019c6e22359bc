"""The dossier of an ISEE: what it declares, its papers, how far it is, what INPS attested."""
