"""What others wrote, made harmless for the pages that graders and students open."""
