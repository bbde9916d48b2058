"""What is wrong with a plan and its templates, said before anything is made."""
