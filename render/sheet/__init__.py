"""plan.yaml ↔ plan.xlsx, for those who edit the plan in Excel or WPS."""
