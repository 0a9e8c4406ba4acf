"""What people are told in time: sessions, meetings, changes of the program."""
