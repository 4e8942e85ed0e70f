"""What family and staff screens share."""
