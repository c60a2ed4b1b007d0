# lesson
