# The course.
