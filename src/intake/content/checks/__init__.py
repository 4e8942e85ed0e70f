"""What can be wrong with the content folder, in the files' own words."""
