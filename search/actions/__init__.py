"""What a person may write about a search: that it was useful or not, that it found nothing. Never who."""
