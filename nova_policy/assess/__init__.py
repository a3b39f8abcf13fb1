"""What findings mean for the assessment: effort, score, claims, roadmap."""
