"""What is right in a course's labs: references asked, fresh settings drawn, keys kept."""
