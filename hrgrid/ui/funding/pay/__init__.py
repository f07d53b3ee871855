"""薪酬: the pay of every month, from open to locked."""
