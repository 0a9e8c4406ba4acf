"""What is true of the event: its program, speeches, pages, meetings and attendees."""
