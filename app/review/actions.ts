'use server';

import type { GradeCard } from '@/components/review/use-review-session.ts';
import { submitGrade } from '@/lib/recall/submit-grade.ts';

/** Stores a learner's grade for a recall card. */
export const gradeCard: GradeCard = async (graded) => submitGrade(graded);
