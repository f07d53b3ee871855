"""What is asked about hiring."""
