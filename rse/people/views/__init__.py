"""The directory, profiles, absences, codes and sign-in. HTTP only: the actions decide and write."""
