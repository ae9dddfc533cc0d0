import { checks, checkStatic, contextOf, parseDockerfile } from '@dfm/grading/browser';
import type { CheckReply, CheckRequest, ExplainedFinding } from './protocol.ts';

