/** Marks text that an author has to replace. The content checks report it. */
const write = 'WRITE:';

/** What a new lesson or exercise is called. */
interface Name {
  slug: string;
  /** Undefined lets the author write it into the file. */
  title: string | undefined;
}

/**
 * Files of a new lesson, by path below `content/`. It is valid MDX that lacks only what an author has to
 * write.
 */
export function lessonSkeleton({ slug, title }: Name, today: string): Record<string, string> {
  return {
    [`lessons/${slug}.mdx`]: `---
title: ${quoted(title)}
summary: "${write} one sentence: what the reader will understand afterwards."
objectives:
  - "${write} what the reader can do, starting with a verb."
minutes: 5
prerequisites: []
difficulty: 2
tags: []
sources: []
updated: ${today}
---
${lessonBody}`,
  };
}

const lessonBody = `
${write} a problem that readers know, in a few lines.

{/* A figure belongs here, such as <CacheReplay run="message-sorter/everything-first" edit="edit-code" />. The editor of
the site lists all figures after <, and docs/authoring.md has a table of them. */}

## ${write} the idea

:::predict{id="first"}
${write} a question with an interesting wrong answer.

- [ ] ${write} what many people believe.
- [x] ${write} what is true.

~~~answer
${write} the reason.
~~~
:::

${write} what really happens.

\`\`\`sh
docker version --format '{{.Server.Version}}'
\`\`\`

{/* With "sh run", the page also shows what the command prints. A check of the draft or content:record records it. */}

:::predict{id="second"}
${write} a second question.

- [ ] ${write} what many people believe.
- [x] ${write} what is true.

~~~answer
${write} the reason.
~~~
:::

:::quiz{id="check"}
1. ${write} a question.
   - [ ] ${write} an option. — *${write} why not.*
   - [x] ${write} an option. — *${write} why.*

2. ${write} a question.
   - [ ] ${write} an option. — *${write} why not.*
   - [x] ${write} an option. — *${write} why.*

3. ${write} a question.
   - [ ] ${write} an option. — *${write} why not.*
   - [x] ${write} an option. — *${write} why.*
:::

:::keypoints
- ${write} what to remember.
:::

:::recall
- ${write} a first question? — ${write} its answer.
- ${write} a second question? — ${write} its answer.
- ${write} a third question? — ${write} its answer.
:::

{/* End with a link to what comes next: <Next lesson="…">Why.</Next> or <Next exercise="…">Why.</Next> */}
`;

const from = 'FROM python:3.11-slim-bookworm\n\nWORKDIR /job\n\nCOPY job.py .\n';
const command = '\nCMD ["python", "job.py"]\n';

/**
 * Files of a new exercise, by path below `content/`. It is a complete small exercise that can be graded, to
 * be turned into the real one.
 */
export function exerciseSkeleton({ slug, title }: Name): Record<string, string> {
  const files: Record<string, string> = {
    'exercise.yaml': exerciseYaml({ slug, title }),
    'statement.mdx': `${write} what is wrong with the service.

**Your task.** ${write} what to do, and what must stay as it is.

## What is measured

${write} what the engine does with the image, and what is measured.

## How to pass

${write} from the rubric in exercise.yaml.
`,
    'starter/job.py': `print('{"done": true}')\n`,
    'starter/Dockerfile': `${from}${command}`,
    'solution/Dockerfile': `${from}\nUSER 10001\n${command}`,
    'wrong/user-made-and-not-used/Dockerfile': `${from}\nRUN useradd --uid 10001 job\n${command}`,
    'wrong/root-by-number/Dockerfile': `${from}\nUSER 0\n${command}`,
    'wrong/root-again/Dockerfile': `${from}\nUSER 10001\nUSER root\n${command}`,
  };
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [`exercises/${slug}/${path}`, text]));
}

/** A title as a YAML string on one line. */
const quoted = (title = `${write} a title of a few words`) => JSON.stringify(title);

function exerciseYaml({ slug, title }: Name): string {
  return `version: 1
slug: ${slug}
title: ${quoted(title)}
summary: "${write} one sentence: what the learner does."
difficulty: 1
minutes: 10
tags: []
# The lesson that it practises:
# lesson: image-vs-container
editable: [Dockerfile]
readonly: [job.py]

hints:
  - "${write} a question that points to the right place."
  - "${write} the principle."
  - "${write} almost the answer."

# How a service is started and probed. The checks that it makes possible, such as predict-smoke, are on the page Checks of the site.
# run:
#   port: 8000
#   readyPath: /health
#   probes:
#     - name: answers a request
#       method: POST
#       path: /predict
#       body: { stops: 12 }
#       expectJson: { late: true }

# Instead of run, for an image that does its work and exits. The check is runs-to-end.
# job:
#   endsWithinMs: 8000
#   starts:
#     - name: exits by itself, and reports what it did
#       expectJson: { done: true }

# The points are shares: a score is the points earned, in percent of all points.
rubric:
  passScore: 80
  items:
    - { check: root-user, points: 60, required: true }
    - { check: base-tag, points: 40 }

wrong:
  - id: user-made-and-not-used
    title: A user is created but not used
    caughtBy: [root-user]
  - id: root-by-number
    title: The user is 0, which is root
    caughtBy: [root-user]
  - id: root-again
    title: The last USER switches back to root
    caughtBy: [root-user]
`;
}
