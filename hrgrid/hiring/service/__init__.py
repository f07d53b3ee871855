"""What the office does about hiring, one function a deed."""
