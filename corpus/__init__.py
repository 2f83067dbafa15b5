"""Data: labelled statements, the law register, lexicons, wording and sample documents."""
