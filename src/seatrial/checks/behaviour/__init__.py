"""What the model can be made to do, asked inside the worker."""
