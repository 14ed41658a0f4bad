"""A new lab that works at once: from the skeleton in skeleton-files, or from a lab that the course has."""
