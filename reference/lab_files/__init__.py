"""What only a lab's author knows: the settings, the tasks, what the practice asks for."""
