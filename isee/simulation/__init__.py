"""The ISEE of a dossier as we calculate it: kinds side by side, «E se…?», the sheet to take home."""
