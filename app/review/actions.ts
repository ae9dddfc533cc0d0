'use server';

import type { GradeCard } from '@/components/review/review-session.tsx';
import { submitGrade } from '@/lib/recall/submit-grade.ts';

/** Stores a learner's grade for a recall card. */
export const gradeCard: GradeCard = async (graded) => submitGrade(graded);
