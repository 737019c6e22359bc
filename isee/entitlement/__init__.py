"""What a household is entitled to, told at the counter; the electricity bonus."""
