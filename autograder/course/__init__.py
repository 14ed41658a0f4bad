"""The course: nbgrader's folders and settings, the labs, the kit's private folder, and the boundary round each step."""
