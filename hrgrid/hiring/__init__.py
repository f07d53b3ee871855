"""Room 2, hiring: quotas and vacancies, batches from announcement to hire."""
