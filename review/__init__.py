"""The review page: a legal team drops drafts, sees what they promise and settles each finding, on their own machines."""
